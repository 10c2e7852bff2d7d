"""Every button has a typed equal: an exchange goes on just the same when each label is written below its message instead of pressed."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.databases import Prepared
from tests.live import Sandbox
from tests.transcripts import script
from tests.transcripts.page import Said, heard_in
from tests.transcripts.player import played
from tests.transcripts.test_transcripts import FILES

UNHEARD = "没听懂"


@pytest.mark.endurance
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_label_typed_does_what_its_button_does(
    path: Path, sandbox: Sandbox, district: Prepared, tmp_path: Path
) -> None:
    written = script.read(path)
    with played(written, sandbox, district, tmp_path, types=True) as player:
        for turn in written.turns:
            heard = list(heard_in(player.play(turn)))
            if player.typed_in:
                mine = player.names[player.typed_in]
                assert _others(heard, mine) == _others(heard_in(turn.expected), mine), f"after {turn.line!r}"
                own = [one.lines for one in heard if one.who == mine]
                assert own, f"silence after {turn.line!r}"
                assert not any(UNHEARD in line for lines in own for line in lines), f"after {turn.line!r}"


def _others(heard: Iterable[Said], mine: str) -> list[tuple[object, ...]]:
    """What everybody else heard, message by message."""
    return sorted(
        (one.who, one.edited, one.lines, one.buttons) for one in heard if one.kind == "heard" and one.who != mine
    )
