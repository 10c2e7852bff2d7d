"""Logs that an operator can share: no token, no webhook secret, no word of a resident ever reaches them."""

import json
import logging
import re
import sys
import threading
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Literal

from bot.causes import current
from cases.privacy import masked

HIDDEN = "***"
_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{16,}")
_CHAT = re.compile(r"\btg:-?\d+")
_PRIVATE = (
    # SQLAlchemy and pydantic quote what they were given: that may be a resident's sentence
    re.compile(r"\[parameters: .*?\](?=\n|$)", re.DOTALL),
    re.compile(r"(?<=input_value=).*?(?=, input_type=)", re.DOTALL),
)
_QUIET = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "apscheduler": logging.ERROR,
    "aiogram": logging.ERROR,
    "telegram": logging.ERROR,
    "jieba": logging.WARNING,
    "alembic": logging.WARNING,
    # these print whole updates when one cannot be parsed or handled
    "aiogram.dispatcher": logging.CRITICAL,
    "aiogram.event": logging.CRITICAL,
    "telegram.ext": logging.CRITICAL,
    "uvicorn.access": logging.CRITICAL,
    "uvicorn.error": logging.WARNING,
}


class RedactingFormatter(logging.Formatter):
    """Works on the finished text, so that arguments, exceptions and tracebacks are covered alike."""

    def __init__(self, secrets: tuple[str, ...] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        return self.redact(super().format(record))

    def redact(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        for pattern in (_TOKEN, *_PRIVATE):
            text = pattern.sub(HIDDEN, text)
        return masked(_CHAT.sub(f"tg:{HIDDEN}", text))


class JsonFormatter(RedactingFormatter):
    """One JSON object a line: at, level, logger, message; `cause` where it is known, `error` and `trace` of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        facts = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self.redact(record.getMessage()),
        }
        if cause := current():
            facts["cause"] = cause
        if record.exc_info and record.exc_info[0] is not None:
            facts["error"] = record.exc_info[0].__name__
            facts["trace"] = self.redact(self.formatException(record.exc_info))
        return json.dumps(facts, ensure_ascii=False)


FORMATTERS = {"plain": RedactingFormatter, "json": JsonFormatter}


def set_up_logging(level: str, secrets: tuple[str, ...] = (), form: Literal["plain", "json"] = "plain") -> None:
    """One handler on stderr for everything, uncaught exceptions included."""
    handler = logging.StreamHandler()
    handler.setFormatter(FORMATTERS[form](secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name, floor in _QUIET.items():
        logging.getLogger(name).setLevel(floor)
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda args: _log_uncaught(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger("minhu").critical("stopped by an error", exc_info=(kind, error, trace))


def where(error: BaseException) -> str:
    """`KeyError at conversation.py:118`: enough to find a fault, without the message, which may quote a resident; of a
    database's error also its name, as in `OperationalError SQLITE_FULL at …`."""
    frames = traceback.extract_tb(error.__traceback__)
    spots = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames[-3:]]
    kind = " ".join(filter(None, (type(error).__name__, _code(error))))
    return f"{kind} at {' < '.join(reversed(spots))}" if spots else kind


def _code(error: BaseException) -> str:
    told = getattr(error, "orig", None)
    return str(getattr(told, "sqlite_errorname", None) or getattr(told, "sqlstate", None) or "")
