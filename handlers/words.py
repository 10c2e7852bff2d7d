"""Typed commands: slash names, their Chinese equals, and the case number among the words behind them."""

import re
from dataclasses import dataclass

from handlers.staff.words import CLASS, LEAVE, OTHER_TOPIC, RANKING
from handlers.word import Word
from nlp.plain.shape import CASE_NUMBER, is_day
from texts.saying import NO_PLACE

FOR_ALL = {
    "帮助": Word.HELP,
    "进度": Word.PROGRESS,
    "查进度": Word.PROGRESS,
    "绑定": Word.BIND,
    NO_PLACE: Word.NO_PLACE,
    "不便说": Word.NO_PLACE,
    "改地点": Word.FIX_PLACE,
    "补地点": Word.FIX_PLACE,
    "改地址": Word.FIX_PLACE,
    "改事情": Word.FIX_TOPIC,
    "补照片": Word.ADD_PHOTO,
    "不留名": Word.HIDE_NAME,
    "不要留我名字": Word.HIDE_NAME,
    "撤回": Word.WITHDRAW,
    "撤回这段": Word.RETRACT,
    "谁看过我的信息": Word.READS,
    "订阅": Word.SUBSCRIBE,
    "退订": Word.UNSUBSCRIBE,
    "通知知道了": Word.KNOWN,
    "网格": Word.GRID,
    "网格员": Word.GRID,
    "公示卡": Word.GRID,
    "导出我的信息": Word.MY_DATA,
    "删除我的信息": Word.ERASE,
    "确认删除": Word.ERASE_YES,
}
"""Chinese equals that anybody may type."""
FOR_STAFF = {
    "控制台": Word.CONSOLE,
    "待办": Word.TODO,
    "看联系人": Word.LOOK,
    "看号码": Word.LOOK,
    "我的评价": Word.TODO,
    "接单": Word.ACCEPT,
    "到场": Word.ARRIVE,
    "已到场": Word.ARRIVE,
    "办结": Word.RESOLVE,
    "日报": Word.DIGEST,
    "督办": Word.SUPERVISE,
    "换人": Word.REASSIGN,
    "直接办结": Word.RESOLVE_NOW,
    "改主题": Word.RETOPIC,
    "改类别": Word.RETOPIC,
    "问居民": Word.ASK,
    "转派": Word.TRANSFER,
    "请假": Word.LEAVE,
    "销假": Word.BACK,
    "延期": Word.EXTEND,
    "挂账": Word.SUSPEND,
    "现在办不了": Word.SUSPEND,
    "要延期": Word.EXTEND,
    "退回": Word.TRANSFER,
    "停用": Word.STOP,
    "解除": Word.RELEASE,
    "解除停用": Word.RELEASE,
    "不予受理": Word.DISMISS,
    "剔除": Word.DISMISS,
    "同意": Word.AGREE,
    "不同意": Word.REFUSE,
    "维持": Word.UPHOLD,
    "重新办理": Word.OVERTURN,
    "代确认": Word.VOUCH,
    "通知": Word.ANNOUNCE,
    "发出": Word.SEND_OUT,
    "不发": Word.KEEP_BACK,
    "进展": Word.NEWS,
    "写进展": Word.NEWS,
    "方案": Word.PROPOSAL,
    "给方案": Word.PROPOSAL,
    "协议已签": Word.SIGNED,
    "协议签了": Word.SIGNED,
    "签协议了": Word.SIGNED,
    "定难易": Word.CLASSIFY,
    "撤销": Word.UNDO,
    "申诉": Word.CONTEST,
    "同意申诉": Word.UPHOLD_CONTEST,
    "驳回申诉": Word.REFUSE_CONTEST,
    "吹哨": Word.WHISTLE,
    "应哨": Word.MUSTER,
    "去不了": Word.CANNOT,
    "来不了": Word.CANNOT,
    "结论": Word.CONCLUDE,
    "协办": Word.ASSIST,
    "并成一组": Word.JOIN,
    "合并": Word.JOIN,
    "拆开": Word.SPLIT,
    "就是这张": Word.SAME_PICTURE,
    "换一张": Word.OTHER_PICTURE,
    "答复": Word.ANSWER_ALL,
    "发统一答复": Word.ANSWER_ALL,
    "不用统一答复": Word.NO_ANSWER,
    "确认发布": Word.PUBLISH,
    "不发布": Word.UNPUBLISH,
    "结束突发": Word.END_SURGE,
}
"""Chinese equals that mean a command only in a worker's mouth."""
TAKES_WORDS = frozenset(
    {Word.ASK, Word.LEAVE, Word.NEWS, Word.PROPOSAL, Word.CANNOT, Word.CONCLUDE, Word.ANNOUNCE, Word.ANSWER_ALL}
)
"""Commands of staff behind which any words may follow."""
DIRECTIVES = {
    Word.SUPERVISE: "督办",
    Word.REASSIGN: "换人",
    Word.AGREE: "同意",
    Word.REFUSE: "不同意",
    Word.UPHOLD: "维持",
    Word.OVERTURN: "重新办理",
}
"""Commands by their slash names, as the words that mean the same."""
URGE = "催办"
"""What a bare /urge says."""
BIND_PAYLOAD = "bind_"
"""Deep link t.me/<bot>?start=bind_CODE."""

GRID_PAYLOAD = "grid_"
"""Deep link t.me/<bot>?start=grid_CODE."""

_SLASH = re.compile(r"/([A-Za-z0-9_]+)(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)
_CHINESE = re.compile(r"([一-鿿]{2,7})(?:[\s,，:：]+(.*)|(?=\d)(.*))?", re.DOTALL)
_GRID = re.compile(
    r"(?:请?问?一?下?|查一?下?|看一?下?)(?:我|我们|我家|这里|这儿|俺|咱)?的?(.{0,30}?)的?网格(?:员|长)?"
    r"(?:是谁|是哪个|是哪位|是什么人|叫啥|叫什么|叫什么名字|公示|公示卡|归谁管)[?？呀啊呢。]*"
)
"""我的网格员是谁, 大寨村2组的网格员叫什么: a question with nothing else in it."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A command as typed. `name` is its slash name, perhaps one we do not know; `args` everything behind it."""

    name: str
    args: str = ""
    slash: bool = True
    to: str = ""
    """The bot named behind the @, empty when none was."""
    staff_only: bool = False

    @property
    def number(self) -> str:
        return split_number(self.args)[0]

    @property
    def note(self) -> str:
        """What is said besides the case number."""
        return split_number(self.args)[1]


def typed_in(text: str) -> Typed | None:
    """The command a text is, or None for ordinary words."""
    text = text.strip()
    if by_staff := _retopic(text) or _ranking(text) or _classify(text):
        return by_staff
    if leave := LEAVE.fullmatch(text):
        return Typed(Word.LEAVE, f"{leave[1]} {leave[2]}".strip(), slash=False, staff_only=True)
    if whose := _GRID.fullmatch(text):
        return Typed(Word.GRID, whose[1], slash=False)
    if text.startswith("/") and (chinese := _CHINESE.fullmatch(text[1:])) and (known := FOR_ALL.get(chinese[1])):
        return Typed(known, (chinese[2] or chinese[3] or "").strip())
    if found := _SLASH.match(text):
        name, to, args = found.groups(default="")
        return Typed(name.lower(), args.strip(), to=to)
    if found := _CHINESE.fullmatch(text):
        return _chinese(found[1], (found[2] or found[3] or "").strip())
    return None


def _ranking(text: str) -> Typed | None:
    """「排名」 or 「吹哨台账」, perhaps with a month."""
    found = RANKING.fullmatch(text)
    if found is None:
        return None
    lists = {"吹哨台账": Word.WHISTLES, "不予受理台账": Word.DISMISSALS, "剔除台账": Word.DISMISSALS}
    return Typed(lists.get(found[1], Word.RANKING), found[2], slash=False, staff_only=True)


def _classify(text: str) -> Typed | None:
    """「这是历史遗留」, perhaps with a number."""
    number, said = split_number(text)
    found = CLASS.fullmatch(said)
    return Typed(Word.CLASSIFY, f"{number} {found[1]}".strip(), slash=False, staff_only=True) if found else None


def _retopic(text: str) -> Typed | None:
    """「主题改成环境保护」, perhaps with a number: a command in a worker's mouth."""
    number, said = split_number(text)
    found = OTHER_TOPIC.fullmatch(said)
    return Typed(Word.RETOPIC, f"{number} {found[1]}".strip(), slash=False, staff_only=True) if found else None


def _chinese(word: str, args: str) -> Typed | None:
    if name := FOR_STAFF.get(word):
        by_staff = Typed(name, args, slash=False, staff_only=True)
        # 「办结 不了」 is no command: free words without a number are read, with all their doubts.
        return by_staff if not args or by_staff.number or name in TAKES_WORDS else None
    name = FOR_ALL.get(word)
    # 「帮助老人」 is the beginning of a sentence: only a code or a case number may follow such a word.
    if name is None:
        return None
    typed = Typed(name, args, slash=False)
    return typed if not args or name in {Word.BIND, Word.SUBSCRIBE} or (typed.number and not typed.note) else None


def split_number(text: str) -> tuple[str, str]:
    """The first case number in a text, as `MMDD-NNN` whatever digits and dash were typed, and the other words."""
    for found in CASE_NUMBER.finditer(text):
        day, serial = (_ascii(part) for part in found.groups())
        if is_day(day):
            return f"{day}-{serial}", f"{text[: found.start()]} {text[found.end() :]}".strip(" \t\n,，。:：、")
    return "", text.strip()


def _ascii(digits: str) -> str:
    return "".join(str(int(digit)) for digit in digits)
