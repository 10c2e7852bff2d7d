"""The operator's handbook keeps up with the code: every alarm is explained, every command in it exists."""

import re
from pathlib import Path

import pytest
import typer

from bot.cli import app

ROOT = Path(__file__).parents[2]
HANDBOOK = (ROOT / "docs/operations.md").read_text("utf-8")
ROOMS = ("bot", "delivery", "scheduler", "storage", "console", "handlers")
ALARM = re.compile(r'log\.\w+\(\s*"((?:alarm|ALARM): [^"]+)"')


def alarms() -> set[str]:
    sources = [path.read_text("utf-8") for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    return {alarm for source in sources for alarm in ALARM.findall(source)}


def test_every_alarm_in_the_code_is_explained_to_the_operator() -> None:
    found = alarms()
    assert len(found) >= 7
    for alarm in found:
        fixed = re.split(r"%[\w.]*[a-z]", alarm)
        row = next((line for line in HANDBOOK.splitlines() if fixed[0].strip() in line), "")
        assert row, alarm
        assert all(part.strip(": ") in row for part in fixed), alarm


def commands(group: typer.Typer) -> set[str]:
    tree = typer.main.get_command(group)
    return set(_paths(tree, ""))


def _paths(command: object, path: str) -> list[str]:
    children = getattr(command, "commands", None)
    if children is None:
        return [path]
    return [found for name, child in children.items() for found in _paths(child, f"{path} {name}".strip())]


COMMANDS = re.findall(
    r"(?m)(?:^|`|&& |bin/|=\S+ )minhu ((?:(?:db|registry|audit|person|import|webhook|exchange|open311 key) )?[a-z-]+)",
    HANDBOOK,
)


@pytest.mark.parametrize("said", sorted(set(COMMANDS)))
def test_every_command_of_the_handbook_exists(said: str) -> None:
    assert said in commands(app)


def test_the_handbook_tells_of_every_command_about_the_database_and_about_failures() -> None:
    told = {name for name in commands(app) if name.startswith("db ")} | {"dead-letters", "parked", "doctor"}
    assert told <= set(COMMANDS)
