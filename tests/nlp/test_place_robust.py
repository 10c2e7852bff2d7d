"""Whatever is sent, the locator answers, soon, and with codes that exist."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.reading import PlaceKind
from nlp.place import Locator, as_json
from storage.registry_files import demo_registry

LOCATOR = Locator(demo_registry())
REGISTRY = demo_registry()
PIECES = [
    "大寨村",
    "2组",
    "阳光里",
    "6号楼",
    "我住",
    "不是",
    "到",
    "和",
    ",",
    "武陟县",
    "文昌街道",
    "廿",
    "号",
    "村",
    "掌",
    "#",
    "\ud800",
    "a",
]
ANYTHING = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=200),
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
)


@settings(max_examples=400, deadline=None)
@given(
    ANYTHING, st.sampled_from(["", "410871062209", "D001", "nowhere"]), st.sampled_from(["", "410871062209002", "x"])
)
def test_any_text_is_answered_with_codes_that_exist(text: str, within: str, home: str) -> None:
    place = LOCATOR.locate(text, within=within, home=home)
    known = REGISTRY.area.keys() | REGISTRY.grid.keys() | REGISTRY.compound.keys()
    assert set(place.codes) | {option.code for option in place.options} <= known
    assert len(place.options) <= 6
    assert all(option.label for option in place.options)
    assert bool(place.code) == (place.kind in (PlaceKind.GRID, PlaceKind.PLACE))


@settings(max_examples=200, deadline=None)
@given(ANYTHING)
def test_asking_twice_gives_the_same_answer(text: str) -> None:
    assert LOCATOR.locate(text) == LOCATOR.locate(text)


@pytest.mark.parametrize(
    "piece",
    [
        "啊",
        "1组",
        "大寨1组",
        "nanzhang1zu",
        "人民路和",
        "一二三",
        "文昌街道",
        "荆大寨村2组",
        "南掌村1组",
        "1-1-",
        "我住",
        "村",
    ],
)
def test_a_message_of_a_million_characters_costs_no_more_than_a_glance(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    start = time.process_time()
    LOCATOR.locate(text)
    assert time.process_time() - start < 1.0


def test_thousands_of_messages_a_second() -> None:
    texts = [
        "大寨村2组路灯不亮",
        "南掌村1组垃圾没人清运,都一个星期了",
        "我住阳光里6号楼,今天路过大寨村2组看见电线断了",
    ] * 300
    start = time.process_time()
    for text in texts:
        LOCATOR.locate(text)
    assert len(texts) / (time.process_time() - start) > 1000


def test_as_json_has_the_agreed_keys() -> None:
    assert as_json("T1", LOCATOR.locate("大寨村2组")) == {
        "id": "T1",
        "kind": "grid",
        "code": "410871062209002",
        "codes": ["410871062209002"],
        "options": [],
    }
    assert as_json("T2", LOCATOR.locate("你好"))["code"] is None
