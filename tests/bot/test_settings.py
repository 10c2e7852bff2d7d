"""A bad setting stops the start with one clear line, and no line ever shows a value."""

import re
from pathlib import Path
from typing import Any

import pytest

from bot.rules import rules_from
from bot.settings import PREFIX, GivenSettings, Settings, SettingsError, read_settings, unknown_settings
from cases.clocks import Span, Unit
from cases.reading import Severity

ROOT = Path(__file__).parents[2]
SECRET = "canary-value-that-nobody-may-see"
LONG_SECRET = "s" * 32


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def fault(monkeypatch: pytest.MonkeyPatch, **values: str) -> str:
    for name, value in values.items():
        monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(SettingsError) as caught:
        read_settings().needed_to_run()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_example_lists_every_setting_with_its_default() -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    listed = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert set(listed) == {PREFIX + name.upper() for name in Settings.model_fields}
    values: dict[str, Any] = {name.removeprefix(PREFIX).lower(): value for name, value in listed.items()}
    assert GivenSettings(**values) == GivenSettings()


def test_every_setting_of_the_example_is_explained_in_chinese() -> None:
    text = (ROOT / ".env.example").read_text("utf-8")
    for block in re.split(r"\n\s*\n", text):
        assert re.search(r"#.*[\u4e00-\u9fff]", block)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TOKEN", SECRET),
        ("MODE", SECRET),
        ("LISTEN", SECRET),
        ("DATABASE_URL", f"postgresql+psycopg://desk:{SECRET}@db:port/minhu"),
        ("BOT_API_URL", f"https://{SECRET}:port"),
        ("TIMEZONE", SECRET),
        ("CLOCK_SPEED", SECRET),
        ("CLOCK_SPEED", "0.5"),
        ("CLOCK_SPEED", "nan"),
        ("DIGEST_AT", SECRET),
        ("OFFICE_HOURS", SECRET),
        ("OFFICE_HOURS", "14:00-18:00,08:00-12:00"),
        ("QUIET_HOURS", "25:00-07:00"),
        ("GAS_HOTLINE", SECRET),
        ("LOG_LEVEL", SECRET),
        ("BOT_API_URL", SECRET),
        ("DATABASE_URL", SECRET),
        ("CONSOLE", SECRET),
        ("SCORE_WEIGHTS", SECRET),
        ("SCORE_WEIGHTS", "0.1,0.5"),
        ("SCORE_WEIGHTS", "0.1,0.5,0.5"),
        ("SCORE_WEIGHTS", "-0.1,0.6,0.5"),
        ("SCORE_WEIGHTS", "1/3,1/3,1/3"),
        ("SCORE_FAIRLY", "1.1"),
        ("SCORE_FAIRLY", "nan"),
    ],
)
def test_a_bad_setting_is_named_in_chinese_and_its_value_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    line = fault(monkeypatch, **{name: value})
    assert PREFIX + name in line
    assert SECRET not in line
    assert re.search(r"[\u4e00-\u9fff]", line)


def test_a_slip_of_the_pen_in_a_name_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINHU_GAS_HOTLNE", "1")
    assert "MINHU_GAS_HOTLNE" in unknown_settings()


def test_running_needs_a_token_and_then_the_gas_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "MINHU_BOT_TOKEN" in fault(monkeypatch)
    assert "MINHU_GAS_HOTLINE" in fault(monkeypatch, BOT_TOKEN="42:token")


def test_a_webhook_needs_an_address_and_a_long_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "MINHU_WEBHOOK_URL" in fault(monkeypatch, MODE="webhook")
    assert "MINHU_WEBHOOK_SECRET" in fault(monkeypatch, WEBHOOK_URL="https://example.org/hook", WEBHOOK_SECRET="short")
    monkeypatch.setenv("MINHU_WEBHOOK_SECRET", LONG_SECRET)
    assert read_settings().mode == "webhook"


def test_a_followed_clock_is_refused_beside_the_real_telegram(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "MINHU_CLOCK_URL" in fault(monkeypatch, CLOCK_URL="http://127.0.0.1:8081/api/clock")


@pytest.mark.parametrize(
    "address",
    ["http://desk.example", "desk.example", "ftp://desk.example", "https://desk.example/console", "https:///x"],
)
def test_a_console_that_would_be_reached_unguarded_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    assert "MINHU_CONSOLE_URL" in fault(monkeypatch, CONSOLE="on", CONSOLE_URL=address)
    assert "MINHU_CONSOLE_URL" in fault(monkeypatch, CONSOLE="on", CONSOLE_URL="", LISTEN="0.0.0.0:8080")


def test_a_console_answers_under_its_own_name_and_local_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINHU_CONSOLE", "on")
    assert read_settings().console_address == "http://127.0.0.1:8080"
    monkeypatch.setenv("MINHU_CONSOLE_URL", "https://desk.example/")
    settings = read_settings()
    assert settings.console_address == "https://desk.example"
    assert "desk.example" in settings.console_hosts
    assert "evil.example" not in settings.console_hosts


def test_settings_never_print_their_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINHU_BOT_TOKEN", f"42:{SECRET}")
    settings = read_settings()
    assert SECRET not in repr(settings) + str(settings)
    assert settings.secrets == (f"42:{SECRET}",)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://desk:ca%40nary@db/minhu",
        "postgresql+psycopg:///minhu?host=/run/pg&user=desk&password=ca%40nary",
    ],
)
def test_a_password_of_the_database_is_a_secret_however_it_is_written(url: str) -> None:
    assert {"ca@nary", "ca%40nary"} <= set(GivenSettings(database_url=url).secrets)


def test_the_house_rules_follow_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINHU_DIGEST_AT", "09:15")
    monkeypatch.setenv("MINHU_URGENT_PATIENCE_MINUTES", "7")
    rules = rules_from(read_settings())
    assert (rules.digest_at.hour, rules.digest_at.minute) == (9, 15)
    assert rules.urgent_patience.total_seconds() == 420


def test_a_missing_manhole_cover_and_a_dark_lamp_have_their_own_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = rules_from(read_settings())
    assert rules.limit("井盖", "缺失", Severity.URGENT) == Span(2, Unit.URGENT_HOUR)
    assert rules.limit("路灯", "不亮", Severity.NORMAL) == Span(2, Unit.WORKDAY)
