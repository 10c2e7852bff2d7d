"""A reply with its names, times and case numbers folded into one letter each, so that one phrase stands for all of them:
转给<去处> is said of any body. Where each letter came from is kept."""

import re
from dataclasses import dataclass
from functools import cache

from nlp.plain.amounts import SPAN, WHEN
from nlp.tables import rows_of

UNIT, PERSON, DAYS, DAY, NUMBER = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
"""Private-use letters: `clean` leaves none of them in a text."""
KINDS = UNIT + PERSON + DAYS + DAY + NUMBER
EDGES = " ,.!?;:~、。-()\"'…"
CASE_NUMBER = re.compile(r"(?<!\d)(\d{4})\s?[-‐‑‒–—―−－﹣]{1,2}\s?(?!12345(?!\d))(\d{3,5})(?!\d)")
"""As typed, by any dash; a day may bring more than 9,999. `is_day` tells it from 2023-2024; 0310-12345 is a city's line for
complaints, called from elsewhere."""

_SURNAMES = (
    "张王李赵刘陈杨黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦"
    "邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤靳申原都买尚毋"
)
_HAN = "一-鿿"
_PERSON = rf"[老小][{_SURNAMES}](?![{_HAN}]?[层区院])|[{_SURNAMES}](?:姐|哥|叔|姨|婶|主任|书记|所长|站长|队长|经理|师傅|工)|网格员[甲乙丙丁戊己]?|站长|主任|村主任|书记|村支书|支书|组长|片长"
_GRID = rf"(?:第?(?:[0-9]{{1,3}}|[一二三四五六七八九十]{{1,3}})号?|隔壁|旁边|[东西南北]边?)的?微?(?:网格|片区)(?:长|员)?(?:[老小][{_SURNAMES}])?"
_INSTITUTION = rf"(?:(?![叫转给找让请把了的是在来去和跟与归该管不没等由属要得问喊联系请呼通知吹哨派交移])[{_HAN}]){{2,6}}(?:公司|管理所|管理处|分局|中队|大队|办公室|委员会|服务站|事务所)"
_SHORT_NUMBER = r"(?<!\d)(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:\d{3})?(?!\d)"
_BEFORE_NUMBER = rf"(?:(?<=[{_HAN}])(?:昨天|前天|上次|那个|那件)的?)?"
_AFTER_NUMBER = r"(?: ?(?:号|这个|那个|那件|那条|那单|那起|那)(?:事|工单|件)?)?"
_GAP = re.compile(rf"(?<=[^ ,.!?;])[ ,、:!]+(?=[{KINDS}])|(?<=.{NUMBER}) +")
_JOIN = re.compile(r"[ ,、/]*(?:和|跟|与|还有|加上|加)?[ ,、/]*")


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is one of the letters above; `names` is what was said, several bodies where they were joined."""

    kind: str
    names: tuple[str, ...]
    at: int
    """Index of its letter in the shape."""


@dataclass(frozen=True, slots=True)
class Shape:
    text: str
    tokens: tuple[Token, ...]
    origin: tuple[int, ...]
    """Where in the reply each letter of the shape begins; one more for the end."""

    def within(self, start: int, end: int, kinds: str) -> list[Token]:
        return [token for token in self.tokens if start <= token.at < end and token.kind in kinds]


def is_day(mmdd: str) -> bool:
    """Keeps years and house numbers apart from case numbers: 2023-2024 is none."""
    return 1 <= int(mmdd[:2]) <= 12 and 1 <= int(mmdd[2:]) <= 31


def shape_of(said: str) -> Shape:
    """The cleaned reply, folded. Blanks between a verb and a name, or behind a number, are dropped: 吹哨 城管, 跟 0224 是一回事."""
    letters, done = [], 0
    found = _joined(said)
    for kind, _, start, end in found:
        letters += [*zip(said[done:start].translate(_DIALECT), range(done, start), strict=True), (kind, start)]
        done = end
    letters += zip(said[done:].translate(_DIALECT), range(done, len(said)), strict=True)
    dropped = {at for gap in _GAP.finditer("".join(letter for letter, _ in letters)) for at in range(*gap.span())}
    letters = [letter for at, letter in enumerate(letters) if at not in dropped]
    places = [at for at, (letter, _) in enumerate(letters) if letter in KINDS]
    tokens = tuple(Token(kind, names, at) for (kind, names, _, _), at in zip(found, places, strict=True))
    return Shape("".join(letter for letter, _ in letters), tokens, (*(at for _, at in letters), len(said)))


_DIALECT = str.maketrans({"俺": "我", "咱": "我", "嘞": "的", "咧": "的", "哩": "的", "恁": "你", "您": "你"})
"""Henan speech, letter by letter, so that places in the text stay the same."""


def _joined(said: str) -> list[tuple[str, tuple[str, ...], int, int]]:
    """The tokens of a reply; bodies joined by 和 or a comma are one: 城管 物业."""
    found: list[tuple[str, tuple[str, ...], int, int]] = []
    for match in _tokens().finditer(said):
        kind, name = _kind(match), match[match.lastgroup or 0]
        if kind == NUMBER:
            name = _number_in(name)
        elif kind == UNIT:
            name = _bodies().get(name, name)
        last = found[-1] if found else None
        if last and kind in {UNIT, PERSON} and last[0] == kind and _JOIN.fullmatch(said[last[3] : match.start()]):
            names = last[1] if name in last[1] else (*last[1], name)
            found[-1] = (kind, names, last[2], match.end())
        else:
            found.append((kind, (name,), match.start(), match.end()))
    return found


def _kind(match: re.Match[str]) -> str:
    return {"number": NUMBER, "days": DAYS, "day": DAY, "person": PERSON, "unit": UNIT}[match.lastgroup or ""]


def _number_in(name: str) -> str:
    """0224-006 whatever dash or none was typed; the short 0224 as it is."""
    digits = "".join(str(int(c)) for c in name if c.isdigit())
    return digits if len(digits) == 4 else f"{digits[:4]}-{digits[4:]}"


@cache
def _bodies() -> dict[str, str]:
    """Every way to name a body -> how it is written; what voice recognition makes of it is put right."""
    return {row["word"]: row["name"] or row["word"] for row in rows_of("bodies")}


@cache
def _tokens() -> re.Pattern[str]:
    bodies = "|".join(sorted(_bodies(), key=len, reverse=True))
    number = rf"{_BEFORE_NUMBER}(?:(?<!\d)(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]) ?[-‐-―−]{{1,2}} ?\d{{3,4}}(?!\d)|{_SHORT_NUMBER}){_AFTER_NUMBER}"
    return re.compile(
        rf"(?P<number>{number})|(?P<days>{SPAN})|(?P<day>{WHEN})"
        rf"|(?P<person>{_GRID}|{_PERSON})|(?P<unit>{_INSTITUTION}|(?<!\d)(?:{bodies})(?!\d))(?:那边|那儿|那里|的人|嘞人|的师傅|嘞师傅)?"
    )
