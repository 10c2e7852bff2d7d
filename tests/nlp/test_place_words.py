"""What residents write about where, and which grid that is; over the demo district."""

import pytest

from cases.reading import PlaceKind, PlaceReading
from nlp.place import Locator
from storage.registry_files import demo_registry

DAZHAI_2 = "410871062209002"
DAZHAI = "410871062209"
NANZHANG = "410871060203"
SUNSHINE = "D001"


@pytest.fixture(scope="module")
def locator() -> Locator:
    return Locator(demo_registry())


def labels(place: PlaceReading) -> list[str]:
    return [option.label for option in place.options]


@pytest.mark.parametrize(
    "text",
    [
        "大寨村2组路灯不亮",
        "文昌街道大寨村第二村民小组路灯不亮",
        "路灯不亮,在示范区文昌办事处大寨村村委会２组",
        "大寨贰队的路灯",
        "大寨村委会2组",
        "我们村大寨的2组没水",
        "三轮车撞坏了大寨村第2生产队的路灯",
        "二组没水了,大寨村的",
        "晚上大寨村2组停电",
        "感谢大寨村2组的网格员",
    ],
)
def test_a_group_is_found_however_it_is_written(locator: Locator, text: str) -> None:
    place = locator.locate(text)
    assert (place.kind, place.code, place.said) == (PlaceKind.GRID, DAZHAI_2, "大寨村2组")


@pytest.mark.parametrize(
    "text",
    ["阳光里6号楼楼上漏水", "阳光里小区6#楼", "阳光里6栋2单元", "阳光里6-2-301", "阳光里小區六號樓", "6号楼,阳光里的"],
)
def test_a_building_is_found_however_it_is_written(locator: Locator, text: str) -> None:
    place = locator.locate(text)
    assert (place.code, place.said) == ("410871060001002", "阳光里小区6号楼")


@pytest.mark.parametrize(("written", "group"), [("十", 10), ("拾壹", 11), ("12", 12), ("第十三", 13), ("013", 13)])
def test_numbers_in_characters_count_as_digits_do(locator: Locator, written: str, group: int) -> None:
    assert locator.locate(f"秦屯村{written}组").said == f"秦屯村{group}组"


def test_twenty_three_is_not_three(locator: Locator) -> None:
    assert locator.locate("大寨村廿三组").kind is PlaceKind.PLACE


def test_a_village_alone_leaves_the_group_to_be_asked(locator: Locator) -> None:
    assert locator.locate("大寨村路灯坏了") == PlaceReading(PlaceKind.PLACE, DAZHAI, (DAZHAI,), said="大寨村")


def test_a_compound_with_few_grids_shows_them_as_buttons(locator: Locator) -> None:
    place = locator.locate("阳光里小区有人吵架")
    assert (place.kind, place.code) == (PlaceKind.PLACE, SUNSHINE)
    assert labels(place) == ["阳光里小区1-5号楼", "阳光里小区6-12号楼"]


@pytest.mark.parametrize("text", ["大寨村99组", "阳光里99号楼"])
def test_a_number_nobody_has_is_asked_again(locator: Locator, text: str) -> None:
    assert locator.locate(text).kind is PlaceKind.PLACE


def test_numbers_that_count_things_are_not_addresses(locator: Locator) -> None:
    assert locator.locate("大寨村有三组健身器材坏了").kind is PlaceKind.PLACE


def test_villages_of_one_name_are_asked_about(locator: Locator) -> None:
    place = locator.locate("杨庄村3组路灯坏了")
    assert place.kind is PlaceKind.ASK
    assert labels(place) == ["李万街道杨庄村3组", "文昌街道杨庄村3组", "阳庙镇杨庄村3组"]


@pytest.mark.parametrize("text", ["文昌街道杨庄村3组", "文昌那边的杨庄3组", "杨庄村3组,文昌街道的"])
def test_the_street_tells_villages_of_one_name_apart(locator: Locator, text: str) -> None:
    assert locator.locate(text).said == "文昌街道杨庄村3组"


def test_a_street_that_does_not_own_the_village_is_a_question(locator: Locator) -> None:
    place = locator.locate("阳庙镇大寨村2组")
    assert (place.kind, labels(place)) == (PlaceKind.ASK, ["大寨村2组"])


def test_a_shared_tail_means_the_whole_family(locator: Locator) -> None:
    assert len(locator.locate("平陵四组有人打架").options) == 5


def test_a_longer_name_is_not_cut_short(locator: Locator) -> None:
    assert locator.locate("西大寨村2组").said == "西大寨村2组"
    assert locator.locate("小南张村3组").kind is PlaceKind.OUT


@pytest.mark.parametrize("text", ["东大寨村2组", "贵大寨村2组", "获鹿镇大寨村2组"])
def test_an_unknown_word_glued_to_a_name_is_a_question(locator: Locator, text: str) -> None:
    assert locator.locate(text).kind in (PlaceKind.ASK, PlaceKind.OUT)


@pytest.mark.parametrize("text", ["温县张庄村3组", "马村区马村2组", "郑州市金水区井盖丢了", "解放区焦南街道路灯坏了"])
def test_a_place_of_another_county_is_outside(locator: Locator, text: str) -> None:
    assert locator.locate(text).kind is PlaceKind.OUT


def test_the_county_that_once_owned_a_town_does_not_send_its_people_away(locator: Locator) -> None:
    assert locator.locate("武陟县宁郭镇桥湾村1组").said == "桥湾村1组"
    assert locator.locate("武陟县大麻村2组").kind is PlaceKind.ASK


def test_where_somebody_works_is_not_where_it_happened(locator: Locator) -> None:
    assert locator.locate("我在郑州打工,低保怎么办").kind is PlaceKind.NONE
    assert locator.locate("我在温县上班,大寨村2组路灯坏了").code == DAZHAI_2


def test_the_incident_counts_not_the_home(locator: Locator) -> None:
    assert locator.locate("我住阳光里6号楼,今天路过大寨村2组看见电线断了").code == DAZHAI_2
    assert locator.locate("俺是大寨村嘞,南张村3组井盖丢了").code == f"{NANZHANG}003"


def test_only_a_home_needs_a_yes(locator: Locator) -> None:
    place = locator.locate("我是大寨村2组的,路灯坏了")
    assert (place.kind, place.home, labels(place)) == (PlaceKind.ASK, True, ["大寨村2组"])


def test_a_home_with_the_group_said_later_is_the_place(locator: Locator) -> None:
    assert locator.locate("俺是文昌大寨嘞,二组老王家门前路灯黑了").code == DAZHAI_2


@pytest.mark.parametrize("text", ["往大寨村去的路上有个大坑", "大寨村对面的工地", "离大寨村不远的桥"])
def test_a_landmark_is_only_a_question(locator: Locator, text: str) -> None:
    place = locator.locate(text)
    assert (place.kind, place.codes) == (PlaceKind.ASK, (DAZHAI,))


def test_two_ends_of_a_road_are_both_offered(locator: Locator) -> None:
    assert locator.locate("从南张到大寨的路全是坑").codes == (NANZHANG, DAZHAI)
    assert locator.locate("大寨村2组和3组之间的路").codes == (DAZHAI_2, f"{DAZHAI}003")


@pytest.mark.parametrize(
    "text", ["大寨村2组,不是小寨", "不是小寨村2组,是大寨村2组", "小寨村说不归他们管,我说的是大寨村2组"]
)
def test_what_is_denied_does_not_count(locator: Locator, text: str) -> None:
    assert locator.locate(text).code == DAZHAI_2


def test_two_groups_of_one_village_are_both_offered(locator: Locator) -> None:
    for text in ("大寨村2组路灯坏了,三组也坏了", "大寨村2组3组没水", "大寨村2、3组没水", "大寨村2组,不对,是3组"):
        assert locator.locate(text).codes == (DAZHAI_2, f"{DAZHAI}003")
    assert locator.locate("2组和3组", within=DAZHAI).codes == (DAZHAI_2, f"{DAZHAI}003")


def test_three_buildings_are_not_building_three(locator: Locator) -> None:
    assert locator.locate("阳光里三栋楼都停电了").kind is PlaceKind.PLACE
    assert locator.locate("阳光里三栋楼下").said == "阳光里小区3号楼"


def test_asking_whether_is_not_denying(locator: Locator) -> None:
    assert locator.locate("是不是大寨村2组的路灯归你们管").code == DAZHAI_2


@pytest.mark.parametrize(
    "text",
    [
        "孙村长说这事他不管",
        "中央空调坏了",
        "前四天停水了",
        "大麻烦来了",
        "小区停车位不够",
        "我们三组没水了",
        "喂有人吗",
        "幸福里面有苦",
    ],
)
def test_words_that_only_look_like_places_are_none(locator: Locator, text: str) -> None:
    assert locator.locate(text).kind is PlaceKind.NONE


@pytest.mark.parametrize(
    "text", ["李万街道路灯坏了", "示范区的公交太少", "韩愈路修路什么时候完", "人民路和迎宾路交叉口红绿灯不亮"]
)
def test_a_street_or_a_road_is_too_long_for_one_grid(locator: Locator, text: str) -> None:
    assert locator.locate(text).kind is PlaceKind.ASK


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("南掌村1组路灯坏了", "南张村1组"),
        ("阳光礼6号楼漏水", "阳光里小区6号楼"),
        ("在史平灵村六组", "史平陵村6组"),
        ("nanzhang cun 3 zu ludeng huai le", "南张村3组"),
    ],
)
def test_a_misspelt_name_is_asked_never_assigned(locator: Locator, text: str, meant: str) -> None:
    place = locator.locate(text)
    assert place.kind is PlaceKind.ASK
    assert meant in labels(place)


def test_characters_that_officials_mix_up_are_the_same_name(locator: Locator) -> None:
    assert locator.locate("侯卜昌村6组").said == "候卜昌村6组"


@pytest.mark.parametrize(
    ("text", "within", "said"),
    [
        ("3组", DAZHAI, "大寨村3组"),
        ("三", DAZHAI, "大寨村3组"),
        ("是2组那边", DAZHAI, "大寨村2组"),
        ("不是3组,是2组", DAZHAI, "大寨村2组"),
        ("6号楼2单元", SUNSHINE, "阳光里小区6号楼"),
        ("南张村3组", DAZHAI, "南张村3组"),
        ("杨庄村3组", "410871062000", "文昌街道杨庄村3组"),
    ],
)
def test_a_short_answer_is_understood_within_what_is_known(locator: Locator, text: str, within: str, said: str) -> None:
    place = locator.locate(text, within=within)
    assert (place.kind, place.said) == (PlaceKind.GRID, said)


def test_a_registered_home_is_offered_when_nothing_is_named(locator: Locator) -> None:
    place = locator.locate("楼道灯不亮", home=DAZHAI_2)
    assert (place.kind, place.home, labels(place)) == (PlaceKind.ASK, True, ["大寨村2组"])
    assert labels(locator.locate("我们村5组路灯不亮", home=DAZHAI_2)) == ["大寨村5组"]


def test_no_question_has_more_than_six_buttons(locator: Locator) -> None:
    everything = ",".join(area.name for area in demo_registry().areas)
    assert len(locator.locate(everything).options) == 6
