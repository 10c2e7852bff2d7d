"""`minhu evaluate`, `train` and `lexicon review` as an administrator uses them."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.rules import rules_from
from bot.settings import GivenSettings, SettingsError
from bot.topic_tables import topics_of
from cases.corrections import Correction, note_of
from cases.model import CITIZEN, CaseId, Change, Event, Happening
from storage.store import Store
from tests.bot.test_cli import Minhu, admin, minhu
from tests.databases import Prepared, copied
from tests.endurance.crowd import DeskClock, open_case
from tests.endurance.town import district as demo
from tests.live import GAS, TOKEN

__all__ = ["admin", "minhu"]  # fixtures, used by name

AT = datetime(2026, 3, 2, 4, tzinfo=UTC)
LAMPS = "村口路灯不亮", "三组路灯坏了", "路灯晚上不亮"
SCHOOL = "学校乱收费", "学校不讲课", "学校补课收费"


def table(tmp_path: Path) -> Path:
    path = tmp_path / "labelled.csv"
    rows = [
        f"{said}，请处理第{n}次,{topic}"
        for n in range(10)
        for topic, some in (("城乡建设", LAMPS), ("教育文体", SCHOOL))
        for said in some
    ]
    path.write_text("内容,类别\n" + "\n".join(rows), encoding="utf-8")
    return path


def test_a_district_learns_its_own_table_and_sees_what_it_is_worth(minhu: Minhu, tmp_path: Path) -> None:
    labelled, out = table(tmp_path), tmp_path / "words.csv"
    done = minhu("train", str(labelled), "--out", str(out), "--words", "60")
    assert done.returncode == 0, done.stderr
    assert "，" not in out.read_text("utf-8")  # words, never a sentence
    done = minhu("evaluate", str(labelled), "--topics", str(out), "--json")
    figures = json.loads(done.stdout)
    assert figures["kind"] == "topics"
    assert figures["messages"]["accuracy"] >= 0.9
    settings = GivenSettings(learnt_topics=str(out))
    assert topics_of(settings).read("路灯不亮").topic == "城乡建设"
    assert len(out.read_text("utf-8").splitlines()) > 20


def test_cross_validation_prints_a_page_in_chinese(minhu: Minhu, tmp_path: Path) -> None:
    done = minhu("evaluate", str(table(tmp_path)), "--cross-validate", "2", "--words", "60")
    assert done.returncode == 0, done.stderr
    assert "2 折交叉验证" in done.stdout
    assert "【标题+正文】\n60 条  macro-F1 0.9" in done.stdout or "60 条  macro-F1 1.0" in done.stdout


@pytest.mark.parametrize(
    ("content", "arguments", "said"),
    [
        ("内容,编号\n路灯,1\n", (), "缺少「topic」"),
        ('{"text": "路灯", "severity": "一般"}', ("--cross-validate", "3"), "只用于带主题的表格"),
        ("内容,类别\n路灯,灯\n", ("--cross-validate", "1"), "至少要 2 折"),
        ("内容,类别\n路灯,灯\n", ("--topics", "nowhere.csv"), "读写不了"),
    ],
)
def test_what_cannot_be_evaluated_is_refused_politely(
    minhu: Minhu, tmp_path: Path, content: str, arguments: tuple[str, ...], said: str
) -> None:
    path = tmp_path / "file.csv"
    path.write_text(content, encoding="utf-8")
    done = minhu("evaluate", str(path), *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_short_messages_teach_who_must_not_hear_of_them(minhu: Minhu, tmp_path: Path) -> None:
    path, out = tmp_path / "short.jsonl", tmp_path / "conflict.csv"
    said = [
        ("村主任把补助给了自己兄弟", True),
        ("网格员收了摊贩的钱", True),
        ("路灯坏了没人修", False),
        ("井盖没了", False),
    ]
    lines = [{"text": f"{text}，第{n}次说了", "conflict": conflict} for n in range(12) for text, conflict in said]
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    done = minhu("train", str(path), "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert out.read_text("utf-8").startswith("word,speaks_for,part,weight,note\n起点,回避,rule,")
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines[:8]), encoding="utf-8")
    done = minhu("train", str(path), "--out", str(out))
    assert done.returncode == 2
    assert "至少要有 20 条" in done.stderr


def test_too_little_to_learn_from_is_said(minhu: Minhu, tmp_path: Path) -> None:
    path = tmp_path / "few.csv"
    path.write_text("内容,类别\n路灯坏了,灯\n垃圾没人收,脏\n", encoding="utf-8")
    done = minhu("train", str(path), "--out", str(tmp_path / "words.csv"))
    assert (done.returncode, (tmp_path / "words.csv").exists()) == (2, False)
    assert "至少要有 20 条" in done.stderr


def corrected_cases(url: str) -> None:
    """Three about one strange thing, which the resident called 民政; and one that was read rightly."""
    store = Store(url, DeskClock(), rules_from(GivenSettings()))
    grid = demo().registry.grids[0]
    with store.unit_of_work() as uow:
        for n, text in enumerate(["鎏金寿幛没人发", "老人的鎏金寿幛没领到", "鎏金寿幛发错了", "村口路灯不亮"]):
            case = replace(open_case(grid, n, AT), text=text, version=0, topic="民政" if n < 3 else "城乡建设")
            note = (
                note_of(Correction("民政", was="城乡建设", words=("路灯",))) if n else "民政"
            )  # an old line says less
            actor = CITIZEN if n < 2 else grid.village
            changed = Event(CaseId(case.id), Happening.TOPIC_CHANGED, AT, actor, note)
            uow.record(Change(case=case, events=(changed,) if n < 3 else ()))
        uow.commit()
    store.close()


def test_corrections_become_words_only_when_the_administrator_agrees(
    admin: Minhu, district: Prepared, tmp_path: Path
) -> None:
    with copied(district, tmp_path) as url:
        corrected_cases(url)
        own = tmp_path / "own.csv"
        asked = {"MINHU_DATABASE_URL": url, "MINHU_OWN_TOPICS": str(own)}
        shown = json.loads(admin("lexicon", "review", "--json", **asked).stdout)
        assert shown["corrections"] == 3
        assert (shown["corrected"]["topic_by_resident"], shown["corrected"]["topic_by_staff"]) == (2, 1)
        assert shown["right_after"] == shown["right_before"] + 3
        assert not own.exists()
        done = admin("lexicon", "review", "--apply", **asked)
        assert done.returncode == 0, done.stderr
        assert "变对 3 件" in done.stdout
        assert "改主题：居民 2 次，工作人员 1 次" in done.stdout
        again = json.loads(admin("lexicon", "review", "--json", **asked).stdout)
        assert again["proposals"] == []
    settings = GivenSettings(own_topics=str(own))
    assert topics_of(settings).read("鎏金寿幛什么时候发").topic == "民政"


def test_a_broken_own_table_stops_the_start_with_a_line_that_says_where(
    minhu: Minhu, district: Prepared, tmp_path: Path
) -> None:
    """Before it is ready: the tables are loaded only after that."""
    own = tmp_path / "own.csv"
    own.write_text("word,level1,level2,weight,note\n路灯,城乡建设,,很重,\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="MINHU_OWN_TOPICS 的词表第2行"):
        topics_of(GivenSettings(own_topics=str(own)))
    with copied(district, tmp_path) as url:
        needed = {"MINHU_BOT_TOKEN": TOKEN, "MINHU_GAS_HOTLINE": GAS, "MINHU_BOT_API_URL": "http://127.0.0.1:9"}
        done = minhu("run", **needed, MINHU_DATABASE_URL=url, MINHU_OWN_TOPICS=str(own), MINHU_LOG_LEVEL="ERROR")
    assert done.returncode == 2
    assert "MINHU_OWN_TOPICS 的词表第2行" in done.stderr.splitlines()[-1]
