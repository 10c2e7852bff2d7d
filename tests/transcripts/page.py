"""All transcripts as one page for people to read: `make transcripts` writes artefacts/transcripts.html."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tests.transcripts import script

HERE = Path(__file__).parent
PAGE = Path("artefacts") / "transcripts.html"
_TO = re.compile(r"→ (?P<who>.*?)(?P<edited> \(改\))?$")


@dataclass(frozen=True)
class Said:
    """One thing on the page. `kind` is said, heard, toast or clock; a heard one has lines and buttons."""

    kind: str
    who: str
    lines: tuple[str, ...]
    buttons: tuple[tuple[str, ...], ...] = ()
    edited: bool = False


@dataclass(frozen=True)
class Exchange:
    name: str
    title: str
    notes: tuple[str, ...]
    said: tuple[Said, ...]


def exchange(path: Path) -> Exchange:
    played = script.read(path)
    title, *notes = (line.lstrip("# ") for line in played.heading if line.startswith("#"))
    said = tuple(one for turn in played.turns for one in _turn(turn))
    return Exchange(path.stem, title, tuple(notes), said)


def _turn(turn: script.Turn) -> Iterator[Said]:
    if turn.line[0] in "@+":
        yield Said("clock", "", (turn.line[1:].strip(),))
    else:
        who, _, what = turn.line.partition(": ")
        yield Said("said", who, (what,))
    yield from heard_in(turn.expected)


def heard_in(expected: list[str]) -> Iterator[Said]:
    """A line `→ who` begins what somebody then sees; the lines under it are two blanks deeper."""
    block: list[str] = []
    for line in [*expected, "  →"]:
        begins = not line.startswith("    ")
        if begins and block:
            yield _block(block)
        block = [line.strip()] if begins else [*block, line[4:]]


def _block(block: list[str]) -> Said:
    head, *rest = block
    found = _TO.match(head)
    if found is None:
        return Said("toast", "", (head,))
    rows = [line for line in rest if line.startswith("〔")]
    lines = tuple(line for line in rest if not line.startswith("〔"))
    buttons = tuple(tuple(re.findall("〔(.*?)〕", row)) for row in rows)
    return Said("heard", found["who"], lines, buttons, edited=bool(found["edited"]))


def render(paths: list[Path]) -> str:
    pages = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined)
    return pages.get_template("page.html").render(exchanges=[exchange(path) for path in paths])


def main() -> None:
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(render(sorted(HERE.glob("*.txt"))), "utf-8")
    print(PAGE)


if __name__ == "__main__":
    main()
