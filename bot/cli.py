"""The command `minhu`. Every heavy room is imported by the command that needs it, so that `--help` and `read` are quick."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot import chinese, cli_exchange, cli_files, cli_open311, cli_webhook
from bot import cli_texts as say
from bot.keeping import for_good

if TYPE_CHECKING:
    from cases.registry import Registry
    from storage.registry_files.read import Loaded

FAULTS, BAD_USAGE = 1, 2
app = chinese.group(say.APP)
registry_app = chinese.group(say.REGISTRY)
app.add_typer(registry_app, name="registry")
db_app = chinese.group(say.DB)
app.add_typer(db_app, name="db")

audit_app = chinese.group(say.AUDIT)
app.add_typer(audit_app, name="audit")

attendance_app = chinese.group(say.ATTENDANCE)
app.add_typer(attendance_app, name="attendance")
person_app = chinese.group(say.PERSON)
app.add_typer(person_app, name="person")

lexicon_app = chinese.group(say.LEXICON)
app.add_typer(lexicon_app, name="lexicon")

app.add_typer(cli_files.app)
knowledge_app = chinese.group(say.KNOWLEDGE)
app.add_typer(knowledge_app, name="knowledge")

app.add_typer(cli_open311.app, name="open311")
app.add_typer(cli_webhook.app, name="webhook")
app.add_typer(cli_exchange.app, name="exchange")

Rows = Annotated[list[str] | None, typer.Argument(help=say.ROWS, metavar="行号…|all")]
Again = Annotated[bool, typer.Option("--again", help=say.AGAIN)]
Dismiss = Annotated[bool, typer.Option("--dismiss", help=say.DISMISS)]
FailuresAsJson = Annotated[bool, typer.Option("--json", help=say.CASES_JSON)]
OfMonth = Annotated[str, typer.Option(help=say.RANKING_MONTH, metavar="年-月")]
OfPost = Annotated[str, typer.Option(help=say.RANKING_POST, metavar="编码")]
PageAsJson = Annotated[bool, typer.Option("--json", help=say.RANKING_JSON)]
RegistryDir = Annotated[Path | None, typer.Option("--registry", help=say.REGISTRY_DIR, metavar="目录")]


@app.command(cls=chinese.Command, help=say.DEMO)
def demo(
    port: Annotated[int, typer.Option(help=say.DEMO_PORT, min=1, max=65535, metavar="端口")] = 8081,
    speed: Annotated[float, typer.Option(help=say.DEMO_SPEED, min=1, max=3600, metavar="倍数")] = 1,
    no_browser: Annotated[bool, typer.Option("--no-browser", help=say.DEMO_NO_BROWSER)] = False,
    keep: Annotated[bool, typer.Option("--keep", help=say.DEMO_KEEP)] = False,
) -> None:
    from bot.demo import show

    raise typer.Exit(show(port, speed, browser=not no_browser, keep=keep))


@app.command(cls=chinese.Command, help=say.RUN)
def run() -> None:
    with for_good():
        from bot.serve import serve

    raise typer.Exit(serve())


@app.command(cls=chinese.Command, help=say.READ)
def read(registry: RegistryDir = None) -> None:
    from bot.jsonl import optional_text, stream
    from nlp.place import Locator
    from nlp.reader import Reader, as_json

    reader = Reader(Locator(_registry(registry)))

    def answer(request: dict[str, str]) -> dict[str, object]:
        return as_json(request["id"], reader.read(request["text"], title=optional_text(request, "title")))

    raise typer.Exit(stream(answer, sys.stdin.buffer, sys.stdout.buffer))


@app.command(cls=chinese.Command, help=say.LOCATE)
def locate(registry: RegistryDir = None) -> None:
    from bot.jsonl import optional_text, stream
    from nlp.place import Locator, as_json

    locator = Locator(_registry(registry))

    def answer(request: dict[str, str]) -> dict[str, object]:
        return as_json(request["id"], locator.locate(request["text"], home=optional_text(request, "home")))

    raise typer.Exit(stream(answer, sys.stdin.buffer, sys.stdout.buffer))


@app.command(cls=chinese.Command, help=say.EVALUATE)
def evaluate(  # noqa: PLR0917, each is a named option
    path: Annotated[Path, typer.Argument(help=say.EVALUATE_PATH, metavar="文件")],
    cross_validate: Annotated[int, typer.Option(help=say.CROSS_VALIDATE, min=0, max=20, metavar="折数")] = 0,
    words: Annotated[int, typer.Option(help=say.TRAIN_WORDS, min=50, metavar="个数")] = 2_000,
    registry: RegistryDir = None,
    topics: Annotated[Path | None, typer.Option(help=say.EVALUATE_TOPICS, metavar="词表")] = None,
    among_all: Annotated[bool, typer.Option("--among-all", help=say.AMONG_ALL)] = False,
    as_json: Annotated[bool, typer.Option("--json", help=say.EVALUATE_JSON)] = False,
) -> None:
    from bot.learning import evaluate as scored

    if cross_validate == 1:
        _refuse(say.ONE_FOLD)
    code = scored(
        path,
        _registry,
        registry=registry,
        topics=topics,
        folds=cross_validate,
        words=words,
        among_all=among_all,
        as_json=as_json,
    )
    raise typer.Exit(code)


@app.command(cls=chinese.Command, help=say.TRAIN)
def train(
    path: Annotated[Path, typer.Argument(help=say.TRAIN_PATH, metavar="文件")],
    out: Annotated[Path, typer.Option(help=say.TRAIN_OUT, metavar="词表")],
    words: Annotated[int, typer.Option(help=say.TRAIN_WORDS, min=50, metavar="个数")] = 2_000,
) -> None:
    from bot.clock import SystemClock
    from bot.learning import train as learn
    from bot.settings import GivenSettings

    raise typer.Exit(learn(path, out, words, SystemClock(GivenSettings().zone).now().date()))


@lexicon_app.command("review", cls=chinese.Command, help=say.LEXICON_REVIEW)
def lexicon_review(
    apply: Annotated[bool, typer.Option("--apply", help=say.LEXICON_APPLY)] = False,
    only: Annotated[str, typer.Option(help=say.LEXICON_ONLY, metavar="词,词")] = "",
    as_json: Annotated[bool, typer.Option("--json", help=say.EVALUATE_JSON)] = False,
) -> None:
    from bot.lexicon import review_corrections

    raise typer.Exit(review_corrections(apply=apply, only=only, as_json=as_json))


@registry_app.command("template", cls=chinese.Command, help=say.TEMPLATE)
def registry_template(path: Annotated[Path, typer.Argument(help=say.TEMPLATE_PATH, metavar="文件")]) -> None:
    from storage.registry_files.workbook_write import write_template

    if path.suffix.lower() != ".xlsx":
        _refuse(say.TEMPLATE_SUFFIX)
    if path.exists():
        _refuse(f"{path} 已经在了，不会覆盖：请换一个名字。")
    try:
        write_template(path, say.TEMPLATE_HELP)
    except OSError as error:
        _refuse(f"写不了 {path}：{error}")
    print(f"已写到 {path}：先看最后一张「说明」，填好后运行 minhu registry import {path}。")


@registry_app.command("import", cls=chinese.Command, help=say.IMPORT)
def registry_import(
    path: Annotated[Path, typer.Argument(help=say.IMPORT_PATH, metavar="文件|目录")],
    apply: Annotated[bool, typer.Option("--apply", help=say.IMPORT_APPLY)] = False,
    grid_code: Annotated[str, typer.Option("--grid-code", help=say.IMPORT_GRID_CODE, metavar="正则")] = "",
) -> None:
    from bot.desk import import_registry

    raise typer.Exit(import_registry(lambda known: _loaded(path, known, grid_code), apply=apply))


@registry_app.command("export", cls=chinese.Command, help=say.EXPORT)
def registry_export(path: Annotated[Path, typer.Argument(help=say.EXPORT_PATH, metavar="文件|目录")]) -> None:
    from bot.desk import export_registry

    raise typer.Exit(export_registry(path))


@knowledge_app.command("check", cls=chinese.Command, help=say.KNOWLEDGE_CHECK)
def knowledge_check(path: Annotated[str, typer.Argument(help=say.KNOWLEDGE_PATH, metavar="文件")]) -> None:
    from bot.knowledge import check_table

    raise typer.Exit(check_table(path))


@registry_app.command("links", cls=chinese.Command, help=say.LINKS)
def registry_links(bot: Annotated[str, typer.Option("--bot", help=say.LINKS_BOT, metavar="用户名")] = "") -> None:
    from bot.links import print_links

    raise typer.Exit(print_links(bot.removeprefix("@")))


@app.command("bind-code", cls=chinese.Command, help=say.BIND_CODE)
def bind_code(post: Annotated[str, typer.Argument(help=say.BIND_POST, metavar="岗位")]) -> None:
    from bot.desk import print_bind_code

    raise typer.Exit(print_bind_code(post))


@app.command(cls=chinese.Command, help=say.CASES)
def cases(
    as_json: Annotated[bool, typer.Option("--json", help=say.CASES_JSON)] = False,
    status: Annotated[list[str] | None, typer.Option(help=say.CASES_STATUS, metavar="状态")] = None,
    limit: Annotated[int, typer.Option(help=say.CASES_LIMIT, min=1, metavar="件数")] = 10_000,
) -> None:
    from bot.desk import print_cases

    raise typer.Exit(print_cases(status or [], limit, as_json=as_json))


@app.command(cls=chinese.Command, help=say.DIGEST)
def digest(post: Annotated[str, typer.Option(help=say.DIGEST_POST, metavar="编码")]) -> None:
    from bot.desk import print_digest

    raise typer.Exit(print_digest(post))


@app.command(cls=chinese.Command, help=say.WHISTLES)
def whistles(month: OfMonth = "", post: OfPost = "", as_json: PageAsJson = False) -> None:
    from bot.month_page import month_typed
    from bot.whistles import print_whistles

    raise typer.Exit(print_whistles(month_typed(month), post, as_json=as_json))


@app.command(cls=chinese.Command, help=say.RANKING)
def ranking(month: OfMonth = "", post: OfPost = "", as_json: PageAsJson = False) -> None:
    from bot.month_page import month_typed
    from bot.ranking import print_ranking

    raise typer.Exit(print_ranking(month_typed(month), post, as_json=as_json))


@app.command(cls=chinese.Command, help=say.REPORT)
def report(
    out: Annotated[Path, typer.Option("--out", help=say.REPORT_OUT, metavar="文件.xlsx")],
    month: Annotated[str, typer.Option(help=say.REPORT_MONTH, metavar="年-月")] = "",
) -> None:
    from bot.month_page import month_typed
    from bot.report import write_month

    raise typer.Exit(write_month(month_typed(month), out))


@attendance_app.command("import", cls=chinese.Command, help=say.ATTENDANCE_IMPORT)
def attendance_import(path: Annotated[Path, typer.Argument(help=say.ATTENDANCE_FILE, metavar="文件")]) -> None:
    from bot.report import import_attendance

    raise typer.Exit(import_attendance(path))


@app.command("dead-letters", cls=chinese.Command, help=say.DEAD_LETTERS)
def dead_letters(
    rows: Rows = None, again: Again = False, dismiss: Dismiss = False, as_json: FailuresAsJson = False
) -> None:
    from bot.failures import dead_letters

    raise typer.Exit(dead_letters(rows or [], again=again, dismiss=dismiss, as_json=as_json))


@app.command(cls=chinese.Command, help=say.PARKED)
def parked(rows: Rows = None, again: Again = False, dismiss: Dismiss = False, as_json: FailuresAsJson = False) -> None:
    from bot.failures import parked_updates

    raise typer.Exit(parked_updates(rows or [], again=again, dismiss=dismiss, as_json=as_json))


@db_app.command("backup", cls=chinese.Command, help=say.BACKUP)
def db_backup(path: Annotated[Path, typer.Argument(help=say.BACKUP_PATH, metavar="文件")]) -> None:
    from bot.database import write_backup

    raise typer.Exit(write_backup(path))


@db_app.command("restore", cls=chinese.Command, help=say.RESTORE)
def db_restore(
    path: Annotated[Path, typer.Argument(help=say.RESTORE_PATH, metavar="文件")],
    into: Annotated[str, typer.Option("--into", help=say.RESTORE_INTO, metavar="库")] = "",
) -> None:
    from bot.database import restore_backup

    raise typer.Exit(restore_backup(path, into))


@db_app.command("copy", cls=chinese.Command, help=say.COPY)
def db_copy(to: Annotated[str, typer.Option("--to", help=say.COPY_TO, metavar="库")]) -> None:
    from bot.database import move_to

    raise typer.Exit(move_to(to))


@audit_app.command("verify", cls=chinese.Command, help=say.AUDIT_VERIFY)
def audit_verify(
    anchor: Annotated[str, typer.Option(help=say.AUDIT_ANCHOR, metavar="行数:尾号")] = "",
    as_json: Annotated[bool, typer.Option("--json", help=say.AUDIT_JSON)] = False,
) -> None:
    from bot.audit import verify

    raise typer.Exit(verify(anchor, as_json=as_json))


@audit_app.command("head", cls=chinese.Command, help=say.AUDIT_HEAD)
def audit_head(as_json: Annotated[bool, typer.Option("--json", help=say.AUDIT_JSON)] = False) -> None:
    from bot.audit import print_head

    raise typer.Exit(print_head(as_json=as_json))


@audit_app.command("reads", cls=chinese.Command, help=say.AUDIT_READS)
def audit_reads(
    number: Annotated[str, typer.Argument(help=say.AUDIT_READS_NUMBER, metavar="编号")],
    as_json: Annotated[bool, typer.Option("--json", help=say.AUDIT_JSON)] = False,
) -> None:
    from bot.audit import print_reads

    raise typer.Exit(print_reads(number, as_json=as_json))


@app.command(cls=chinese.Command, help=say.RETAIN)
def retain(
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say.RETAIN_DRY_RUN)] = False,
    as_json: Annotated[bool, typer.Option("--json", help=say.AUDIT_JSON)] = False,
) -> None:
    from bot.retaining import retain

    raise typer.Exit(retain(dry_run=dry_run, as_json=as_json))


@person_app.command("export", cls=chinese.Command, help=say.PERSON_EXPORT)
def person_export(chat: Annotated[str, typer.Argument(help=say.PERSON_CHAT, metavar="tg:编号")]) -> None:
    from bot.retaining import export_person

    raise typer.Exit(export_person(chat))


@person_app.command("erase", cls=chinese.Command, help=say.PERSON_ERASE)
def person_erase(
    chat: Annotated[str, typer.Argument(help=say.PERSON_CHAT, metavar="tg:编号")],
    yes: Annotated[bool, typer.Option("--yes", help=say.PERSON_YES)] = False,
) -> None:
    from bot.retaining import erase_person

    raise typer.Exit(erase_person(chat, sure=yes))


@app.command(cls=chinese.Command, help=say.DOCTOR)
def doctor() -> None:
    from bot.doctor import examine

    raise typer.Exit(examine())


def _registry(path: Path | None) -> "Registry":
    """As `_loaded`."""
    return _loaded(path).registry


def _loaded(path: Path | None, known: "Registry | None" = None, grid_code: str = "") -> "Loaded":
    """The registry of a folder or file, or the demo's. Ends the command when it is faulty or not there."""
    from cases.registry import EMPTY
    from storage.registry_files.demo import demo_registry
    from storage.registry_files.faults import RegistryFaults
    from storage.registry_files.read import KINDS, Loaded, read_registry

    if path is None or (str(path) == "demo" and not path.exists()):
        return Loaded(demo_registry())
    if not path.exists():
        _refuse(f"没有找到 {path}，请核对路径。")
    if path.is_file() and path.suffix.lower() not in KINDS:
        _refuse(f"{path.name} 不能直接导入：请另存为 .xlsx 再试。")
    try:
        return read_registry(path, known or EMPTY, _pattern(grid_code))
    except RegistryFaults as found:
        for fault in found.faults:
            print(fault)
        print(f"共 {len(found.faults)} 处要改，改好再试；什么也没有写入。", file=sys.stderr)
        raise typer.Exit(FAULTS) from None


def _pattern(said: str) -> str:
    try:
        re.compile(said)
    except re.error:
        _refuse(f"--grid-code {said} 不是正则表达式，请核对。")
    return said


def _refuse(line: str) -> NoReturn:
    print(line, file=sys.stderr)
    raise typer.Exit(BAD_USAGE)


def main() -> None:
    from bot.settings import SettingsError

    try:
        code = chinese.run(app, "minhu")
    except SettingsError as error:
        print(error, file=sys.stderr)
        code = BAD_USAGE
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)
