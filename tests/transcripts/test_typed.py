"""Every button has a typed equal: an exchange goes on just the same when each label is written below its message instead of pressed."""

from pathlib import Path

import pytest

from tests.databases import Prepared
from tests.live import Sandbox, live_bot
from tests.transcripts import script
from tests.transcripts.player import Player
from tests.transcripts.test_transcripts import FILES

UNHEARD = "没听懂"


@pytest.mark.endurance
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_label_typed_does_what_its_button_does(
    path: Path, sandbox: Sandbox, district: Prepared, tmp_path: Path
) -> None:
    written = script.read(path)
    sandbox.post("reset")
    first = written.turns[0]
    sandbox.post("clock", {"now": f"{first.line[1:].strip()}:00+08:00", "frozen": True, "speed": 1})
    with live_bot(sandbox, district, tmp_path, **written.settings) as bot:
        player = Player(sandbox, bot, types=True)
        for turn in written.turns:
            heard = player.play(turn)
            if player.typed_in:
                mine = f"  → {player.names[player.typed_in]}"
                assert _others(heard, mine) == _others(turn.expected, mine), f"after {turn.line!r}"
                own = _own(heard, mine)
                assert own, f"silence after {turn.line!r}"
                assert UNHEARD not in own, f"after {turn.line!r}"


def _others(lines: list[str], mine: str) -> list[list[str]]:
    """What everybody else heard, message by message."""
    return sorted(one for one in _messages(lines) if not one[0].startswith(mine))


def _own(lines: list[str], mine: str) -> str:
    return "\n".join("\n".join(one) for one in _messages(lines) if one[0].startswith(mine))


def _messages(lines: list[str]) -> list[list[str]]:
    found: list[list[str]] = []
    for line in lines:
        if line.startswith("  → "):
            found.append([line])
        elif found and line.startswith("    "):
            found[-1].append(line)
    return found
