"""Few false answers: what is asked is answered by the right entry or by nobody, and judgments are told from their neighbours."""

import pytest

from bot.knowledge import knowledge_of
from cases.reading import Beyond, Intent
from nlp.reader import Reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def answered(reader: Reader, text: str) -> str | None:
    """The id of the entry that a resident would be told, as cases/consulting.py decides it."""
    entry = knowledge_of("demo").answer(text)
    return entry.id if entry and reader.read(text).intent is Intent.QUESTION else None


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("高龄补贴咋领", "gaoling"),
        ("请问 80岁老人补贴怎么申请？", "gaoling"),
        ("高齡津貼怎麼領", "gaoling"),
        ("老年证丢了咋补办", "laonianzheng"),
        ("身份证丢了怎么补办", "shenfenzheng"),
        ("残疾证怎么办理", "canjizheng"),
        ("低保怎么申请", "dibao"),
        ("合作医疗怎么交", "yibao"),
        ("营业执照怎么办", "getihu"),
        ("劳动仲裁怎么申请", "zhongcai"),
        ("法律援助怎么申请", "legal_aid"),
    ],
)
def test_a_plain_question_is_answered_by_its_entry(reader: Reader, text: str, entry: str) -> None:
    assert answered(reader, text) == entry


@pytest.mark.parametrize(
    "text",
    [
        "高龄补贴半年没发了",
        "高龄补贴为什么给我停了",
        "高龄补贴一个月多少钱",
        "高龄补贴什么时候发",
        "村干部冒领高龄补贴怎么举报",
        "我家的低保为什么取消了",
        "低保户名单有没有公示",
        "合作医疗报销多少",
        "医保报不了怎么回事",
        "隔壁饭店没有营业执照怎么办",
        "残疾证办了半年还没下来",
        "老人卡坐公交不让坐怎么回事",
        "身份证能不能邮寄",
        "养老金够不够交房租",
        "我叔去年办了老年证，今年搬去外省，那边说不认，让回来重新开证明，这个证明到底应该找谁开怎么开",
        "怎么办",
    ],
)
def test_what_only_sounds_like_an_entry_is_left_to_a_person(reader: Reader, text: str) -> None:
    assert answered(reader, text) is None


def test_two_entries_that_fit_alike_answer_nobody() -> None:
    knows = knowledge_of("demo")
    assert knows.answer("居住证怎么办")
    assert knows.answer("居住证和老年证怎么办") is None


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("我跟邻居打官司,法院判得不公", Beyond.COURT),
        ("法院判决不执行", Beyond.COURT),
        ("仲裁裁决我不服", Beyond.ARBITRATION),
        ("行政复议维持了我不服", Beyond.REVIEW),
        ("明天下雨不", Beyond.WEATHER),
        ("今天天气怎么样", Beyond.WEATHER),
        ("讲个笑话", Beyond.OTHER),
    ],
)
def test_what_nobody_here_can_settle(reader: Reader, text: str, what: Beyond) -> None:
    assert reader.read(text).beyond is what


@pytest.mark.parametrize(
    "text",
    [
        "法院门口路灯坏了",
        "法院家属院没暖气",
        "我跟邻居打官司,他家房子还在漏水",
        "邻居漏水不赔,我要起诉他",
        "物业起诉我不交物业费",
        "孩子离婚后没人管",
        "城管判我罚款",
        "彩票店半夜放音响",
        "明天下雨路会不会淹",
        "下雨天路上积水",
        "天气热，楼下垃圾臭得不行",
        "官司输了我不想活了",
        "法官收了钱判我输",
    ],
)
def test_what_somebody_here_can_do_something_about(reader: Reader, text: str) -> None:
    assert reader.read(text).beyond is None
