"""What a line of a resident is of the case they have: an impatient question, a correction, a taking back. Only where the whole
line is that and nothing besides, so that no matter of its own is taken for a remark."""

import re

from cases.commands import Follow
from nlp.clean import clean

LONGEST = 30
"""Characters beyond which a line tells something of its own."""
_THINGS = "路灯|灯|垃圾桶|垃圾|井盖|水管|管子|下水道|坑|这里|这儿|那里|那儿"
"""What may be named along with it; whether the case is of that is asked later."""
_ANYBODY = (
    "师傅|工人|工作人员|网格员|维修的|修的|你们|您们|咱们|我们|您|你|我|俺|咱|人家|人"
    "|这个事|那个事|这件事|那件事|这事|那事|事情|这个|那个|这件|那件|诉求|工单|单子|反映的|报的|说的|的"
    "|请问|问一下|问下|想问|麻烦|谢谢|多谢|辛苦|请|帮|给|把|来|去|到|再|就|还|又|先|都|了|啊|呀|哈|哦|喔|嗯|哎|唉|欸|吧|那|得|是"
)


def _filling(*words: str) -> re.Pattern[str]:
    """The longest first: the 到 of 到底 is no word by itself."""
    known = {word for some in words for word in some.split("|")}
    return re.compile("|".join([*sorted(known, key=len, reverse=True), "[^一-鿿]"]))


_FILLING = _filling(_ANYBODY, _THINGS)
_MENDED = re.compile(
    r"(?:自己|自动|自个儿?|已经|邻居|物业)*(?:修好|弄好|搞好|解决好|解决|来水|来电|恢复|好|亮|通)(?:了|啦)|没事了|"
    + _FILLING.pattern
)
"""不用来了，灯自己亮了: why nobody need come."""
_ASKING = _filling(
    _ANYBODY,
    _THINGS,
    "能|会|要|可以|才|到底|大概|大约|需要|知道|吗|么|嘛|呢|过|出|好|完|个|一下|咋|怎么|现在",
    "上门|派人|派|修|维修|弄|办|处理|解决|搞定|清|清走|拉走|拉|通|换|补|联系|打电话|回复|答复|有结果|结果|回话|开工|动工|时间",
)
_WHEN = re.compile(
    "什么时候|什么时间|啥时候|啥时间|啥时|甚时候|多会儿|多会|几时|何时|哪天|哪一天|几点钟?|几天|多少天|多长时间|多久|多少时间"
    "|(?:今天|今晚|明天|后天|这两天|这周)(?:上午|下午|晚上|之前)?(?:还|就)?(?:能|会|可以)"
    "|来不来人?|有没有人(?:来|管)|来人没|来人了没|有人来没"
)
_NO_MORE = re.compile(
    "算了|不(?:用|要|必|需要|想|打算)(?:再|你们|您|给我)?(?:派人|上门|过)?(?:来人?|修|维修|管|办|弄|处理|解决|麻烦|跑|看|查|登记|报|报修|投诉|举报|反映|告|说|追究)(?:你们|您们|您|大家)?(?:了|啦|咧)"
    "|不(?:报|报修|投诉|举报|反映|告|追究|申诉)(?:了|啦|咧)|别(?:来|修|管|办|弄|麻烦|跑|再来)(?:了|啦|咧)|取消|作废|撤了|撤掉|撤销|撤诉|撤回"
)
_PERSON = re.compile(
    "人工(?:客服|服务|坐席|座席|接听|听)?|真人|活人|客服(?:人员)?"
    "|(?:跟|和|找|与|叫|让)(?:真人|活人|你们的人|你们人|你们|工作人员|个人|人|值班室|值班人员|值班员)(?:来|直接|当面)?(?:跟我|和我|给我)?(?:说话|说|讲话|讲|谈|聊|通话|通电话|对话|回电话|打电话|打个电话)"
    "|(?:给|跟)我(?:回|打|来)个?电话"
)
_ABOVE = re.compile(
    "(?:请|让|找|叫|报给|报到|转给|转到|交给|我要找|要求)(?:你们|咱们|的)?"
    "(?:上级|上面|领导|街道办?|镇上|镇里|镇政府|乡里|乡政府|区里|区政府|服务中心|办事处)(?:的人|领导|来)?(?:看看|看一下|看|管管|管|处理|解决|出面)?"
)
_ANOTHER = re.compile(
    "(?:另外还有|还有|另外|另有|还想|再|又)(?:想|要)?(?:有|说|报|反映|投诉|问)?(?:一|另)?(?:个|件|点)(?:别的|其他的?)?(?:事情|事|问题)"
    "|(?:还有|另外|另有)(?:别的|其他的?)?(?:事情|事|问题)|别的(?:事情|事|问题)|另外一(?:件|个)(?:事)?|再(?:报|反映|说)(?:一个|一件|个|件)"
)
_ASKED_FOR = _filling(_ANYBODY, "转|接|找|要|想|换|有没有|有|能|可以|不能|吗|么|嘛|呢|个|一|位|直接|下|需要|说")
_PUT_RIGHT = re.compile(
    r"不(?:是|在)[^，,。.、；;!！?？]{1,12}?[，,。.、；;!！\s]*(?:而是|应该是|应该在|是|在)(?P<a>[^，,。；;!！?？]{2,24})"
    r"|(?:是|在)(?P<b>[^，,。；;!！?？]{2,16}?)[，,。.、；;\s]*(?:而)?不(?:是|在)[^，,。；;!！?？]{1,16}"
    r"|^(?P<e>[^，,。；;!！?？是]{2,16}?)[，,。.、；;\s]+(?:而)?不(?:是|在)[^，,。；;!！?？]{0,12}?(?:组|号|楼|村|小区|栋|单元|街|路|巷)(?:的|了)?$"
    r"|(?:说|写|打|报|讲|弄|搞|记|发|填|点|选)(?:的)?错(?:地方|地点|地址|位置|组|楼|楼号|村)?(?:了|啦)?[，,。.、；;!！：:\s]*(?:应该|其实)?(?:是|在)?(?P<c>[^，,。；;!！?？]{2,24})"
    r"|(?:地点|地址|位置|地方)(?:说|写|打|报|讲|弄|搞|记|发|填)?(?:不对|错了|有误)[，,。.、；;!！：:\s]*(?:应该|其实)?(?:是|在)?(?P<d>[^，,。；;!！?？]{2,24})"
)
_NTH = re.compile(r"第([1-9]|[一二两三四五六七八九])(?:个|件|条|项)")
_OF_NTH = _filling(_ANYBODY, "问|看|催|催办|撤回|撤|怎么样|咋样|怎样|办到哪|哪一步|哪步|进度|呢|吗|要|选|一下|急|件")
_DIGITS = "一二三四五六七八九"


def follow_in(text: str) -> Follow:
    """What the line is, NONE for whatever else is in it."""
    said = _NTH.sub("", clean(text))
    if not said or len(said) > LONGEST:
        return Follow.NONE
    asks = "?" in said
    if not asks and _is_only(said, _NO_MORE, _MENDED):
        return Follow.GIVES_UP
    if _is_only(said, _WHEN, _ASKING):
        return Follow.ASKS_WHEN
    if _is_only(said, _PERSON, _ASKED_FOR):
        return Follow.PERSON
    if not asks and _is_only(said, _ABOVE, _ASKED_FOR):
        return Follow.ABOVE
    if _is_only(said, _ANOTHER, _ASKED_FOR):
        return Follow.ANOTHER
    return Follow.NONE


def put_right_in(text: str) -> str:
    """Where it is instead, in the words of a line that puts a place right: the 9组 of 不是3组，是9组. Empty for any other."""
    said = clean(text)
    found = _PUT_RIGHT.search(said) if len(said) <= 2 * LONGEST else None
    return next((part.strip() for part in found.groups() if part), "") if found else ""


def nth_in(text: str) -> int:
    """Which of a list a line means that says no more, or what is to be done with it: 2 for 第二个, 第2件怎么样了. 0 for any other."""
    said = clean(text)
    found = _NTH.search(said) if len(said) <= LONGEST else None
    if found is None or (_OF_NTH.sub("", said[: found.start()] + said[found.end() :]) and not follow_in(said)):
        return 0
    digit = found[1].replace("两", "二")
    return _DIGITS.find(digit) + 1 if digit in _DIGITS else int(digit)


def _is_only(said: str, what: re.Pattern[str], filling: re.Pattern[str]) -> bool:
    return what.search(said) is not None and not filling.sub("", what.sub("", said))
