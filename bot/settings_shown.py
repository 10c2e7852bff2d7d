"""The settings in force, as they may be shown: a secret only as there or not there."""

import shlex
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr
from pydantic_core import PydanticUndefined
from sqlalchemy import URL, make_url

from bot.settings import PREFIX, Settings
from cases.pages.upkeep import SettingLine

HIDDEN = "已填，不显示"
ADDRESSES = frozenset({"webhook_url", "bot_api_url", "clock_url"})
"""They may have a name and a password in them, or a path that nobody is to know."""
COMMANDS = frozenset({"transcriber", "picture_reader"})
"""They may hand a key to a program."""


def settings_shown(settings: Settings) -> Sequence[SettingLine]:
    lines = []
    for name, field in Settings.model_fields.items():
        now, default = getattr(settings, name), field.default
        assert default is not PydanticUndefined
        told = (_shown(name, now), _shown(name, default))
        lines.append(SettingLine(PREFIX + name.upper(), *told, changed=_plain(now) != _plain(default)))
    return lines


def _shown(name: str, value: Any) -> str:
    if isinstance(value, SecretStr):
        return HIDDEN if value.get_secret_value() else ""
    text = str(value)
    if name == "database_url":
        return database_shown(text)
    if name in COMMANDS:
        program, *rest = shlex.split(text) or [""]
        return f"{program} …" if rest else program
    return _address(text) if name in ADDRESSES and text else text


def _address(text: str) -> str:
    parts = urlsplit(text)
    more = "/…" if parts.path.strip("/") or parts.query else ""
    return f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}{more}"


def database_shown(url: str) -> str:
    """Without names and passwords, wherever in it they stand."""
    whole = make_url(url)
    host = (whole.host or "").rpartition("@")[2]  # an @ of the password has to be written %40
    shown = URL.create(whole.drivername, host=host or None, port=whole.port, database=whole.database)
    return shown.render_as_string()


def _plain(value: Any) -> Any:
    return value.get_secret_value() if isinstance(value, SecretStr) else value
