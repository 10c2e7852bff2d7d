"""Every setting of the process, read once from MINHU_* and `.env`; a bad one is refused in one clear line."""

import hashlib
import os
import re
import shlex
from collections.abc import Iterator
from datetime import time
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import quote, quote_plus, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from delivery.addresses import is_loopback
from storage.keys import Keys

PREFIX = "MINHU_"
LOCAL_NAMES = ("127.0.0.1", "localhost", "[::1]")
TELEGRAM = "https://api.telegram.org"
FILE = "sqlite:///"
DATABASES = (FILE, "postgresql+psycopg://")
DEFAULT_DATABASE = "sqlite:///var/minhu.db"
HOTLINES = tuple(
    f"{name}_hotline" for name in ("gas", "fire", "police", "medical", "power", "mind", "discipline", "legal", "city")
)
_SPAN = re.compile(r"(\d{1,2}:\d{2})-(\d{1,2}:\d{2})")
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")
_WEIGHT = re.compile(r"\d(\.\d{1,6})?", re.ASCII)
_HOTLINE = re.compile(r"[0-9+ -]{3,20}")


FILES = {
    "sensitive": "照 bot/sensitive.csv 写一份专报表，或者留空用自带的",
    "skills": "照 bot/skills.csv 写一份技能表，或者留空用自带的",
    "hotline_states": "照 bot/states_12345.csv 写一份状态表，或者留空用自带的",
    "learnt_topics": "用 minhu train 写一份词表，或者留空用自带的",
    "knowledge": "写一份知识表，或写 demo 用自带的示例，或者留空不用",
}
"""Settings that name a file which has to be there, and what can be done where it is not; each can be left empty."""


class SettingsError(Exception):
    """One Chinese line that says which setting is wrong and what to write; never holds a value. `setting` is its attribute,
    where it is a single one."""

    def __init__(self, said: str, setting: str = "") -> None:
        super().__init__(said)
        self.setting = setting


class Settings(BaseSettings):
    """See `.env.example` for what each means. Attributes are the lower-case names without the prefix."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        hide_input_in_errors=True,
        frozen=True,
    )

    bot_token: SecretStr = SecretStr("")
    bot_api_url: str = TELEGRAM
    database_url: str = Field(DEFAULT_DATABASE, repr=False)
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: str = ""
    webhook_secret: SecretStr = SecretStr("")
    privacy_key: SecretStr = SecretStr("")
    listen: str = "127.0.0.1:8080"
    open311: Literal["off", "read", "write"] = "off"
    hotline_dir: str = ""
    hotline_format: Literal["csv", "json"] = "csv"
    hotline_states: str = ""
    webhooks_to: Literal["public", "private", "loopback"] = "public"
    open311_a_minute: int = Field(60, ge=1, le=6000)
    console: Literal["off", "on"] = "off"
    console_url: str = ""
    timezone: str = "Asia/Shanghai"
    clock_speed: float = Field(1.0, ge=1, le=3600)
    clock_url: str = ""
    transcriber: str = ""
    picture_reader: str = ""
    engine_seconds: float = Field(60, gt=0, le=600)
    log: Literal["plain", "json"] = "plain"
    metrics_token: SecretStr = SecretStr("")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    gas_hotline: str = ""
    fire_hotline: str = "119"
    police_hotline: str = "110"
    medical_hotline: str = "120"
    power_hotline: str = "95598"
    mind_hotline: str = "12356"
    discipline_hotline: str = "12388"
    legal_hotline: str = "12348"
    city_hotline: str = "12345"
    digest_at: time = time(8, 30)
    digest_chart: bool = True
    """A picture of the last two weeks follows the morning page of centres and the district."""
    weekly_at: time = time(9)
    notice_days: float = Field(3, ge=0)
    contest_days: float = Field(7, ge=0)
    silent_grid_days: float = Field(30, gt=0)
    office_hours: str = "08:00-12:00,14:00-18:00"
    quiet_hours: str = "21:30-07:00"
    question_patience_minutes: float = Field(10, gt=0)
    flood_times: int = Field(6, ge=3)
    flood_minutes: float = Field(10, gt=0)
    surge_filings: int = Field(10, ge=0)
    surge_minutes: float = Field(60, gt=0)
    surge_hours: float = Field(24, gt=0)
    critical_patience_minutes: float = Field(1, gt=0)
    urgent_patience_minutes: float = Field(5, gt=0)
    whistle_patience_minutes: float = Field(30, gt=0)
    silence_reminder_days: float = Field(3, gt=0)
    silence_close_days: float = Field(4, gt=0)
    undo_seconds: float = Field(10, ge=0, le=120)
    lasting_check_days: int = Field(28, ge=7, le=180)
    heartbeat_days: int = Field(14, ge=1, le=90)
    reopen_days: float = Field(7, gt=0)
    appeal_days: float = Field(10, gt=0)
    rings_a_day: int = Field(15, ge=1)
    lease_seconds: float = Field(90, ge=2, le=600)
    pace: Literal["telegram", "none"] = "telegram"
    album_wait_seconds: float = Field(3, ge=0, le=30)
    score_weights: str = "0.1,0.5,0.4"
    score_fairly: float = Field(0.9, ge=0, le=1)
    knowledge: str = ""
    sensitive: str = ""
    skills: str = ""
    retain_trace_days: float = Field(7, gt=0)
    retain_case_days: float = Field(180, ge=30)
    retain_topics: str = ""
    learnt_topics: str = ""
    own_topics: str = ""

    @field_validator("bot_token")
    @classmethod
    def _token_form(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not _TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("不像机器人令牌，请从 @BotFather 完整复制（形如 数字:字母）")
        return value

    @field_validator("bot_api_url", "webhook_url", "clock_url")
    @classmethod
    def _url_form(cls, value: str) -> str:
        if value and not _is_address(value):
            raise ValueError("要写完整网址，以 http:// 或 https:// 开头")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _database_form(cls, value: str) -> str:
        if not is_database(value):
            raise ValueError("要写成 sqlite:///文件 或 postgresql+psycopg://用户:密码@主机/库")
        return value

    @field_validator("listen")
    @classmethod
    def _listen_form(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
            raise ValueError("要写成 地址:端口，例如 127.0.0.1:8080")
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("不是认识的时区，例如 Asia/Shanghai") from None
        return value

    @field_validator("office_hours", "quiet_hours")
    @classmethod
    def _hours_form(cls, value: str) -> str:
        try:
            spans(value)
        except ValueError:
            raise ValueError("要写成 08:00-12:00 的样子，几段之间用英文逗号隔开") from None
        return value

    @field_validator("score_weights")
    @classmethod
    def _weights_form(cls, value: str) -> str:
        try:
            weights(value)
        except ValueError:
            raise ValueError("要写三个不小于 0、加起来等于 1 的数，用英文逗号隔开，例如 0.3,0.35,0.35") from None
        return value

    @field_validator("privacy_key")
    @classmethod
    def _privacy_key_form(cls, value: SecretStr) -> SecretStr:
        keys = [part.strip() for part in value.get_secret_value().split(",")]
        if value.get_secret_value() and not all(_SECRET.fullmatch(key) for key in keys):
            raise ValueError("要有 32 到 256 个字符，只用字母、数字、_ 和 -；换过的旧钥匙用英文逗号接在后面")
        return value

    @field_validator("transcriber", "picture_reader")
    @classmethod
    def _command_form(cls, value: str) -> str:
        try:
            shlex.split(value)
        except ValueError:
            raise ValueError("引号没有配对；写成 程序 参数 {file} 的样子，不用就留空") from None
        return value.strip()

    @field_validator("metrics_token")
    @classmethod
    def _metrics_token_form(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not _SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("要有 32 到 256 个字符，只用字母、数字、_ 和 -；不用就留空")
        return value

    @field_validator(*FILES)
    @classmethod
    def _file_is_there(cls, value: str, info: ValidationInfo) -> str:
        builtin = {"", "demo"} if info.field_name == "knowledge" else {""}
        if value not in builtin and not Path(value).is_file():
            raise ValueError(f"没有这个文件；{FILES[info.field_name or '']}")
        return value

    @field_validator("retain_topics")
    @classmethod
    def _retain_topics_form(cls, value: str) -> str:
        try:
            days_by_topic(value)
        except ValueError:
            raise ValueError(
                "要写成 主题=天数 的样子，几个之间用英文逗号隔开，例如 劳动保障=365,农村农业=730"
            ) from None
        return value

    @field_validator(*HOTLINES)
    @classmethod
    def _hotline_form(cls, value: str) -> str:
        if value and not _HOTLINE.fullmatch(value):
            raise ValueError("只能写电话号码（数字、空格、+、-）")
        return value

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        if self.mode == "webhook" and not self.webhook_url:
            raise ValueError("MINHU_WEBHOOK_URL 没有设置；webhook 方式要写对外的网址")
        if self.mode == "webhook" and not _SECRET.fullmatch(self.webhook_secret.get_secret_value()):
            raise ValueError("MINHU_WEBHOOK_SECRET 要有 32 到 256 个字符，只用字母、数字、_ 和 -")
        if self.clock_url and not is_loopback(urlsplit(self.bot_api_url).hostname or ""):
            raise ValueError("MINHU_CLOCK_URL 只能和本机沙盒一起用；连真实 Telegram 时请留空")
        if self.pace == "none" and not is_loopback(urlsplit(self.bot_api_url).hostname or ""):
            raise ValueError("MINHU_PACE=none 只能和本机沙盒一起用；连真实 Telegram 时请写 telegram")
        self._check_console()
        if self.webhooks_to == "loopback" and not is_loopback(urlsplit(self.bot_api_url).hostname or ""):
            raise ValueError(
                "MINHU_WEBHOOKS_TO=loopback 只能和本机沙盒一起用；连真实 Telegram 时请写 public 或 private"
            )
        if not ordered(spans(self.office_hours)):
            raise ValueError("MINHU_OFFICE_HOURS 各段要由早到晚，不能重叠")
        return self

    def _check_console(self) -> None:
        address = urlsplit(self.console_url)
        if self.console_url and (
            address.scheme not in {"http", "https"} or not address.hostname or address.path.strip("/")
        ):
            raise ValueError("MINHU_CONSOLE_URL 要写成 https://主机名，后面不带路径")
        if self.console == "off":
            return
        if self.console_url and address.scheme != "https" and not is_loopback(address.hostname or ""):
            raise ValueError("MINHU_CONSOLE_URL 要用 https://：登录的凭据不能明着走网络")
        if not self.console_url and not is_loopback(self.host):
            raise ValueError("MINHU_CONSOLE=on 时要写 MINHU_CONSOLE_URL（大家打开控制台的网址，https://）")

    @property
    def console_address(self) -> str:
        """Where people reach the console; "" where it is off."""
        return (self.console_url or f"http://{self.listen}").rstrip("/") if self.console == "on" else ""

    @property
    def console_hosts(self) -> tuple[str, ...]:
        """Names under which its pages answer."""
        name = urlsplit(self.console_url).hostname
        return (*LOCAL_NAMES, name) if name else LOCAL_NAMES

    @property
    def host(self) -> str:
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        return int(self.listen.rpartition(":")[2])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no log may ever show."""
        kept = [one.get_secret_value() for one in (self.bot_token, self.webhook_secret, self.metrics_token)]
        keys = [key.strip() for key in self.privacy_key.get_secret_value().split(",")]
        addresses = (self.bot_api_url, self.webhook_url, self.clock_url)
        asked = [each for url in addresses for each in _both(urlsplit(url).password or "")]
        return tuple(filter(None, (*kept, *keys, *asked, *_passwords(self.database_url))))

    @property
    def keys(self) -> Keys:
        return Keys.of(self.privacy_key.get_secret_value())

    @property
    def digest(self) -> str:
        """Another whenever a setting is; nothing can be read from it."""
        told = self.model_dump_json(
            exclude={
                "bot_token",
                "webhook_secret",
                "privacy_key",
                "database_url",
                "listen",
                "log_level",
                "log",
                "metrics_token",
            }
        )
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def needed_to_run(self) -> Self:
        """Itself; raises SettingsError where only `minhu run` cannot do without."""
        if not self.bot_token.get_secret_value():
            raise SettingsError("设置 MINHU_BOT_TOKEN 没有填：请填 @BotFather 给的令牌。")
        if not self.gas_hotline:
            raise SettingsError("设置 MINHU_GAS_HOTLINE 没有填：请填本地燃气抢修电话，煤气告警要用它。")
        return self


class GivenSettings(Settings):
    """Exactly what it is given and defaults for the rest: no environment, no `.env`. For the demo and for tests."""

    @classmethod
    def settings_customise_sources(cls, settings_cls: Any, init_settings: Any, *_: Any, **__: Any) -> tuple[Any, ...]:  # noqa: ARG003
        return (init_settings,)


def read_settings(**instead: str) -> Settings:
    """Settings of this process, but for what is given instead. Raises SettingsError with the first fault."""
    try:
        return Settings(**instead)  # type: ignore[arg-type]  # checked like what comes from outside
    except ValidationError as error:
        raise _first_fault(error) from None
    except UnicodeDecodeError:
        raise SettingsError("设置文件 .env 不是 UTF-8 的文字：请在编辑器里另存为 UTF-8。") from None
    except OSError as error:
        raise SettingsError(f"设置文件 .env 读不了（{error.strerror}）：请核对它的权限。") from None


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def is_database(url: str) -> bool:
    if not url.startswith(DATABASES):
        return False
    if url.startswith(FILE):
        return True  # a path, whatever it is; a command that needs no server need not know how to speak to one
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        make_url(url)
    except (ArgumentError, ValueError):
        return False
    return True


def _passwords(database_url: str) -> Iterator[str]:
    """As they are meant, and as they are written where that differs."""
    if database_url.startswith(FILE):
        return
    from sqlalchemy import make_url

    url = make_url(database_url)
    asked = [value for name, values in url.normalized_query.items() if "password" in name.lower() for value in values]
    for password in filter(None, (url.password, *asked)):
        yield password
        yield from {quote(password, safe=""), quote_plus(password)} - {password}


def _both(written: str) -> tuple[str, str]:
    """As it stands in an address, and as it is meant."""
    return written, unquote(written)


def unknown_settings() -> list[str]:
    """Names in the environment that look like ours and are none: most likely slips of the pen."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    return sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)


def _first_fault(error: ValidationError) -> SettingsError:
    fault = error.errors(include_url=False, include_input=False)[0]
    message = fault["msg"].removeprefix("Value error, ")
    if not fault["loc"]:
        return SettingsError(f"设置不对：{message}。")
    setting = str(fault["loc"][0])
    wrong = _in_chinese(fault["type"], fault.get("ctx", {}), message)
    return SettingsError(f"设置 {PREFIX}{setting.upper()} 不对：{wrong}。", setting)


def _in_chinese(kind: str, facts: dict[str, object], message: str) -> str:
    match kind:
        case "value_error":
            return message
        case "literal_error":
            choices = str(facts["expected"]).replace("'", "").replace(" or ", "、")
            return f"只能是 {choices}"
        case "greater_than_equal" | "greater_than":
            return f"{'要大于' if kind == 'greater_than' else '不能小于'} {facts.get('ge', facts.get('gt')):g}"
        case "less_than_equal":
            return f"不能大于 {facts['le']:g}"
        case "float_parsing":
            return "要写数字"
        case "time_parsing" | "time_type":
            return "要写时刻，例如 08:30"
        case _:
            return "写法不对，请对照 .env.example"


def spans(text: str) -> tuple[tuple[time, time], ...]:
    """`08:00-12:00,14:00-18:00` as pairs of times. Raises ValueError."""
    found = [_SPAN.fullmatch(part.strip()) for part in text.split(",")]
    if not all(found):
        raise ValueError(text)
    return tuple((_time(match[1]), _time(match[2])) for match in found if match)


def days_by_topic(text: str) -> dict[str, int]:
    """`劳动保障=365,农村农业=730`. Raises ValueError."""
    pairs = [part.split("=") for part in text.split(",") if part.strip()]
    if any(len(pair) != 2 or not pair[0].strip() or int(pair[1]) < 1 for pair in pairs):
        raise ValueError(text)
    return {topic.strip(): int(days) for topic, days in pairs}


def weights(text: str) -> tuple[Fraction, Fraction, Fraction]:
    """`0.1,0.5,0.4` exactly. Raises ValueError unless these are three, none negative, that make 1."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != 3 or not all(_WEIGHT.fullmatch(part) for part in parts):
        raise ValueError(text)
    contacted, solved, satisfied = map(Fraction, parts)
    if contacted + solved + satisfied != 1:
        raise ValueError(text)
    return contacted, solved, satisfied


def _time(text: str) -> time:
    hour, minute = text.split(":")
    return time(int(hour), int(minute))


def ordered(pairs: tuple[tuple[time, time], ...]) -> bool:
    flat = [moment for pair in pairs for moment in pair]
    return all(a < b for a, b in pairwise(flat))
