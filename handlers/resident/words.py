"""What residents answer in a word or two: yes or no, what more they want, how satisfied they are, whether they appeal."""

import re
from typing import Literal

from cases.counsel_commands import Wish
from cases.model import DraftState, Secrecy
from cases.scores import Answer, Pressed, Satisfied, Solved
from handlers.words import split_number

YES = frozenset({"是", "是的", "对", "对的", "嗯", "有", "还有", "有的", "现在还有", "还在", "还有味", "还有味道"})
NO = frozenset(
    {"不是", "不对", "没", "没有", "没了", "没有了", "已经没有了", "已经没了", "现在没有了", "现在没了", "没味了"}
)
"""Only as the whole message: 「没人管，煤气味很大」 is no no."""
_STILL = re.compile(
    "敞着|敞口|敞开|开着口|张着口|没有?盖|没人盖|没找到|没找着|没缓|没醒|没出来|没灭|没停|没退|没好|没走|没处理|没修"
    "|还(?:是)?(?:有|在|困|掉|漏|烧|着|冒|涨|打|堵|晕|昏|危险|闻)"
)
_OVER = re.compile(
    "(?:盖好|盖上|盖住|补上|装上|找到|找着|灭|扑灭|出来|救出来|停|退|走|醒|缓过来|处理好|修好|好|散|没事|没危险|没有危险|没味|没有味|闻不到)(?:了|啦)"
    "|闻不到了?$"
)
_INSIDE = re.compile(
    "还有人|有人(?:还)?在(?:里|屋|家|楼)|没(?:有)?(?:都|全)?出来|出不来|跑不出|没出去|出不去|还在(?:里|屋|家|楼)|(?:里面|里头|屋里|家里|楼上)(?:还)?有"
)
_OUT = re.compile(
    "出来(?:了|啦)|出去(?:了|啦)|(?:跑|撤|走)(?:出来|出去|出|到外)|(?:已经?|都|人)?(?:在|到)(?:了)?(?:外面|外头|室外|门外|楼下|院里|院子|马路|路边|安全)|没人了|^已在外面$|离开了"
)
SHORT = 20
"""Characters up to which a message can be an answer to 现在还有吗?; what is longer is read for itself."""
RATINGS: dict[str, Answer] = {
    "解决": Solved.SOLVED,
    "解决了": Solved.SOLVED,
    "已解决": Solved.SOLVED,
    "部分": Solved.PARTLY,
    "部分解决": Solved.PARTLY,
    "解决了一部分": Solved.PARTLY,
    "没解决": Solved.UNSOLVED,
    "没有解决": Solved.UNSOLVED,
    "未解决": Solved.UNSOLVED,
    "满意": Satisfied.SATISFIED,
    "很满意": Satisfied.SATISFIED,
    "非常满意": Satisfied.SATISFIED,
    "基本满意": Satisfied.FAIRLY,
    "还算满意": Satisfied.FAIRLY,
    "比较满意": Satisfied.FAIRLY,
    "不满意": Satisfied.DISSATISFIED,
    "很不满意": Satisfied.DISSATISFIED,
    "有人催我": Pressed.PRESSED,
    "有人催我打好评": Pressed.PRESSED,
    "有人催我好评": Pressed.PRESSED,
}
"""Answers to the questions after closing, only as the whole message."""
FURTHER: dict[str, dict[str, Wish]] = {
    DraftState.CONSULT.value: {
        "1": Wish.VISIT,
        "2": Wish.PERSON,
        "请上门": Wish.VISIT,
        "我行动不便": Wish.VISIT,
        "我行动不便，请上门": Wish.VISIT,
        "问人": Wish.PERSON,
        "没说清": Wish.PERSON,
        "没说清，问人": Wish.PERSON,
        "转人工": Wish.PERSON,
        "找人工": Wish.PERSON,
        "人工": Wish.PERSON,
    },
    DraftState.BEYOND.value: {
        "1": Wish.AID,
        "2": Wish.MEDIATOR,
        "3": Wish.OTHER,
        "法律援助": Wish.AID,
        "找法律援助": Wish.AID,
        "找免费法律援助": Wish.AID,
        "调解员": Wish.MEDIATOR,
        "找调解员": Wish.MEDIATOR,
        "别的诉求": Wish.OTHER,
        "记下别的诉求": Wish.OTHER,
    },
}
"""What is asked for after an answer, only as the whole message."""
SAME = frozenset(
    {"就是这件", "就是这个", "是这件", "我也遇到", "就是这件，我也遇到", "是一回事", "同一件事", "是同一件事"}
)
NOT_SAME = frozenset(
    {
        "不是一回事",
        "不是这件",
        "不是这个",
        "不是同一件",
        "不是同一件事",
        "不是一件事",
        "单独办",
        "是另一件事",
        "另一件事",
        "另外一件事",
        "是另外一件事",
        "别的事",
        "是别的事",
    }
)
"""Whether one's own case is the one that was told before; only as the whole message."""
FITS = frozenset(
    {
        "1",
        "知道了，等着",
        "知道了,等着",
        "知道了等着",
        "知道了",
        "等着",
        "我等着",
        "好，等着",
        "好的",
        "好",
        "行",
        "嗯",
        "我也遇到",
        "我也是",
        "一样",
    }
)
FITS_NOT = frozenset(
    {
        "2",
        "我的情况不一样",
        "情况不一样",
        "我的不一样",
        "不一样",
        "我这不一样",
        "我这里不一样",
        "不是一回事",
        "不是",
        "不是这个",
        "不是这件",
    }
)
"""Whether the one answer of a desk fits; only as the whole message, and only behind that answer."""
_APPEAL = re.compile(
    r"(?:我|俺)?(?:坚决)?(?:要求|要|想|不服[\s,，]*)?(?:不同意|不服|不认可|申请复核|申请复查|请求复核|复核)(?=$|[\s,，。.!！:：、；;])"
    r"[\s,，。.!！:：、；;]*(.*)",
    re.DOTALL,
)
"""Only where it leads the message and stands by itself."""
_WELL = re.compile(r"(?:路?灯)?(?:都|一直)?(?:还|现在)?(?:亮|好|通|热|没坏|能用)(?:着|的)?(?:呢|哩|嘞)?")
"""还亮着, 好着呢: only as the whole message."""
_PRESSING = re.compile(
    r"(?:这事|这个|我)?(?:很|挺|特别|非常|太|真|最)?(?:急|着急|紧急|火急)(?:的|得很|件)?(?:呢|啊|呀)?"
)
"""急, 很急: only as the whole message."""
_THANKS = re.compile(
    r"(?:好的?|行|嗯|那就?|真是?|太|非常|十分|多|感|麻烦|辛苦|谢|给|您|你|们|大家|各位|了|啊|呀|啦|哈|哦|哟|\W)*"
)
"""Thanks and nothing else: 谢谢啊, 辛苦了, 麻烦你们了. Of this pattern and the next no text can be read in two ways: of one that could,
thirty letters would take longer than anybody waits."""
_THANKING = ("谢", "辛苦", "麻烦")
_NOTED = re.compile(
    r"(?:(?:好(?:的|吧(?=[了啊呀啦吧哈嘞]))?|行|中|嗯|哦|知道|明白|收到|可以|没事|ok)(?:了|啊|呀|啦|吧|哈|嘞)?\W*)+",
    re.IGNORECASE,
)
"""好的, 知道了: heard, and nothing asked."""
_AROUND = " \t\n.,!~。，！～…"
_NTH = re.compile(r"^[1-3][\s.、，,]*(?=\S)")


def yes_or_no(text: str) -> bool | None:
    """The plain answer a text is, None for everything else."""
    word = text.strip(_AROUND)
    return (word in YES) if word in YES | NO else None


def still_in(text: str) -> bool | None:
    """The answer to 现在还有吗? that a text is. What says that it goes on wins: 没有了，井口敞着呢."""
    word = text.strip(_AROUND)
    if len(word) > SHORT:
        return None
    if _STILL.search(word):
        return True
    plain = yes_or_no(text)
    return False if plain is None and _OVER.search(word) else plain


def out_in(text: str) -> bool | None:
    """Whether a text says that they are out of the house. What says that somebody is inside wins."""
    if len(text) > 2 * SHORT:
        return None
    if _INSIDE.search(text):
        return False
    return True if _OUT.search(text) else None


def courtesy_in(text: str) -> Literal["", "thanks", "noted"]:
    """Whether a text only thanks us, praising nobody, or only says that it was read."""
    said = text.strip()
    if any(word in said for word in _THANKING) and _THANKS.fullmatch(said):
        return "thanks"
    return "noted" if _NOTED.fullmatch(said) else ""


def rating_in(text: str) -> Answer | None:
    """The answer a text is when nothing else is said, by the words of the button, its number before them or not."""
    return RATINGS.get(_NTH.sub("", text.strip(_AROUND)))


def further_in(text: str, state: str | None) -> Wish | None:
    """What a text asks for after an answer: by the number of the button, or in its words."""
    return FURTHER.get(state or "", {}).get(text.strip(_AROUND))


def fits_in(text: str) -> bool | None:
    """Whether the answer that was shown fits, when nothing else is said."""
    word = text.strip(_AROUND)
    return (word in FITS) if word in FITS | FITS_NOT else None


def says_well(text: str) -> bool:
    return _WELL.fullmatch(text.strip(_AROUND)) is not None


def same_in(text: str) -> bool | None:
    """Whether the resident says that it is the same, when nothing else is said."""
    word = split_number(text)[1].strip(_AROUND)
    return (word in SAME) if word in SAME | NOT_SAME else None


def appeal_in(text: str) -> str | None:
    """What a resident says besides 不同意 or 申请复核; None where the words begin with neither."""
    found = _APPEAL.fullmatch(split_number(text)[1])
    return found[1].strip() if found else None


def says_pressing(text: str) -> bool:
    return _PRESSING.fullmatch(text.strip(_AROUND)) is not None


SECRECY = {
    "匿名": Secrecy.ANONYMOUS,
    "我要匿名": Secrecy.ANONYMOUS,
    "匿名吧": Secrecy.ANONYMOUS,
    "保密": Secrecy.CONFIDENTIAL,
    "我要保密": Secrecy.CONFIDENTIAL,
    "保密吧": Secrecy.CONFIDENTIAL,
}
"""Which of the two, only as the whole message."""
_SECRET = re.compile(
    r"(?:不想|不愿|别|不要|不能|不希望|怕).{0,4}(?:让|被|给|叫)?.{0,6}(?:知道|晓得|发现|看到).{0,4}(?:是我|我是谁|我的名字|我名字|谁(?:说|反映|举报)的)"
    r"|(?:别|不要|不能).{0,4}(?:说|讲|透露|泄露|暴露).{0,4}(?:是我|我的名字|我名字|我的身份|我是谁)"
    r"|(?:怕|担心).{0,4}(?:被|遭|打击)?报复|(?:替|给|帮|为)我保密|(?:请|要|能|可以)(?:不能|不可以)?保密|匿名(?:举报|反映|投诉)"
)
_FILLING = re.compile(r"我|要|想|来|举报|反映|投诉|说|个|一|件|事|情|可以|能|行|不|吗|么|请|的|了|啊|呀|[^一-鿿]")
_BESIDES = re.compile(r"[一-鿿]{2}")


def secrecy_in(text: str) -> Secrecy | None:
    """What a text wishes about who may know who speaks; None where it says nothing of that."""
    if chosen := SECRECY.get(text.strip(_AROUND)):
        return chosen
    if not _SECRET.search(text):
        return None
    return Secrecy.WISHED if _BESIDES.search(_FILLING.sub("", _SECRET.sub("", text))) else Secrecy.ASKED
