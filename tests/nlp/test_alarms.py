"""Danger told the way people tell it: in dialect, calmly, as a question; and the words that only sound like it."""

import pytest

from cases.reading import Danger, Intent, Severity
from nlp.alarms import Alarms
from nlp.reader import Reader


@pytest.fixture(scope="module")
def alarms() -> Alarms:
    return Alarms()


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("俺家灶台下头那个管子呲呲响 气味可大", Danger.GAS),
        ("热水器开着 俺媳妇洗澡晕里头了", Danger.GAS),
        ("厨房里老是有股怪味 一进去就犯恶心 阀门关了还有", Danger.GAS),
        ("隔壁在烧东西 窗户里都是红的 有人喊", Danger.FIRE),
        ("屋里都是烟 我找不着出口", Danger.FIRE),
        ("麦地着了 风往村里刮 快来人", Danger.FIRE),
        ("洗澡的时候水龙头麻手 麻得胳膊都抬不起来", Danger.ELECTRIC),
        ("下雨积水里有电 一个骑车的倒里头不动了", Danger.ELECTRIC),
        ("老墙要倒 底下是小摊", Danger.COLLAPSE),
        ("楼板掉下来一块 砸住人了", Danger.COLLAPSE),
        ("货梯夹住一个搬货的 腿在外头", Danger.TRAPPED),
        ("几个娃在水库野泳 有一个没影了", Danger.MISSING),
        ("小孩掉进化粪池了", Danger.TRAPPED),
        ("楼上两口子打架 女的喊救命 孩子哭得不行", Danger.VIOLENCE),
        ("我被关在宾馆里 他们不让我走 手机快没电了", Danger.VIOLENCE),
        ("药我都吃了 一瓶 就是想告诉你们一声", Danger.SELF_HARM),
        ("孩子给你们养吧 我先走一步了", Danger.SELF_HARM),
        ("五保户老李头 送饭敲门没人应 灯还亮着", Danger.MISSING),
        ("三岁的娃在超市门口一转眼就不见了", Danger.MISSING),
        ("路上躺着个人 不知道死活", Danger.MEDICAL),
        ("小孩把纽扣电池咽了", Danger.MEDICAL),
        ("液氨漏了 满街都是呛人的白雾", Danger.OTHER),
        ("下水井没盖 老人踩空腿摔断了", Danger.MANHOLE),
    ],
)
def test_a_danger_is_heard_in_everyday_words(alarms: Alarms, text: str, danger: Danger) -> None:
    alarm = alarms.read(text)
    assert alarm.severity is Severity.CRITICAL or alarm.doubtful
    assert alarm.danger in {danger, *_ALSO.get(danger, ())}


_ALSO = {
    Danger.MISSING: (Danger.TRAPPED,),
    Danger.VIOLENCE: (Danger.TRAPPED,),
    Danger.MANHOLE: (Danger.MEDICAL, Danger.TRAPPED),
    Danger.OTHER: (Danger.GAS,),
}
"""Where two dangers are told at once, advice on either helps."""


@pytest.mark.parametrize(
    "text",
    [
        "失火巷那家老烩面 端上来坨了还不给换",
        "烧烤摊油烟太大 熏得衣服都是味",
        "孩子丢了个书包在公交车上",
        "挤得喘不过气的早班车",
        "着火的那家赔偿谈好没有",
        "农药瓶子往哪扔",
        "没着火没漏水 家里好着嘞",
        "建议搞个防溺水宣传",
        "今年蜂窝煤多少钱一块",
        "希望建个高铁站",
        "打个篮球要抢破头",
        "电梯广告太吵",
    ],
)
def test_words_out_of_their_place_raise_nothing(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert (reading.severity, reading.doubtful) == (Severity.NORMAL, False)


@pytest.mark.parametrize(
    "text",
    [
        "整栋楼没水",
        "屋里才十度 暖气摸着跟石头一样",
        "污水流到家门口进不去门",
        "消防通道被车堵死",
        "外墙瓷砖往下掉",
        "电梯停了老人下不来",
        "有人威胁要打我孩子",
        "明天高考 工地还在响",
        "吃了食堂饭拉肚子的有十几个",
    ],
)
def test_what_cannot_wait_a_day_is_urgent(reader: Reader, text: str) -> None:
    assert reader.read(text).severity is Severity.URGENT


@pytest.mark.parametrize("text", ["一楼老太太捡的破烂堆半个院 脏", "公园单杠锈得一摸一手渣", "家里有旧棉袄想捐"])
def test_one_thin_likeness_makes_nothing_urgent(reader: Reader, text: str) -> None:
    assert reader.read(text).severity is Severity.NORMAL


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("俺爹早起说话有点不利索 左手拿不住碗", Danger.MEDICAL),
        ("忽然一下不动了 门扒不开 里头俺跟孩子", Danger.TRAPPED),
        ("大坝脚咕嘟咕嘟冒浑水 下面就是村子", Danger.WATER),
        ("我已经坐在楼顶上了 谁也别来", Danger.SELF_HARM),
    ],
)
def test_danger_without_its_usual_word_is_heard(reader: Reader, text: str, danger: Danger) -> None:
    reading = reader.read(text)
    assert (reading.severity, reading.danger) == (Severity.CRITICAL, danger)


@pytest.mark.parametrize(
    "text", ["吵死人了 楼下那台风机", "降压药吃了不管用 像是假的", "池子里全是烟盒", "拿锤子一敲地砖是空的"]
)
def test_a_word_of_danger_in_plain_company_raises_nothing(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert (reading.severity, reading.doubtful) == (Severity.NORMAL, False)


def test_the_past_counts_in_its_own_clause_only(alarms: Alarms) -> None:
    assert alarms.read("电梯又困人了,上个月都困三回").severity is Severity.CRITICAL
    assert alarms.read("去年电梯困人的事").severity is not Severity.CRITICAL


def test_who_suggests_or_asks_calmly_is_asked_back_and_wakes_nobody(reader: Reader) -> None:
    reading = reader.read("建议给河边装护栏 免得娃掉下去")
    assert (reading.intent, reading.severity) == (Intent.SUGGESTION, Severity.NORMAL)


def test_an_advertisement_is_no_alarm(reader: Reader) -> None:
    reading = reader.read("家电维修 煤气灶 热水器 漏水漏电 一个电话解决")
    assert (reading.intent, reading.severity, reading.doubtful) == (Intent.SPAM, Severity.NORMAL, False)
