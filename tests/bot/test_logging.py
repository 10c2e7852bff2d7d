"""What an operator may share: no token, no secret, no word of a resident in any line of the log."""

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import OperationalError

from bot.causes import because
from bot.logging import JsonFormatter, RedactingFormatter, where
from storage.engine import open_engine

TOKEN = "123456:AAcanaryTokenThatMustNeverBeSeen_0"
SECRET = "webhook-secret-webhook-secret-webhook"
WORDS = "我家厕所漏水三天没人管"


def formatted(message: str, *args: object, error: BaseException | None = None) -> str:
    trace = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("t", logging.ERROR, __file__, 1, message, args, trace)
    return RedactingFormatter((SECRET,)).format(record)


def test_tokens_are_hidden_in_messages_arguments_and_tracebacks() -> None:
    try:
        raise RuntimeError(f"404 for https://api.telegram.org/file/bot{TOKEN}/photo.jpg, {SECRET}")
    except RuntimeError as error:
        text = formatted(f"call {TOKEN} %s", f"https://x/bot{TOKEN}/getMe", error=error)
    assert TOKEN not in text
    assert SECRET not in text
    assert "RuntimeError" in text


def test_a_database_error_does_not_quote_what_was_to_be_stored() -> None:
    text = formatted("failed", error=OperationalError("INSERT", {"raw": WORDS}, Exception("disk full")))
    assert WORDS not in text
    assert "disk full" in text


def test_a_validation_error_does_not_quote_its_input() -> None:
    class Number(BaseModel):
        value: int

    with pytest.raises(ValidationError) as caught:
        Number.model_validate({"value": WORDS})
    assert WORDS not in formatted("failed", error=caught.value)


def test_where_names_the_class_and_the_line_but_not_the_message() -> None:
    try:
        raise KeyError(WORDS)
    except KeyError as error:
        text = where(error)
    assert text.startswith("KeyError at test_logging.py:")
    assert WORDS not in text


def test_where_says_what_the_database_calls_its_trouble(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'full.db'}")
    with engine.begin() as db:
        db.exec_driver_sql("CREATE TABLE words (said TEXT)")
        db.exec_driver_sql("PRAGMA max_page_count = 2")
    with pytest.raises(OperationalError) as caught, engine.begin() as db:
        db.exec_driver_sql("INSERT INTO words VALUES (?)", (WORDS * 10_000,))
    engine.dispose()
    assert where(caught.value).startswith("OperationalError SQLITE_FULL at ")
    assert WORDS not in where(caught.value)


def test_an_uncaught_error_is_logged_without_the_token() -> None:
    program = f"from bot.logging import set_up_logging\nset_up_logging('INFO')\nraise RuntimeError('{TOKEN}')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "RuntimeError" in done.stderr
    assert "AAcanary" not in done.stdout + done.stderr


@pytest.mark.parametrize("name", ["httpx", "httpcore"])
def test_clients_that_log_addresses_are_quiet(name: str) -> None:
    program = f"import logging\nfrom bot.logging import set_up_logging\nset_up_logging('DEBUG')\nprint(logging.getLogger('{name}').level)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert int(done.stdout) >= logging.WARNING


# --- JSON ---


def as_json(message: str, *args: object, error: BaseException | None = None) -> dict[str, str]:
    trace = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("bot.pump", logging.ERROR, __file__, 1, message, args, trace)
    line = JsonFormatter((SECRET,)).format(record)
    assert "\n" not in line
    told: dict[str, str] = json.loads(line)
    return told


def test_a_line_of_json_says_when_where_what_and_because_of_what() -> None:
    with because("update/17"):
        told = as_json("update row %d is parked", 17)
    assert told["at"].endswith("+00:00")
    assert {name: told[name] for name in ("level", "logger", "message", "cause")} == {
        "level": "ERROR",
        "logger": "bot.pump",
        "message": "update row 17 is parked",
        "cause": "update/17",
    }
    assert "cause" not in as_json("listening")


def test_nothing_of_a_person_or_a_secret_is_in_any_field_of_it() -> None:
    try:
        raise RuntimeError(f"call 13812345678 of tg:88001 with {SECRET}")
    except RuntimeError as error:
        told = as_json("chat tg:-1002003 %s 410811199001011234", TOKEN, error=error)
    shown = json.dumps(told)
    for hidden in ("13812345678", "88001", "1002003", "199001011234", SECRET, TOKEN):
        assert hidden not in shown
    assert told["error"] == "RuntimeError"
    assert "test_logging.py" in told["trace"]


def test_plain_lines_name_no_chat_and_no_number_either() -> None:
    text = formatted("chat tg:88001 wrote 13812345678")
    assert "88001" not in text
    assert "13812345678" not in text
    assert "row 17 of 0302-001" in formatted("row 17 of 0302-001")


def test_a_process_that_is_told_to_writes_json_from_its_first_line_to_its_last() -> None:
    program = "from bot.logging import set_up_logging\nset_up_logging('INFO', form='json')\nraise RuntimeError('x')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    (line,) = done.stderr.splitlines()
    assert json.loads(line)["error"] == "RuntimeError"
