"""The unit of systemd that comes with the program: what it starts is there, and it belongs to no machine in particular."""

import re
import shutil
import subprocess
import tomllib
from configparser import ConfigParser
from pathlib import Path

import pytest

from bot import cli

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "deploy" / "minhu.service"


@pytest.fixture
def unit() -> ConfigParser:
    # systemd lets a key stand twice
    parser = ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(UNIT.read_text("utf-8"))
    return parser


def test_what_it_starts_is_a_command_of_the_program(unit: ConfigParser) -> None:
    program, command = unit["Service"]["ExecStart"].split()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert Path(program).name in project["scripts"]
    assert command in {one.name or getattr(one.callback, "__name__", "") for one in cli.app.registered_commands}


def test_it_is_where_the_manual_puts_it(unit: ConfigParser) -> None:
    manual = (ROOT / "docs" / "operations.md").read_text("utf-8")
    for place in (unit["Service"]["ExecStart"].split()[0].rsplit("/", 1)[0], unit["Service"]["WorkingDirectory"]):
        assert place in manual
    assert "deploy/minhu.service" in manual


def test_it_writes_nowhere_but_in_its_own_folder_and_comes_back_always(unit: ConfigParser) -> None:
    service = unit["Service"]
    assert (service["ProtectSystem"], service["StateDirectory"]) == ("strict", "minhu")
    assert (service["Restart"], service["NoNewPrivileges"], service["CapabilityBoundingSet"]) == ("always", "yes", "")
    assert int(service["TimeoutStopSec"]) > 10, "a graceful stop takes up to ten seconds"


def test_it_names_no_machine_and_no_secret() -> None:
    told = UNIT.read_text("utf-8")
    assert not re.search(r"/(?:home|root|tmp|work|Users)/", told)
    assert "TOKEN" not in told


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_systemd_itself_finds_nothing_to_say_about_its_words(tmp_path: Path) -> None:
    copy = tmp_path / "minhu.service"
    copy.write_text(re.sub(r"ExecStart=.*", "ExecStart=/bin/true", UNIT.read_text("utf-8")), "utf-8")
    said = subprocess.run(["systemd-analyze", "verify", str(copy)], capture_output=True, text=True, check=False).stderr
    assert not re.search(r"Unknown|Failed to parse|invalid", said), said
