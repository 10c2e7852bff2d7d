"""A business says what it is; the card shows it, and the digest counts what businesses bring by topic."""

import pytest

from cases import messages as say
from cases.reading import BUSINESS
from nlp.reader import Reader
from tests.cases.conftest import LAMP, Desk


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.mark.parametrize(
    "text",
    [
        "我是开饭店的,门口下水道堵了",
        "我们公司门口路被挖断了",
        "我是个体户，办照三天没消息",
        "我租的门面漏水没人管",
        "我开了个小超市，天天停电",
    ],
)
def test_whoever_says_so_is_a_business(reader: Reader, text: str) -> None:
    assert [one for one in reader.read(text).evidence if one.argues_for == BUSINESS]


@pytest.mark.parametrize(
    "text",
    [
        "楼下饭店油烟大",
        "我家楼下开了个饭店，太吵",
        "公司拖欠我工资",
        "我去超市买到过期牛奶",
        "隔壁老板占道经营",
        "我是业主，物业公司不管",
    ],
)
def test_whoever_speaks_of_one_is_none(reader: Reader, text: str) -> None:
    assert not [one for one in reader.read(text).evidence if one.argues_for == BUSINESS]


def test_the_card_and_the_digest_show_it(desk: Desk) -> None:
    desk.say("我是开饭店的，文昌街道大寨村2组门口下水道堵了")
    case = desk.case()
    (card, *_) = desk.cards(case.holder)
    assert card.business
    assert not [word for word in card.evidence if "我是开" in word]
    desk.say(LAMP, by="居民乙")
    assert not desk.cards(desk.case().holder)[-1].business
    desk.wait(days=1)
    page = next(m for m in desk.heard_by(desk.org.top) if isinstance(m, say.Digest))
    assert page.business == (say.TopicCount("城乡建设", 1),)
