"""What is secret stays so: in what `minhu doctor` says, in every line of a log, in a traceback, also where a setting is wrong.
Of what residents say, tests/bot/test_process.py and tests/delivery look through whole logs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import GivenSettings

ROOT = Path(__file__).parents[2]
CANARY = {name: f"canary{n}" + "0123456789abcdefghijklmnopqrstuvwxyz"[n:] for n, name in enumerate("abcdefghi")}
TOKEN, HOOK, KEY, OLD_KEY, METRICS, PASSWORD, BRIDGE, ENGINE, PATH = CANARY.values()
NOWHERE = "127.0.0.1:1"
SETTINGS = {
    "MINHU_BOT_TOKEN": f"4242:{TOKEN}",
    "MINHU_BOT_API_URL": f"http://bridge:{BRIDGE}@{NOWHERE}",
    "MINHU_MODE": "webhook",
    "MINHU_WEBHOOK_URL": f"https://desk.example.org/{PATH}",
    "MINHU_WEBHOOK_SECRET": HOOK,
    "MINHU_PRIVACY_KEY": f"{KEY},{OLD_KEY}",
    "MINHU_METRICS_TOKEN": METRICS,
    "MINHU_DATABASE_URL": f"postgresql+psycopg://desk:{PASSWORD}@{NOWHERE}/minhu?connect_timeout=1",
    "MINHU_TRANSCRIBER": f"no-such-engine --key {ENGINE} {{file}}",
    "MINHU_GAS_HOTLINE": "0391-1234567",
}
WRONG = {
    "MINHU_BOT_TOKEN": TOKEN,
    "MINHU_BOT_API_URL": f"bridge:{BRIDGE}@nowhere",
    "MINHU_WEBHOOK_SECRET": f"{HOOK}!",
    "MINHU_WEBHOOK_URL": f"//{PATH}",
    "MINHU_PRIVACY_KEY": f"{KEY};{OLD_KEY}",
    "MINHU_METRICS_TOKEN": f"{METRICS} {METRICS}",
    "MINHU_DATABASE_URL": f"mysql://desk:{PASSWORD}@db/minhu",
    "MINHU_TRANSCRIBER": f'engine "{ENGINE}',
}


def minhu(folder: Path, *arguments: str, **settings: str) -> str:
    """All that it prints."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MINHU_")}
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder, env=kept | {"PYTHONPATH": str(ROOT)} | settings, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode != 0
    return done.stdout + done.stderr


def seen(text: str) -> list[str]:
    return [secret for secret in CANARY.values() if secret in text]


@pytest.mark.parametrize("database", ["postgresql", "sqlite"])
def test_the_doctor_tells_no_secret(tmp_path: Path, database: str) -> None:
    given = SETTINGS if database == "postgresql" else SETTINGS | {"MINHU_DATABASE_URL": "sqlite:///minhu.db"}
    said = minhu(tmp_path, "doctor", **given)
    assert "设置：齐全" in said
    assert "令牌：连不上" in said
    assert seen(said) == []


def test_nor_does_a_start_that_fails(tmp_path: Path) -> None:
    assert seen(minhu(tmp_path, "run", **SETTINGS)) == []


@pytest.mark.parametrize("name", WRONG)
def test_nor_what_is_said_of_a_setting_that_is_wrong(name: str) -> None:
    from bot.settings import SettingsError, read_settings

    values = {key.removeprefix("MINHU_").lower(): value for key, value in (SETTINGS | {name: WRONG[name]}).items()}
    with pytest.raises(SettingsError) as caught:
        read_settings(**values)
    assert name in str(caught.value)
    assert seen(str(caught.value)) == []
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def settings() -> GivenSettings:
    return GivenSettings(**{name.removeprefix("MINHU_").lower(): value for name, value in SETTINGS.items()})  # type: ignore[arg-type]


@pytest.mark.parametrize("form", ["plain", "json"])
def test_a_log_hides_every_secret_wherever_it_comes_up(form: str) -> None:
    """In a message, an argument, an exception and its traceback, each by itself."""
    program = (
        "import logging, sys, threading\n"
        "from bot.logging import set_up_logging\n"
        "from bot.settings import read_settings\n"
        "settings = read_settings()\n"
        f"set_up_logging('DEBUG', settings.secrets, {form!r})\n"
        "for secret in sys.argv[1:]:\n"
        "    logging.warning(f'at {secret} and %s', secret)\n"
        "    try: raise RuntimeError(secret)\n"
        "    except RuntimeError: logging.exception('failed')\n"
        "    thread = threading.Thread(target=lambda: 1 / 0, name=secret); thread.start(); thread.join()\n"
        "raise ValueError(' '.join(sys.argv[1:]))\n"
    )
    secrets = [secret for secret in CANARY.values() if secret not in {ENGINE, PATH}]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MINHU_")}
    done = subprocess.run(
        [sys.executable, "-c", program, *secrets[1:], f"4242:{TOKEN}"],
        env=kept | SETTINGS | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "ValueError" in done.stderr
    assert done.stderr.count("RuntimeError") >= len(secrets)
    assert seen(done.stdout + done.stderr) == []


def test_settings_do_not_show_their_secrets_when_they_are_printed() -> None:
    assert [
        secret for secret in seen(repr(settings()) + str(settings())) if secret in {TOKEN, HOOK, KEY, METRICS, PASSWORD}
    ] == []
    assert isinstance(settings().bot_token, SecretStr)
