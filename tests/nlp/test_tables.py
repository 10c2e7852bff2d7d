"""What a clerk is told of a table that was edited amiss."""

from pathlib import Path

import pytest

from nlp import tables


def test_a_missing_comma_is_named_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "cues.csv").write_text("word,kind,note\n没有,否定,\n不是演习,当真\n", "utf-8")
    monkeypatch.setattr(tables, "files", lambda _: tmp_path)
    rows = tables.rows_of("cues")
    assert next(rows)["word"] == "没有"
    with pytest.raises(ValueError, match=r"cues\.csv, line 3: 2 cells, not the 3 of word,kind,note"):
        next(rows)
