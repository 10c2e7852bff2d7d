"""The table of docs/security.md names files that are there, and every file of the battery stands in it."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLE = [line for line in (ROOT / "docs/security.md").read_text("utf-8").splitlines() if re.match(r"\| \d+ \|", line)]
NAMED = re.compile(r"`([\w/]+\.py)`")


def test_every_line_has_its_proof_and_every_name_is_a_file() -> None:
    assert len(TABLE) >= 20
    for line in TABLE:
        *_, proof = line.strip(" |").split("|")
        assert NAMED.findall(proof), line
        assert all(name.startswith("tests/") for name in NAMED.findall(proof)), line
        assert [name for name in NAMED.findall(line) if not (ROOT / name).is_file()] == []


def test_every_file_of_the_battery_stands_in_it() -> None:
    named = set(NAMED.findall("\n".join(TABLE)))
    here = {f"tests/security/{path.name}" for path in Path(__file__).parent.glob("test_*.py")}
    assert here - named == {"tests/security/test_table.py", "tests/security/test_mutations.py"}
