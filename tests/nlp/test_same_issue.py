"""Two people who speak of one matter are found to, by words that can be shown; two who share only a place are not."""

import csv
import json
import random
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cases.likely import Told
from cases.model import CaseId
from nlp.reader import Reader
from nlp.same.likeness import Commonness, in_common, likeness
from nlp.same.measure import Message, b_cubed, evaluate, join, strangers
from nlp.same.words import districts, names, shared_runs, unmasked
from nlp.same_issue import ENOUGH, SameIssues, is_elsewhere, metres_between

NINE = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
DATA = Path(__file__).parents[3] / "shared" / "data" / "complaints"
SILVER = DATA / "same_issue_silver.csv"
needs_data = pytest.mark.skipif(not SILVER.is_file(), reason="needs ../shared/data/complaints beside the repository")
COMMON = Commonness()


def alike(one: tuple[str, str], other: tuple[str, str]) -> float:
    return likeness(COMMON.telling(*one), COMMON.telling(*other))


# --- words ---


def test_masked_districts_are_no_words_but_are_known() -> None:
    assert unmasked("反映A7县柳河路积水").split() == ["反映", "柳河路积水"]
    assert districts("从A7县到A3区") == {"A7县", "A3区"}
    assert districts("A市柳河路") == frozenset()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("投诉翠竹苑小区物业乱收费", {"翠竹苑小区物业"}),
        ("请问柳河路什么时候修好", {"柳河路"}),
        ("建议在清水大道的实验小学门口设红绿灯", {"清水大道", "实验小学"}),
        ("养老金什么时候发", set()),
    ],
)
def test_names_of_places_end_in_what_they_are(text: str, found: set[str]) -> None:
    assert names(text) == found


def test_shared_runs_are_the_longest_and_stop_at_punctuation() -> None:
    assert shared_runs("翠竹苑小区，垃圾没人清", "翠竹苑小区 的垃圾三天没人管") == ["翠竹苑小区", "垃圾", "没人"]
    assert shared_runs("路灯", "井盖") == []


# --- likeness ---

FACTORY = ("翠竹苑小区旁边的沥青厂气味刺鼻", "每天晚上翠竹苑旁边的沥青厂都在冒烟，味道刺鼻，孩子咳嗽，窗户不敢开。")
AGAIN = ("强烈要求搬走翠竹苑附近的沥青厂", "沥青厂离翠竹苑不到百米，一开工就是刺鼻的烟，老人孩子都受不了。")
LIFT = ("翠竹苑小区电梯三天两头坏", "翠竹苑3号楼的电梯又停了，物业说等配件，老人上不了楼。")
ELSEWHERE = ("银杏里小区电梯三天两头坏", "银杏里7号楼的电梯坏了没人修，物业不接电话。")


def test_one_matter_told_twice_is_alike_and_the_place_alone_is_not() -> None:
    assert alike(FACTORY, AGAIN) > ENOUGH > alike(AGAIN, LIFT)
    assert alike(FACTORY, AGAIN) > alike(FACTORY, LIFT) + 0.2


def test_one_fault_in_two_compounds_is_less_alike_than_in_one() -> None:
    again = ("翠竹苑小区电梯又坏了", "翠竹苑的电梯修了又坏，物业总说等配件。")
    assert alike(LIFT, again) > ENOUGH
    assert alike(LIFT, again) > alike(LIFT, ELSEWHERE) + 0.1


def test_phrases_of_every_letter_make_nothing_alike() -> None:
    letter = "尊敬的领导您好，{}，希望有关部门尽快处理，还老百姓一个公道，谢谢。".format
    one = ("低保什么时候发", letter("家里老人的低保停了半年，去问都说等通知"))
    other = ("学区怎么划分", letter("孩子今年上学不知道去哪所小学报名，名额也没公示"))
    assert alike(one, other) < ENOUGH


def test_likeness_is_the_same_from_both_sides_and_highest_of_a_telling_with_itself() -> None:
    assert alike(FACTORY, AGAIN) == pytest.approx(alike(AGAIN, FACTORY), abs=0.02)
    assert alike(FACTORY, FACTORY) == pytest.approx(1.3)


def test_the_words_that_made_it_are_told_the_most_telling_first() -> None:
    assert in_common(COMMON.telling(*FACTORY), COMMON.telling(*AGAIN)) == ("沥青厂", "翠竹苑")


def test_different_districts_take_from_it() -> None:
    one, other = ("A7县柳河路路灯不亮", ""), ("A3区柳河路路灯不亮", "")
    assert alike(one, other) < alike(one, one)


def test_a_word_that_everybody_uses_lately_counts_less() -> None:
    common = Commonness()
    before = common.weight("沥青")
    for n in range(50):
        common.learn(f"第{n}次说沥青厂")
    assert common.weight("沥青") < before - 1


@pytest.mark.parametrize("text", ["", " ", "，。！", "？" * 300, "\ud83d", "a", "的" * 9000, "0" * 5000])
def test_nonsense_is_compared_without_complaint(text: str) -> None:
    assert 0 <= alike((text, text), FACTORY) < ENOUGH


# --- cases of one neighbourhood ---


class Village:
    """Cases of one village, read by the real reader."""

    def __init__(self) -> None:
        self.reader, self.same, self.count = Reader(), SameIssues(), 0

    def case(self, text: str, place: str = "", grid: str = "G1", at: tuple[float, float] | None = None) -> Told:
        """`at` is longitude and latitude."""
        self.count += 1
        lon, lat = at or (None, None)
        opened_at, read = NINE + timedelta(minutes=self.count), self.reader.read(text)
        return Told(
            CaseId(f"c{self.count}"), f"0302-{self.count:03}", opened_at, text, grid, place, lon, lat,
            read.matter, read.topic, read.top3, read.object, read.fault, None,
        )  # fmt: skip


@pytest.fixture(scope="module")
def village() -> Village:
    return Village()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("垃圾桶三天没人倒了 臭死了", "6号楼的垃圾桶又满了，没人清"),
        ("楼道灯不亮，黑得很", "我们单元楼道里的灯坏了一周了"),
        ("路灯坏了", "村口路灯不亮了"),
        ("门口井盖没了", "这儿井盖丢了，很危险"),
        ("停水了啥时候来", "家里没水，停水两天了"),
        ("下水道堵了，污水往外冒", "下水道返味，污水溢出来了"),
        ("物业费涨价没通知", "物业乱涨物业费"),
        ("有人在楼道堆杂物", "楼道里堆满杂物，电动车也停在里面"),
    ],
)
def test_one_matter_in_two_peoples_words(village: Village, first: str, second: str) -> None:
    old, new = village.case(first), village.case(second)
    found = village.same(new, [old])
    assert found is not None
    assert found.case is old
    assert found.words


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("路灯坏了", "井盖没了"),
        ("楼上天天装修吵死人", "楼下广场舞太吵"),
        ("阳光里小区6号楼楼道灯不亮", "阳光里小区6号楼下水道堵了"),
        ("低保咋办", "路灯坏了"),
    ],
)
def test_two_matters_at_one_place_stay_two(village: Village, first: str, second: str) -> None:
    place = "阳光里小区6号楼"
    assert village.same(village.case(second, place), [village.case(first, place)]) is None


def test_one_lamp_is_not_the_lamp_of_another_grid_or_another_building(village: Village) -> None:
    old = village.case("楼道灯不亮", "阳光里小区6号楼")
    assert village.same(village.case("楼道灯不亮", "阳光里小区8号楼"), [old]) is None
    assert village.same(village.case("楼道灯不亮", "大寨村2组", "G2"), [old]) is None
    assert village.same(village.case("楼道灯不亮", "阳光里小区6号楼东侧"), [old]) is not None


def test_what_spreads_is_one_matter_across_grids(village: Village) -> None:
    old = village.case("停水两天了", "大寨村2组", "G2")
    assert village.same(village.case("我家停水了", "大寨村5组", "G5"), [old]) is not None
    assert village.same(village.case("我家停电了", "大寨村5组", "G5"), [old]) is None


def test_map_points_decide_where_words_do_not(village: Village) -> None:
    old = village.case("路灯不亮", grid="", at=(113.2, 35.2))
    near, far = village.case("路灯不亮", at=(113.2003, 35.2)), village.case("路灯不亮", grid="", at=(113.21, 35.2))
    assert metres_between(near, old) == pytest.approx(27, abs=1)
    assert village.same(near, [old]) is not None
    assert village.same(far, [old]) is None


def test_a_span_of_buildings_holds_the_buildings_between(village: Village) -> None:
    span = village.case("停车难", "阳光里小区1-6号楼")
    assert not is_elsewhere(village.case("停车难", "阳光里小区4栋"), span)
    assert is_elsewhere(village.case("停车难", "阳光里小区9栋"), span)


def test_the_likeliest_is_found_among_many_and_of_two_alike_the_earlier(village: Village) -> None:
    first, twin = village.case("东门口的垃圾桶满了"), village.case("东门口的垃圾桶满了")
    others = [village.case(text) for text in ("路灯坏了", "广场舞太吵", "道路坑洼", "垃圾桶盖子坏了")]
    found = village.same(village.case("东门口垃圾桶满了没人倒"), [twin, *others, first])
    assert found is not None
    assert found.case is first
    assert village.same(village.case("东门口垃圾桶满了"), []) is None


def test_a_few_hundred_recent_cases_are_compared_in_a_few_milliseconds(village: Village) -> None:
    things, faults = (
        ("路灯", "井盖", "垃圾桶", "下水道", "围墙", "健身器材"),
        ("坏了", "没人管", "三天了", "很危险", "堵住了"),
    )
    recent = [village.case(f"{t}{f}，第{n}户门口，麻烦来看看") for n in range(10) for t in things for f in faults]
    village.same(village.case("路灯又坏了"), recent)  # now they have been read
    spent = []
    for n in range(5):
        new = village.case(f"{n}排的路灯又坏了，天黑看不见路")
        begun = time.process_time()
        village.same(new, recent)
        spent.append(time.process_time() - begun)
    assert len(recent) == 300
    assert min(spent) < 0.01  # about 3 ms where nothing else runs


# --- the measure ---


def test_b_cubed_of_a_split_and_of_a_lump() -> None:
    assert b_cubed("aabb", [1, 1, 2, 2]) == (1, 1)
    assert b_cubed("aaaa", [1, 1, 2, 2]) == (1, 0.5)
    assert b_cubed("aabb", [1, 1, 1, 1]) == (0.5, 1)
    assert b_cubed("aaab", [1, 1, 2, 2]) == pytest.approx((0.75, 2 / 3))


def written(folder: Path, name: str, rows: list[dict[str, str]]) -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8-sig", newline="") as table:
        writer = csv.DictWriter(table, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


TOLD = (FACTORY, AGAIN, ELSEWHERE, ("银杏里小区电梯又坏了", "银杏里的电梯修了又坏，物业总说等配件。"))


def silver(folder: Path) -> Path:
    rows = [
        {"issue": str(n // 2), "留言编号": f"{100 + n}", "teams_at_least": "2", "留言主题": title, "留言时间": f"2026-03-0{n + 1} 09:00:00"}
        for n, (title, _) in enumerate(TOLD)
    ]  # fmt: skip
    return written(folder, "silver.csv", [*rows, {**rows[0], "留言编号": "999", "teams_at_least": "1"}])


def test_messages_are_joined_as_they_come_in_and_those_few_agreed_on_are_left_out(tmp_path: Path) -> None:
    figures = evaluate(silver(tmp_path))
    assert (figures.messages, figures.issues, figures.bodies, figures.stream) == (4, 2, 0, 0)
    assert (figures.groups, figures.precision, figures.recall, figures.f1) == (2, 1, 1, 1)


def test_bodies_come_from_the_stream_beside_it_whose_other_messages_may_be_joined_too(tmp_path: Path) -> None:
    told = [(f"H{100 + n}", *one) for n, one in enumerate(TOLD)] + [("H200", "咨询养老金何时发放", "去年的也没有发。")]
    rows = [
        {"id": id_, "time": f"2026-03-0{n + 1} 09:00:00", "title": title, "body": body}
        for n, (id_, title, body) in enumerate(told)
    ]
    written(tmp_path, "stream.csv", rows)
    figures = evaluate(silver(tmp_path), among_all=True)
    assert (figures.bodies, figures.stream, figures.f1) == (4, 1, 1)


def test_a_threshold_too_high_splits_and_one_too_low_lumps(tmp_path: Path) -> None:
    path = silver(tmp_path)
    assert evaluate(path, threshold=2).recall < 1
    assert evaluate(path, threshold=-1).precision < 1


def test_a_file_without_a_standard_is_refused(tmp_path: Path) -> None:
    row = {"issue": "0", "留言编号": "1", "teams_at_least": "1", "留言主题": "路灯", "留言时间": "2026-03-01 09:00:00"}
    with pytest.raises(ValueError, match="teams_at_least"):
        evaluate(written(tmp_path, "silver.csv", [row]))


def test_what_comes_later_changes_nothing_about_what_came_before() -> None:
    messages = [Message(str(n), f"2026-03-0{n + 1}", *one) for n, one in enumerate((*TOLD, LIFT))]
    whole = join(messages, [], ENOUGH, among_all=True)
    assert join(messages[:3], [], ENOUGH, among_all=True) == {id_: whole[id_] for id_ in ("0", "1", "2")}


def test_strangers_are_the_nearest_of_another_district_without_reposts(tmp_path: Path) -> None:
    told = ["A7县翠竹苑小区电梯坏了", "A3区银杏里小区电梯坏了", "A3区银杏里小区电梯又坏了", "A7县银杏里小区电梯坏了"]
    rows = [{"id": f"{n}", "time": f"2026-03-0{n + 1}", "title": one, "body": ""} for n, one in enumerate(told)]
    found = strangers(written(tmp_path, "stream.csv", rows))
    assert len(found) == 4
    assert found[0] == 0
    assert 0 < found[-1] < 1


@needs_data
@pytest.mark.shared
def test_in_one_grid_thirty_other_matters_hardly_ever_hold_one_like_it(village: Village) -> None:
    rows = [json.loads(line) for line in (DATA / "chat.jsonl").read_text(encoding="utf-8").splitlines()]
    told = [(row["object"], row["fault"], village.case(row["text"])) for row in rows if row["intent"] == "诉求"]
    draw, joined = random.Random(4).sample, 0
    for thing, fault, case in told:
        others = [other for o, f, other in told if (o, f) != (thing, fault)]
        joined += village.same(case, draw(others, 30)) is not None
    assert joined <= len(told) * 0.05


@needs_data
@pytest.mark.shared
def test_the_silver_standard_is_met_with_and_without_bodies(tmp_path: Path) -> None:
    with_bodies = evaluate(SILVER)
    assert with_bodies.f1 >= 0.9
    assert with_bodies.bodies > with_bodies.messages * 0.9
    alone = tmp_path / SILVER.name
    alone.write_bytes(SILVER.read_bytes())
    assert evaluate(alone).f1 >= 0.9
