"""Whole exchanges between people and the real bot process, as files that people read."""

from pathlib import Path

import pytest

from tests.databases import ENGINES, EngineName, Prepared
from tests.live import Sandbox
from tests.transcripts import script
from tests.transcripts.player import played

FILES = sorted(Path(__file__).parent.glob("*.txt"))
TURNS = [
    pytest.param(engine, path, id=f"{engine}-{path.stem}", marks=() if nth % 2 == turn else pytest.mark.endurance)
    for turn, engine in enumerate(ENGINES)
    for nth, path in enumerate(FILES)
]
"""The engines take turns; `make endurance` plays all of them on both."""


@pytest.mark.parametrize(("engine", "path"), TURNS, indirect=["engine"])
def test_the_exchange_goes_as_written(
    engine: EngineName, path: Path, sandbox: Sandbox, district: Prepared, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    written = script.read(path)
    happened = script.Script(written.heading, [])
    with played(written, sandbox, district, tmp_path) as player:
        for turn in written.turns:
            happened.turns.append(script.Turn(turn.line, player.play(turn)))
    if request.config.getoption("--rewrite-transcripts"):
        return script.write(path, happened)
    for was, now in zip(written.turns, happened.turns, strict=True):
        assert now.expected == was.expected, f"after {was.line!r}"
    return None
