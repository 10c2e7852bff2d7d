"""What people write in two or three words, and what it must never be mistaken for."""

from datetime import date
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.commands import Action, Verdict
from nlp.plain_words import read_verdict, read_worker

Meaning = TypeVar("Meaning")
TODAY = date(2026, 2, 26)

SURE = {
    Action.ACCEPT: (
        "接单|接|接了|收到|收到了|好的收到|收到!|我接|我去看看|我去看一下|我去看看。|我这就去|马上去|这就过去|知道了|我来|我来处理|"
        "出发了|接单,这就去|收到 我马上过去|我接单|这就去看看|收到,谢谢"
    ),
    Action.ARRIVE: "已到场|到场|到了|到现场了|我到了|已经到了|已到现场|到地方了|人到了|到达现场|刚到|已到|已到场 在楼下",
    Action.WORKING: "处理中|正在弄|正在处理|正在修|正在清|在弄了|在修了|开始弄了|正弄着|修着呢|弄着呢|清着呢|正在清运|正在协调|正在弄 水泵",
    Action.RESOLVE: (
        "办结|办结了|已办结|弄好了|清完了|修好了|处理好了|处理完了|已处理|已修复|搞定|搞定了|弄完了|换好了|已清理|灯修好了|"
        "两个桶都清完了|垃圾清完了|井盖换好了|办完了|拾掇好了|已解决|弄妥了|全清完了|办结 清了两桶|办结,换了灯泡|完成"
    ),
}
NEVER_SURE = (
    "没弄好|还没清完|弄不好|快弄好了|马上弄好|弄好了吗|明天弄好|等弄好了告诉你|弄好了叫你|清完了一半|差不多弄完了|办结不了|没法办结|"
    "还没到|到不了|我没接|不接|接不了|收不到|没收到|修好了吗?|没到现场|快到了|明天到|处理不了|没在弄|修好了但是又坏了|谁修好了|"
    "应该修好了|物业说修好了|到了才发现没带工具|没办完|如果修好了就办结|不能办结|别办结|收到个屁|到了没|办结怎么弄|要是弄好了呢|"
    "三天内办结|周五办结|接了 又退了|清了两个桶还剩一个|居民说已解决|先别接单|修好了一盏,还有一盏|没完成|完成不了|未完成|未处理|尚未办结|"
    "不是已处理|搞不定|没搞定|已处理不了|没开始弄|到了晚上再说|处理中的那件呢|接单的人是谁|收到三份投诉|修好了也没用"
)
OTHER = "今天天气不错|请假|电话打不通|居民不在家|要什么材料|"

SAID = {
    Verdict.FIXED: (
        "1|１|①|1 好了|好了|可以了|谢谢解决了|解决了|修好了|弄好了|行了|亮了|通了|满意|已经好了|都好了|好了,谢谢|没问题了|没事了|不漏了|"
        "不堵了|没味了|来水了|来电了|中了|妥了|清干净了|确实好了|好啦|好了好了|搞定了|谢谢,弄好了|不臭了|选1|回复1|1。|已解决|嗯 好了|修得很好|挺好的"
    ),
    Verdict.NOT_FIXED: (
        "2|2 没好|没好|没好 就倒了一个桶|还是没人来|没弄好|不好|好个屁|没修好|没解决|还没好|根本没来|还是不亮|没有好|不行|没人来|好啥好|"
        "哪里好了|没清完|还在漏|还堵着|不满意|没处理|就清了一半|只倒了一个桶|谢谢,但是没好|好了一半|没用|老样子|还是老样子|没动静|骗人|"
        "修了跟没修一样|没修|没来过|不可以|还没弄|没彻底|好什么好|不算好|没完全好|好了才怪|压根没修|还是那样|没见人"
    ),
    Verdict.BROKE_AGAIN: "3|又坏了|好了又坏了|修好没两天又坏了|又堵了|又不亮了|刚好又漏了|好了一天又停了|又满了|又黑了|修是修了 又坏了",
    Verdict.NOT_MINE: "4|这不是我说的事|不是我报的|不是我反映的|搞错了|弄错了|不是这个事|不是我的事|不是这件|你们弄错地方了",
    Verdict.NONE: (
        "好了吗|好了没|修好了没有|修好了吗?|啥时候能好|快好了|马上好了|等好了再说|好的|在吗|12号楼|你好|路灯坏了|要是好了呢|明天能好不|13|谁说好了|"
        "好像好了|你好了解一下政策|是不是好了|弄好了告诉我|您好|好不好|行不行|"
    ),
}


def _pairs(table: dict[Meaning, str]) -> list[tuple[str, Meaning]]:
    return [(text, meaning) for meaning, texts in table.items() for text in texts.split("|")]


@pytest.mark.parametrize(("text", "action"), _pairs(SURE))
def test_a_worker_is_taken_at_a_plain_word(text: str, action: Action) -> None:
    said = read_worker(text, TODAY)
    assert (said.action, said.sure) == (action, True)


@pytest.mark.parametrize("text", NEVER_SURE.split("|"))
def test_a_worker_who_may_mean_the_opposite_is_asked_first(text: str) -> None:
    assert not read_worker(text, TODAY).sure


@pytest.mark.parametrize("text", OTHER.split("|"))
def test_words_about_something_else_do_nothing(text: str) -> None:
    assert read_worker(text, TODAY).action is Action.OTHER


@pytest.mark.parametrize(("text", "verdict"), _pairs(SAID))
def test_a_resident_is_understood_and_a_denial_is_never_praise(text: str, verdict: Verdict) -> None:
    assert read_verdict(text).verdict is verdict


def test_the_rest_of_the_sentence_is_kept_as_the_proof() -> None:
    assert read_worker("办结 清了两桶", TODAY).note == "清了两桶"
    assert read_worker("灯修好了", TODAY).note == "灯修好了"
    assert read_worker("接单", TODAY).note == ""


def test_what_is_missing_is_kept_in_the_residents_own_words() -> None:
    assert read_verdict("没好 就倒了一个桶").note == "就倒了一个桶"
    assert read_verdict("2 就倒了一个桶").note == "就倒了一个桶"
    assert read_verdict("还是没人来").note == "还是没人来"


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    read_worker(text, TODAY)
    read_verdict(text)


def test_a_long_story_is_no_plain_word() -> None:
    assert not read_worker("收到" + "居民反映的情况比较复杂" * 20, TODAY).sure
