"""Learning in the open: what files are understood, what figures mean, what a table is made of."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from nlp.learning.evaluation import across_folds, of_readings, of_topics
from nlp.learning.figures import abstention, by_class, calibration, calibration_error, confusions, macro_f1
from nlp.learning.labelled import BadFile, Example, Fault, Kind, read_labelled
from nlp.learning.weights import as_rows, learn
from nlp.reader import Reader
from nlp.tables import BadTable, rows_in
from nlp.topics import IN_TITLE, MOST, Topics, counted

LAMPS = ("路灯不亮", "路灯坏了", "村口路灯不亮", "路灯晚上不亮", "三组路灯坏了")
BINS = ("垃圾没人收", "垃圾桶满了", "门口垃圾成堆", "垃圾清运不及时", "垃圾站太臭")
KNOWN = [Example("", f"{said}，请派人来", topic) for topic, some in (("灯", LAMPS), ("脏", BINS)) for said in some * 5]


# --- files ---


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_is_read_by_its_headings_in_any_order_and_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("类别,编号,内容,标题\n灯,1,三组路灯坏了,报修\n,2,没有类别的一行,\n".encode(encoding))
    assert read_labelled(path).examples == (Example("报修", "三组路灯坏了", "灯"),)


def test_a_workbook_is_a_table_too(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for number, row in enumerate([("text", "topic"), ("路灯坏了", "灯")]):
        sheet.write_row(number, 0, row)
    book.close()
    assert read_labelled(path).examples == (Example("", "路灯坏了", "灯"),)


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ({"text": "路灯坏了", "severity": "一般"}, Kind.READINGS),
        ({"text": "路灯坏了", "expect": {"kind": "none", "code": None, "codes": []}}, Kind.PLACES),
    ],
)
def test_lines_of_json_are_known_by_what_they_hold(tmp_path: Path, row: dict[str, object], kind: Kind) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n\n")
    assert read_labelled(path).kind is kind


@pytest.mark.parametrize(
    ("content", "fault", "line"),
    [
        (b"\xff\xfe\x00\x81", Fault.NOT_TEXT, 0),
        (b"", Fault.NO_COLUMN, 1),
        ("内容,编号\n路灯坏了,1\n".encode(), Fault.NO_COLUMN, 1),
        ("内容,类别\n路灯坏了,\n".encode(), Fault.NOTHING_LABELLED, 0),
        (b'{"text": "a", "severity": "b"}\n{"text": ', Fault.BAD_JSON, 2),
        (b'{"severity": "b"}', Fault.NO_COLUMN, 1),
        (b'{"text": "a"}', Fault.UNKNOWN_KIND, 0),
    ],
)
def test_a_file_that_cannot_be_used_says_why_and_where(tmp_path: Path, content: bytes, fault: Fault, line: int) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises(BadFile) as refused:
        read_labelled(path)
    assert (refused.value.fault, refused.value.line) == (fault, line)


# --- figures ---


def test_macro_f1_counts_each_class_alike() -> None:
    judged = [("a", "a")] * 8 + [("b", "a"), ("b", "b")]
    ofs = {one.name: one for one in by_class(judged)}
    assert ofs["a"].precision == pytest.approx(8 / 9)
    assert (ofs["a"].recall, ofs["b"].precision, ofs["b"].recall) == (1, 1, 0.5)
    assert macro_f1(judged) == pytest.approx((2 * 8 / 17 + 2 / 3) / 2)
    assert confusions(judged) == (("b", "a", 1),)
    assert macro_f1([]) == 0


def test_calibration_compares_what_was_claimed_with_what_was_right() -> None:
    bins = calibration([(0.91, True), (0.93, True), (0.95, False), (0.15, False), (1.0, True)])
    assert [one.count for one in bins] == [1, 4]
    assert bins[1].accuracy == 0.75
    assert calibration_error(bins) == pytest.approx((0.15 + 4 * abs((0.91 + 0.93 + 0.95 + 1) / 4 - 0.75)) / 5)


def test_abstention_keeps_the_surest() -> None:
    sure = [(n / 100, n >= 50) for n in range(100)]
    kept = {one.share: one for one in abstention(sure)}
    assert kept[1.0].accuracy == 0.5
    assert kept[0.5].accuracy == 1
    assert kept[0.5].threshold == 0.5


# --- weights ---


def test_a_word_counts_less_and_less_and_most_in_the_title() -> None:
    assert counted([(7, 100, 102)]) == {7: 10}
    assert counted([(7, 100 + n, 102 + n) for n in range(50)]) == {7: MOST}
    assert counted([(7, 0, 2)]) == {7: 20}
    assert counted([(7, 100, 102)], [(7, 0, 2)]) == {7: 10 + IN_TITLE}


def test_what_is_learnt_tells_topics_apart_and_holds_words_only() -> None:
    learnt = learn(KNOWN, words=50)
    table = Topics(learnt=as_rows(learnt), by_hand=())
    assert table.ranking("我家门前的路灯灭了") == ["灯", "脏"]
    assert table.ranking("好多垃圾") == ["脏", "灯"]
    assert all(1 <= len(one.word) <= 8 and one.seen >= 5 for one in learnt)
    assert learn(KNOWN, words=50) == learnt
    assert {(one.word, one.topic) for one in learnt if one.weight > 0} >= {("路灯", "灯"), ("垃圾", "脏")}


def test_a_table_that_was_written_is_read_again(tmp_path: Path) -> None:
    rows = list(as_rows(learn(KNOWN, words=50), date(2026, 3, 2)))
    assert all(row["note"].startswith("2026-03-02 n=") for row in rows)
    path = tmp_path / "words.csv"
    path.write_text("word,level1,level2,weight,note\n" + "\n".join(",".join(row.values()) for row in rows))
    assert rows_in(path) == rows


@pytest.mark.parametrize(
    ("content", "line"),
    [("词,权重\n", 1), ("word,level1,weight\n路灯,灯,12\n垃圾,脏,重\n", 3), ("word,level1,weight\n路灯,,12\n", 2)],
)
def test_a_bad_table_says_which_line(tmp_path: Path, content: str, line: int) -> None:
    path = tmp_path / "words.csv"
    path.write_text(content)
    with pytest.raises(BadTable) as refused:
        rows_in(path)
    assert refused.value.line == line


# --- evaluation ---


def test_folds_are_learnt_without_what_they_are_judged_on() -> None:
    told = list[str]()
    strange = Example("", "只此一条谁也没有说过", "灯")
    figures = across_folds([*KNOWN, strange], 5, words=50, told=told.append)
    assert told == ["1/5", "2/5", "3/5", "4/5", "5/5"]
    assert figures["messages"]["count"] == len(KNOWN) + 1
    assert figures["messages"]["accuracy"] >= 0.98
    assert figures["words in a table"] <= 50


def test_the_tables_in_use_are_judged_on_messages_and_titles() -> None:
    examples = [Example("路灯坏了", "村口路灯晚上不亮", "城乡建设"), Example("", "拖欠工资半年", "城乡建设")]
    figures = of_topics(examples)
    assert figures["messages"]["accuracy"] == 0.5
    assert figures["titles alone"]["count"] == 1


def test_whole_readings_are_judged_by_whatever_they_are_labelled_with() -> None:
    lines: list[dict[str, Any]] = [
        {"text": "厨房一股煤气味，很大", "severity": "特急", "intent": "诉求", "topic": "城乡建设", "conflict": False},
        {"text": "路灯坏了", "severity": "一般", "intent": "咨询", "topic": None, "conflict": True},
    ]
    figures = of_readings(lines, Reader())
    assert figures["severity"]["accuracy"] == 1
    assert figures["severity"]["critical caught"] == 1
    assert figures["intent"]["accuracy"] == 0.5
    assert figures["topic"]["count"] == 1
    assert figures["conflict"] == {"count": 1, "recall": 0, "precision": 0}
    assert "fault" not in figures
