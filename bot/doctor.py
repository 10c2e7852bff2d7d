"""`minhu doctor`: looks at everything the desk stands on and says what to do about what is wrong."""

import shutil
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url

from bot.bot_api import ApiError, ask_once
from bot.clock import SystemClock, clock_for
from bot.engines import RAPIDOCR, lacking
from bot.exchange import states_of
from bot.failures import letter_line, update_line
from bot.hooks import hook_lines
from bot.knowledge import read_table
from bot.rules import rules_from, sensitive_signs, skill_signs
from bot.settings import FILES, Settings, SettingsError, read_settings, unknown_settings
from bot.topic_tables import topics_of
from cases.knowledge import due_for_review
from cases.ports import Clock
from delivery.addresses import is_loopback
from nlp.knowledge import Knowledge
from storage.engine import is_sqlite
from storage.store import Store

FAULTS = 1
GIGABYTE = 1_000_000_000
MANY_DAYS = timedelta(days=1)
SHOWN_FAILURES = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """`remedy` is empty when all is well."""

    about: str
    said: str
    remedy: str = ""
    details: Sequence[str] = ()


def examine() -> int:
    """Prints a line per finding. 1 when any of them needs mending."""
    bad = False
    for finding in _findings():
        bad = bad or bool(finding.remedy)
        print(f"{'✗' if finding.remedy else '✓'} {finding.about}：{finding.said}")
        for line in finding.details:
            print(f"    {line}")
        if finding.remedy:
            print(f"  → {finding.remedy}")
    return FAULTS if bad else 0


def _findings() -> Iterator[Finding]:
    settings = yield from _settings()
    if settings is None:
        return
    yield _ready_to_run(settings)
    yield _privacy_key(settings)
    for name in unknown_settings():
        yield Finding("设置", f"不认识 {name}", "看看是不是写错了名字，对照 .env.example。")
    clock = yield from _clock(settings)
    yield from _database(settings, clock)
    yield from _tables(settings)
    yield from _knowledge(settings, clock)
    yield from _engines(settings)
    yield _metrics(settings)
    yield _room(settings)
    yield _token(settings)


def _settings() -> Generator[Finding, None, Settings | None]:
    """All else is looked at as if a table that is not there were not named. None where there is nothing to go on with."""
    left_out: dict[str, str] = {}
    while True:
        try:
            return read_settings(**left_out)
        except SettingsError as error:
            yield Finding("设置", str(error), "改好 .env 或环境变量，对照 .env.example。")
            if error.setting not in FILES:
                return None
            left_out[error.setting] = ""


def _ready_to_run(settings: Settings) -> Finding:
    try:
        settings.needed_to_run()
    except SettingsError as error:
        return Finding("设置", str(error), "填好后再运行 minhu run。")
    return Finding("设置", "齐全")


def _privacy_key(settings: Settings) -> Finding:
    if settings.keys:
        return Finding("钥匙", "MINHU_PRIVACY_KEY 已设置")
    return Finding(
        "钥匙",
        "MINHU_PRIVACY_KEY 没有填：居民写的电话、证件号遮住后不留原号，留痕也没有密钥保护",
        "用 openssl rand -hex 32 生成一把，填进 .env，另存一份；丢了就看不了以前的原号。",
    )


def _clock(settings: Settings) -> Generator[Finding, None, Clock]:
    """The machine's, for all that is still to be looked at, where the desk's own does not answer."""
    try:
        clock = clock_for(settings)
    except SettingsError as error:
        asked = "启动沙盒，或去掉 MINHU_CLOCK_URL。" if settings.clock_url else "时间要问数据库：先让它开起来。"
        yield Finding("时钟", str(error), asked)
        return SystemClock(settings.zone)
    yield _time(settings, clock)
    return clock


def _time(settings: Settings, clock: Clock) -> Finding:
    now = clock.now()
    said = f"{now:%Y-%m-%d %H:%M:%S}（{settings.timezone}）"
    if settings.clock_url or settings.clock_speed != 1:
        return Finding("时钟", f"{said}，演示用的时间")
    if abs(now - datetime.now(UTC)) > MANY_DAYS or now.year < 2024:
        return Finding("时钟", said, "机器的日期不对，请先校时。")
    return Finding("时钟", said)


def _tables(settings: Settings) -> Iterator[Finding]:
    """The district's own, where it has any."""
    if settings.sensitive:
        yield _table("专报表", lambda: sensitive_signs(settings.sensitive))
    if settings.skills:
        yield _table("技能表", lambda: skill_signs(settings.skills))
    if settings.hotline_states:
        yield _table("状态表", lambda: states_of(settings.hotline_states))
    if settings.learnt_topics or settings.own_topics:
        yield _table("词表", lambda: topics_of(settings))


def _table(about: str, read: Callable[[], object]) -> Finding:
    try:
        read()
    except SettingsError as error:
        return Finding(about, str(error), "改好这个文件重启。")
    return Finding(about, "读得了")


def _knowledge(settings: Settings, clock: Clock) -> Iterator[Finding]:
    if not settings.knowledge:
        yield Finding("知识表", "没有用，咨询都由人答")
        return
    try:
        table = read_table(settings.knowledge)
    except OSError as error:
        said = f"设置 MINHU_KNOWLEDGE 的文件读不了（{error.strerror}），咨询都由人答"
        yield Finding(
            "知识表", said, "核对路径和权限，改好保存就行，运行中的会自己重读；没改好以前，运行中的还用旧的。"
        )
        return
    due = due_for_review(Knowledge(table.entries), clock.now().date())
    said = f"{len(table.entries)} 条可用，{len(table.faults)} 处要改，{len(due)} 条到了复核日期"
    remedy = f"运行 minhu knowledge check {settings.knowledge}，改好重启。" if table.faults or due else ""
    yield Finding("知识表", said, remedy, [entry.title for entry in due[:SHOWN_FAILURES]])


def _database(settings: Settings, clock: Clock) -> Iterator[Finding]:
    rules = rules_from(settings.model_copy(update=dict.fromkeys(FILES, "")))  # these are looked at by themselves
    try:
        with closing(Store(settings.database_url, clock, rules, keys=settings.keys)) as store:
            yield from _of_store(store)
    except Exception as error:
        # whatever an engine may raise, a doctor must go on to the next patient
        yield Finding("数据库", f"打不开（{type(error).__name__}）", "核对 MINHU_DATABASE_URL、磁盘空间和权限。")


def _of_store(store: Store) -> Iterator[Finding]:
    checkup = store.check()
    if checkup.faults:
        yield Finding("数据库", f"数据有 {len(checkup.faults)} 处损坏", "停机，从备份恢复；损坏的文件请留存。")
    elif checkup.schema != checkup.newest_schema:
        yield Finding("数据库", "表结构不是最新", "运行 minhu registry import … --apply 或 minhu run，会自动升级。")
        return
    else:
        yield Finding("数据库", f"{checkup.engine}，完好")
    registry = store.load_registry()
    if registry is None:
        yield Finding("网格", "还没有导入", "运行 minhu registry import 目录 --apply。")
    else:
        yield Finding("网格", f"{len(registry.grids)} 个网格，{len(registry.workers)} 名人员")
        yield _last_resort(store)
    yield _backlog("收件", store.inbox.waiting(), "条待处理", limit=1000, remedy="看 minhu run 是否在运行。")
    yield _parked(store)
    yield _backlog(
        "发送", store.outbox.waiting(), "条待发送", limit=1000, remedy="看 minhu run 是否在运行、网络是否通。"
    )
    yield _dead(store)
    yield from _webhooks(store)


def _parked(store: Store) -> Finding:
    found = _backlog(
        "搁置",
        store.inbox.parked(),
        "条处理不了",
        limit=0,
        remedy="把出错名称报给开发者；换上修好的版本后 minhu parked --again all，不要了就 --dismiss。",
    )
    return replace(found, details=[update_line(one) for one in store.failures.parked_updates(SHOWN_FAILURES)])


def _dead(store: Store) -> Finding:
    found = _backlog(
        "退信",
        store.outbox.dead(),
        "条送不到",
        limit=0,
        remedy="请对方重新 /start，或重发绑定码；然后 minhu dead-letters --again 行号，不要了就 --dismiss。",
    )
    return replace(found, details=[letter_line(one) for one in store.failures.dead_letters(SHOWN_FAILURES)])


def _webhooks(store: Store) -> Iterator[Finding]:
    """Only where there are any."""
    if found := store.hooks.all():
        dead = sum(backlog.dead for _, backlog in found)
        remedy = "问对方的服务好了没有，然后 minhu dead-letters --again w行号，不要了就 --dismiss。" if dead else ""
        details = hook_lines(store.hooks.dead(SHOWN_FAILURES))
        yield Finding("回调", f"{len(found)} 个，{dead} 条送不到", remedy, details)


def _last_resort(store: Store) -> Finding:
    """Whoever nobody else answers for falls to the district's desk: it must be somewhere."""
    with store.unit_of_work() as uow:
        top = uow.org.top
        label, bound = uow.org.label(top), bool(uow.chats_of(top))
    if bound:
        return Finding("值班", f"{label}已绑定")
    return Finding(
        "值班", f"{label}没有绑定聊天，无主的诉求没有人收到", f"运行 minhu bind-code {top}，在值班的聊天里发 /bind 码。"
    )


def _backlog(about: str, count: int, unit: str, *, limit: int, remedy: str) -> Finding:
    return Finding(about, f"{count} {unit}", remedy if count > limit else "")


def _engines(settings: Settings) -> Iterator[Finding]:
    """What is optional is no fault while it is not wished."""
    for about, name, setting in (
        ("语音转写", "MINHU_TRANSCRIBER", settings.transcriber),
        ("读照片", "MINHU_PICTURE_READER", settings.picture_reader),
    ):
        if not setting:
            hint = f"（要用：填 {name}，见 docs/operations.md）"
            yield Finding(about, f"没有用{hint}")
        elif (missing := lacking(setting)) == RAPIDOCR:
            yield Finding(
                about,
                "没有装 rapidocr",
                "在源码目录里用程序的 pip 运行 pip install '.[ocr]'，或 pip install --require-hashes -r requirements-ocr.txt；不用就留空。",
            )
        elif missing:
            yield Finding(about, f"找不到程序 {missing}", f"装好它，或在 {name} 里写完整的路径；不用就留空。")
        else:
            yield Finding(about, f"在用，每个文件最多 {settings.engine_seconds:g} 秒")


def _metrics(settings: Settings) -> Finding:
    if settings.metrics_token.get_secret_value():
        return Finding("监控", "/metrics 凭 MINHU_METRICS_TOKEN 看")
    return Finding(
        "监控", "/metrics 只给本机看" + ("" if is_loopback(settings.host) else "；别的机器要看，填 MINHU_METRICS_TOKEN")
    )


def _room(settings: Settings) -> Finding:
    """Of the disk that a SQLite file is on; a server's disk is looked at on the server."""
    path = make_url(settings.database_url).database
    if not path or not is_sqlite(settings.database_url):
        return Finding("磁盘", "数据库在服务器上，请在那里看")
    folder = next(one for one in Path(path).absolute().parents if one.exists())
    free = shutil.disk_usage(folder).free
    said = f"数据库所在的磁盘还有 {free / GIGABYTE:.1f} GB"
    remedy = "腾出地方：删旧备份、旧日志（journalctl --vacuum-size=200M）；不要删 -wal 和 -shm。"
    return Finding("磁盘", said, remedy if free < GIGABYTE else "")


def _token(settings: Settings) -> Finding:
    if not settings.bot_token.get_secret_value():
        return Finding("令牌", "没有填", "在 .env 里填 MINHU_BOT_TOKEN。")
    try:
        me = ask_once(settings, "getMe")
    except ApiError as error:
        return Finding("令牌", f"被拒绝（{error.code}）", "向 @BotFather 核对令牌，必要时重新生成。")
    except Exception as error:
        # httpx, a proxy, a gateway's HTML page: for an operator it is all the same
        return Finding("令牌", f"连不上 Telegram（{type(error).__name__}）", "核对 MINHU_BOT_API_URL 和网络。")
    return Finding("令牌", f"@{me.get('username', '')}")
