"""The clerk's table: every fault by row and column, and a faulty row answers nobody."""

from pathlib import Path

import pytest

from bot.knowledge import LOOK_SECONDS, Watched, check_table, demo_table, knowledge_of, read_table

HEAD = "id,title,asks,who,bring,where,hours,phone,source,updated,review,visits\n"
GOOD = "a,居住证,居住证,住满半年,身份证；合同,派出所,,,区公安分局,2026-02-20,2027-02-20,否\n"
OLD_AGE = GOOD.replace("a,居住证,居住证", "b,老年证,老年证")


def table(folder: Path, *rows: str, head: str = HEAD) -> str:
    path = folder / "knowledge.csv"
    path.write_text(head + "".join(rows), "utf-8-sig")
    return str(path)


def faults(path: str) -> list[tuple[int, str]]:
    return [(fault.row, fault.column) for fault in read_table(path).faults]


def test_the_table_that_comes_along_is_clean_and_owns_up_to_its_figures() -> None:
    demo = read_table("demo")
    assert not demo.faults
    assert len(demo.entries) >= 12
    assert all("示例" in entry.source for entry in demo.entries)


@pytest.mark.parametrize(
    ("row", "where"),
    [
        (GOOD.replace("派出所", ""), (2, "where")),
        (GOOD.replace("2026-02-20", "去年"), (2, "updated")),
        (GOOD.replace("2027-02-20", "2026-01-01"), (2, "review")),
        (GOOD.replace("居住证,住满", "证,住满"), (2, "asks")),
        (GOOD.replace("派出所", "派出所 0391-5551234"), (2, "where")),
        (GOOD.replace(",否", ",也许"), (2, "visits")),
        (GOOD.replace("身份证", "长" * 301), (2, "bring")),
    ],
)
def test_a_fault_is_named_by_row_and_column(tmp_path: Path, row: str, where: tuple[int, str]) -> None:
    assert faults(table(tmp_path, row)) == [where]


def test_the_same_id_and_the_same_phrase_twice_are_faults(tmp_path: Path) -> None:
    assert faults(table(tmp_path, GOOD, GOOD)) == [(3, "id"), (3, "asks")]


def test_of_two_rows_with_one_phrase_the_first_answers_and_the_second_is_told_so(tmp_path: Path) -> None:
    found = read_table(table(tmp_path, GOOD, GOOD))
    assert len(found.entries) == 1
    assert "这一条不会答" in str(found.faults[-1])


def test_a_missing_column_and_a_foreign_encoding_are_one_fault(tmp_path: Path) -> None:
    assert faults(table(tmp_path, head=HEAD.replace("review,", ""))) == [(1, "review")]
    path = tmp_path / "gbk.csv"
    path.write_bytes((HEAD + GOOD).encode("gbk"))
    assert faults(str(path)) == [(1, "")]


def test_a_faulty_row_answers_nobody_and_the_others_do(tmp_path: Path) -> None:
    bad = GOOD.replace("a,居住证,居住证", "b,老年证,老年证").replace("派出所", "")
    knows = knowledge_of(table(tmp_path, GOOD, bad))
    assert knows.answer("居住证怎么办")
    assert knows.answer("老年证怎么办") is None


def test_the_check_lists_what_is_due(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = GOOD.replace("2026-02-20", "2020-01-01").replace("2027-02-20", "2021-01-01")
    assert check_table(table(tmp_path, old)) == 0
    assert "居住证（2021-01-01 到期" in capsys.readouterr().out
    assert check_table(table(tmp_path, old, old)) == 1
    assert check_table(str(tmp_path / "none.csv")) == 2
    assert demo_table().startswith("id,")


class Seconds:
    def __init__(self) -> None:
        self.passed = 0.0

    def __call__(self) -> float:
        return self.passed


def test_a_changed_file_is_read_again_while_the_desk_runs(tmp_path: Path) -> None:
    seconds = Seconds()
    knows = Watched(table(tmp_path, GOOD), seconds)
    table(tmp_path, GOOD, OLD_AGE)
    assert knows.answer("老年证怎么办") is None
    seconds.passed += LOOK_SECONDS
    assert knows.answer("老年证怎么办")
    assert [entry.id for entry in knows.entries] == ["a", "b"]


def test_a_file_that_was_broken_keeps_the_old_rows_and_says_so_without_a_word_of_them(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    seconds = Seconds()
    path = table(tmp_path, GOOD)
    knows = Watched(path, seconds)
    for nth, rows in enumerate(((GOOD.replace("派出所", ""),), (GOOD, OLD_AGE.replace("2027-02-20", "明年")))):
        table(tmp_path, *rows)
        seconds.passed += LOOK_SECONDS
        assert knows.answer("居住证怎么办")
        assert "faulty cells: the old one stays" in caplog.records[nth].message
    Path(path).unlink()
    seconds.passed += LOOK_SECONDS
    assert knows.answer("居住证怎么办")
    assert "cannot be read" in caplog.records[-1].message
    assert "居住证" not in caplog.text
    table(tmp_path, GOOD, OLD_AGE)
    seconds.passed += LOOK_SECONDS
    assert knows.answer("老年证怎么办")
