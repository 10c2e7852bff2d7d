"""What an administrator does at the command line, on the same database as the running process."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.opening import open_desk, registry_of
from bot.progress import waiting
from bot.rules import rules_from
from bot.settings import Settings, SettingsError
from bot.words import words_for
from cases.apart import message_of
from cases.commands import IssueCode, Look
from cases.errors import NoSuchPost
from cases.messages import Digest
from cases.model import Case, CaseId, ChatRef, Entry, PostCode, Status
from cases.org import Org
from cases.ports import UnitOfWork
from cases.posts import digest_of, fresh_code, issue_code
from cases.registry import EMPTY, Registry
from cases.supervision import digest_of as morning_page
from storage.errors import RegistryInUse
from storage.registry_files.csv_write import write_csv_set, write_geojson
from storage.registry_files.diff import RegistryDiff, diff
from storage.registry_files.read import Loaded
from storage.store import Store
from texts.words import source

OK, FAULTS = 0, 1
SHOWN_CODES = 8
KINDS = {
    "areas": "区划",
    "grids": "网格",
    "compounds": "小区",
    "workers": "人员",
    "micro_grids": "微网格",
    "shapes": "边界",
    "landmarks": "地标",
    "departments": "部门",
}


# --- registry ---


def import_registry(read: Callable[[Registry], Loaded], *, apply: bool) -> int:
    """`read` is given the registry in use and may end the command."""
    with open_desk() as (_, store, _):
        known = store.load_registry() or EMPTY
        with waiting("读台账"):
            loaded = read(known)
        for warning in loaded.warnings:
            print(f"请留意 {warning}")
        changes = diff(known, loaded.registry)
        for line in change_lines(changes):
            print(line)
        if not changes:
            print("没有变化。")
            return OK
        if apply:
            return _save(store, loaded.registry)
        if in_use := store.open_cases_without_grid(loaded.registry):
            return _refuse_in_use(in_use)
        print("以上只是检查，没有写入。确认后加 --apply 再运行一次。")
        return OK


def _save(store: Store, new: Registry) -> int:
    try:
        with waiting("写入台账"):
            store.save_registry(new)
    except RegistryInUse as error:
        return _refuse_in_use(error.numbers)
    print(
        f"已导入：{len(new.grids)} 个网格，{len(new.workers)} 名人员。正在运行的机器人从下一条消息起按新地名识别，不用重启。"
    )
    return OK


def _refuse_in_use(numbers: Mapping[str, Sequence[str]]) -> int:
    for line in in_use_lines(numbers):
        print(line)
    print("什么也没有写入。请把这些网格补回，或先办完它们的诉求。", file=sys.stderr)
    return FAULTS


def in_use_lines(numbers: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """`numbers`: by grid, those of its open cases."""
    for grid, cases in sorted(numbers.items()):
        more = f" 等 {len(cases)} 件" if len(cases) > SHOWN_CODES else ""
        yield f"网格 {grid}：还有没办完的诉求 {' '.join(sorted(cases)[:SHOWN_CODES])}{more}，不能去掉。"


def change_lines(changes: RegistryDiff) -> Iterator[str]:
    for field in fields(changes):
        kind = getattr(changes, field.name)
        for what, codes in (("新增", kind.new), ("修改", kind.changed), ("去掉", kind.removed)):
            if codes:
                more = " …" if len(codes) > SHOWN_CODES else ""
                yield f"{KINDS[field.name]} {what} {len(codes)}：{' '.join(codes[:SHOWN_CODES])}{more}"


def export_registry(path: Path) -> int:
    """A workbook, a map file or a folder of CSV files, by the suffix. A file that is there stays."""
    if path.is_file():
        print(f"{path} 已经在了，不会覆盖：请换一个名字。", file=sys.stderr)
        return FAULTS
    with open_desk() as (_, store, _):
        registry = registry_of(store)
    try:
        _write_registry(registry, path)
    except OSError as error:
        print(f"写不了 {path}：{error.strerror or error}", file=sys.stderr)
        return FAULTS
    print(f"已写到 {path}：{len(registry.grids)} 个网格，{len(registry.workers)} 名人员。")
    return OK


def _write_registry(registry: Registry, path: Path) -> None:
    match path.suffix.lower():
        case ".xlsx":
            from storage.registry_files.workbook_write import write_workbook

            write_workbook(registry, path)
            if registry.shapes:
                print(f"{len(registry.shapes)} 个网格的边界不在工作簿里：要带走请再导出一份 .geojson。")
        case ".geojson":
            write_geojson(registry, path)
        case _:
            write_csv_set(registry, path)


# --- posts ---


def print_bind_code(post: str) -> int:
    with open_desk() as (settings, store, clock):
        org = Org(registry_of(store))
        code, now = fresh_code(), clock.now()
        try:
            issue_code(store.unit_of_work(), IssueCode(PostCode(post), digest_of(code), now))
        except NoSuchPost:
            print(f"没有岗位 {post}：请写人员编号、区划编码或部门编号。", file=sys.stderr)
            return FAULTS
        expires = (now + rules_from(settings).code_life).astimezone(settings.zone)
    print(f"岗位：{org.label(post)}（{post}）")
    print(f"绑定码：{code}")
    print(f"请本人私聊机器人发送：/bind {code}")
    if username := username_of(settings):
        print(f"或点开：https://t.me/{username}?start=bind_{code}")
    print(f"只能用一次，{expires:%Y-%m-%d %H:%M} 前有效。")
    return OK


def username_of(settings: Settings) -> str:
    """Of the bot, when Telegram can be asked quickly; "" otherwise."""
    from bot.bot_api import ask_once  # its HTTP client is slow to load, and no other command here asks anybody

    try:
        return str(ask_once(settings, "getMe").get("username", ""))
    except Exception:
        return ""  # a convenience: without it the code itself still works


# --- cases ---


def print_cases(wanted: list[str], limit: int, *, as_json: bool) -> int:
    statuses = statuses_of(wanted)
    with open_desk() as (_, store, _):
        org = Org(registry_of(store))
        found = store.glance.case_list(statuses, limit)
        entries = _entries_of(store, found)
    if as_json:
        print(json.dumps([_case_json(case, org, entries.get(case.id)) for case in found], ensure_ascii=False))
        return OK
    for case in found:
        place = "待核" if case.place_pending else case.place
        print(
            f"{case.number}  {case.severity}  {case.status}  {case.matter}  {place}  {org.label(case.holder)}  {_at(case.due_at)} 前{_origin(case, entries.get(case.id))}"
        )
    print(f"共 {len(found)} 件。", file=sys.stderr)
    return OK


def _entries_of(store: Store, found: Sequence[Case]) -> dict[CaseId, Entry]:
    brought = [case.id for case in found if case.source is not None]
    if not brought:
        return {}
    with store.unit_of_work() as uow:
        entries = ((case_id, uow.entry(message_of(case_id))) for case_id in brought)
        return {case_id: entry for case_id, entry in entries if entry}


def _origin(case: Case, entry: Entry | None) -> str:
    if case.source is None:
        return ""
    return f"  {source(case.source)}{f' {entry.outside}' if entry and entry.outside else ''}"


def statuses_of(wanted: list[str]) -> frozenset[Status] | None:
    """None means all. Raises SettingsError for a status nobody knows."""
    found: set[Status] = set()
    for name in ",".join(wanted).split(","):
        if name == "open":
            found |= {status for status in Status if status.is_open}
        elif name in set(Status):
            found.add(Status(name))
        elif name:
            raise SettingsError(f"没有状态 {name}：可以写 {' '.join(Status)} 或 open。")
    return frozenset(found) or None


def _case_json(case: Case, org: Org, entry: Entry | None) -> dict[str, Any]:
    shown = replace(case, reporter=ChatRef(""), reporter_name="") if case.anonymous else case
    values = asdict(shown)
    del values["evidence"], values["album"], values["look_at"], values["version"]
    return {
        **{name: _at(value) if isinstance(value, datetime) else value for name, value in values.items()},
        "holder_label": org.label(case.holder),
        "open": case.status.is_open,
        "outside_number": entry.outside if entry else "",
    }


def _at(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


# --- digest ---


def print_digest(post: str) -> int:
    with open_desk() as (settings, store, clock):
        org = Org(registry_of(store))
        if not org.is_desk(post):
            print(f"没有值班岗 {post}：日报只给村、街道和区，请写区划编码。", file=sys.stderr)
            return FAULTS
        page = _page(store, PostCode(post), clock.now())
        print(words_for(settings).render(page, clock.now()).text)
    return OK


def _page(store: Store, desk: PostCode, at: datetime) -> Digest:
    pages: list[Digest] = []

    def look(uow: UnitOfWork, command: Look) -> None:
        with uow:
            pages.append(morning_page(uow, desk, command.at))

    look(store.unit_of_work(), Look(at))
    return pages[0]
