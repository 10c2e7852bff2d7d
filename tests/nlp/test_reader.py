"""What a message must be read as, near misses first: an alarm too few costs a life, an alarm too many costs trust."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.reading import (
    NOWHERE,
    UNSURE,
    Complexity,
    Danger,
    Intent,
    Option,
    PlaceKind,
    PlaceReading,
    Reading,
    Severity,
)
from nlp.clean import READ_AT_MOST
from nlp.reader import Reader, as_json


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("屋里一股煤气味 头晕", Danger.GAS),
        ("没人管,煤气味很大", Danger.GAS),
        ("不是没有味，是味儿大得不行，天然气味", Danger.GAS),
        ("煤\u200b气\u200b味很大", Danger.GAS),
        ("煤氣味很大", Danger.GAS),
        ("再不给我办我就去楼顶", Danger.SELF_HARM),
        ("我不想活了", Danger.SELF_HARM),
        ("着火了快来", Danger.FIRE),
        ("电梯困人", Danger.TRAPPED),
        ("有人掉河里了", Danger.TRAPPED),
        ("电线断了掉在地上冒火花", Danger.ELECTRIC),
        ("有人拿刀砍人", Danger.VIOLENCE),
        ("墙要倒了孩子在底下", Danger.COLLAPSE),
        ("家里有人受了重伤", Danger.MEDICAL),
        ("孩子走丢了", Danger.MISSING),
    ],
)
def test_danger_here_and_now_is_critical_and_asks_for_help(reader: Reader, text: str, danger: Danger) -> None:
    reading = reader.read(text)
    assert (reading.severity, reading.danger, reading.doubtful) == (Severity.CRITICAL, danger, False)
    assert reading.intent is Intent.COMPLAINT


@pytest.mark.parametrize(
    "text",
    [
        "煤气费太贵了",
        "煤气公司没人管",
        "没有煤气味",
        "累死人了",
        "这是我的救命钱",
        "物业费压死人",
        "严重伤害了我们的感情",
        "急死人了",
        "气炸了",
        "楼下垃圾桶三天没人倒了 臭死了",
        "去年着过火 现在楼道还黑着",
        "信息泄露了怎么办",
        "高压水枪吵得没法睡",
        "打死也不搬",
        "火车站旁边太吵",
        "煤气灶怎么报名清洗",
        "假如着火了往哪跑",
        "路灯坏了",
        "小洪水电站什么时候修",
    ],
)
def test_words_that_only_sound_like_danger_raise_no_alarm(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert reading.severity is not Severity.CRITICAL
    assert not reading.doubtful


def test_a_smell_that_is_gone_is_asked_about_and_wakes_nobody(reader: Reader) -> None:
    reading = reader.read("昨天有煤气味,今天没了")
    assert (reading.severity, reading.doubtful, reading.danger) == (Severity.NORMAL, True, Danger.GAS)


def test_a_missing_manhole_cover_is_urgent_and_comes_with_advice(reader: Reader) -> None:
    reading = reader.read("井盖没了")
    assert (reading.object, reading.fault, reading.severity) == ("井盖", "缺失", Severity.URGENT)
    assert reading.danger is Danger.MANHOLE


@pytest.mark.parametrize(
    ("text", "object", "fault"),
    [
        ("楼下垃圾桶三天没人倒了", "垃圾站(箱)", "满溢"),
        ("垃圾桶满了没人收", "垃圾站(箱)", "满溢"),
        ("垃圾没人拉", "暴露垃圾", "未清理"),
        ("垃圾没人运", "暴露垃圾", "未清理"),
        ("路灯坏了", "路灯", "不亮"),
        ("三号院西门那个路灯不亮咧,黑得很", "路灯", "不亮"),
        ("空地上建筑垃圾堆了半年", "积存垃圾渣土", "堆积"),
        ("渣土车一路洒", "渣土车", "遗撒"),
        ("绿化带里有垃圾", "绿地", "脏乱"),
        ("绿化带被种菜", "绿地", "占绿毁绿"),
        ("楼下堆杂物", "乱堆杂物", "乱堆"),
        ("电线杆小广告", "非法小广告", "张贴"),
        ("店家把桌子摆到人行道", "店外经营", "占道"),
        ("推车卖水果", "占道经营", "占道"),
        ("消防通道又堵死了", "消防通道", "被堵"),
        ("井盖咣当响", "井盖", "弹跳响"),
    ],
)
def test_matters_that_look_alike_are_told_apart(reader: Reader, text: str, object: str, fault: str) -> None:
    reading = reader.read(text)
    assert (reading.object, reading.fault) == (object, fault)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("煤气费太贵了", Intent.QUESTION),
        ("煤气公司没人管", Intent.COMPLAINT),
        ("你们都是一群饭桶!!!垃圾没人管", Intent.COMPLAINT),
        ("在吗", Intent.SMALL_TALK),
        ("明天下雨不", Intent.SMALL_TALK),
        ("高龄补贴咋领", Intent.QUESTION),
        ("我那个事咋样了", Intent.PROGRESS),
        ("催一下", Intent.URGE),
        ("还是没好", Intent.DISSATISFIED),
        ("谢谢你们把路灯修好了", Intent.PRAISE),
        ("建议小区门口装个红绿灯", Intent.SUGGESTION),
        ("我要举报村支书把低保给亲戚", Intent.ACCUSATION),
        ("加微信低息贷款秒批", Intent.SPAM),
        ("傻逼机器人", Intent.ABUSE),
    ],
)
def test_what_the_writer_wants_is_understood(reader: Reader, text: str, intent: Intent) -> None:
    assert reader.read(text).intent is intent


@pytest.mark.parametrize(
    ("text", "topic", "topic2"),
    [
        ("低保咋申请", "民政", "社会救助"),
        ("身份证丢了咋补办", "政法", "户籍证件"),
        ("电梯老是坏", "商贸旅游", "质监检验检疫"),
        ("邻居半夜噪音", "环境保护", "环境污染"),
        ("拖欠农民工工资", "劳动和社会保障", "劳动关系"),
        ("村里的账不公开", "农村农业", "村务管理"),
        ("快递丢了", "交通运输", "邮政管理"),
        ("学校强制补课", "教育文体", "教育收费"),
        ("医院误诊", "卫生计生", "医患纠纷"),
        ("宽带三天没网", "科技与信息产业", "电信"),
        ("征地款没发", "国土资源", "土地征收"),
        ("党费去哪交", "党务政务", "党的建设"),
        ("村支书贪污", "纪检监察", "贪污贿赂"),
        ("保险公司拒赔", "经济管理", "保险证券期货"),
        ("路灯不亮", "城乡建设", "城市建设和市政管理"),
    ],
)
def test_every_first_level_topic_can_be_reached(reader: Reader, text: str, topic: str, topic2: str) -> None:
    reading = reader.read(text)
    assert (reading.topic, reading.topic2) == (topic, topic2)
    assert reading.top3[0] == topic


def test_words_near_each_other_name_a_matter_that_neither_names_alone(reader: Reader) -> None:
    together = reader.read("教室里冬天没有暖气")
    assert (together.topic, together.topic2) == ("教育文体", "教育行政管理")
    assert ("教室 暖气", "教育文体") in [(one.word, one.argues_for) for one in together.evidence]
    assert reader.read("家里冬天没有暖气").topic == "城乡建设"
    assert reader.read("教室装修好看得很，前后两栋楼都刷了新漆，家里没有暖气").topic == "城乡建设"


def test_a_message_that_no_topic_claims_is_unsure(reader: Reader) -> None:
    reading = reader.read("管管吧求求了")
    assert (reading.topic, reading.topic2) == (UNSURE, "")
    assert reading.confidence < 0.5


@pytest.mark.parametrize(
    "text",
    [
        "网格员从来不入户",
        "投诉物业乱收费",
        "村支书把路灯钱装自己腰包",
        "辅警张嘴就骂人",
        "入户表上那个签名不是我签的",
        "管低保的那位要先请吃饭才给办",
        "建议管管物业经理 收钱不开票装自己兜里",
    ],
)
def test_a_complaint_about_those_who_would_handle_it_goes_round_them(reader: Reader, text: str) -> None:
    assert reader.read(text).conflict


@pytest.mark.parametrize("text", ["盖个章跑六趟", "想当个组长都得给他送只羊", "评贫困那会儿他三个弟兄全评上了"])
def test_what_only_those_who_govern_do_is_about_them_though_nobody_is_named(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert (reading.conflict, reading.intent) == (True, Intent.ACCUSATION)


@pytest.mark.parametrize("text", ["实名举报多长时间给答复", "匿名", "保密", "家里有旧棉袄想捐 送哪"])
def test_a_question_or_a_word_alone_accuses_nobody(reader: Reader, text: str) -> None:
    assert not reader.read(text).conflict


@pytest.mark.parametrize("text", ["李万街道南张村3组", "阳光里 6 号楼东边", "大队的小王"])
def test_a_mere_address_or_name_is_no_matter(reader: Reader, text: str) -> None:
    assert not reader.read(text).names_matter


@pytest.mark.parametrize(
    "text",
    [
        "书记亲自跑去问过了 信号还是一格",
        "支书家着火了",
        "辅警大太阳底下扶俺娘过马路",
        "谢谢网格员帮俺修路灯",
        "街道办周末上班不",
        "停水三天了",
    ],
)
def test_naming_somebody_is_not_accusing_him(reader: Reader, text: str) -> None:
    assert not reader.read(text).conflict


def test_a_title_counts_and_an_old_matter_is_no_simple_one(reader: Reader) -> None:
    assert reader.read("请领导关注", title="电梯频繁故障").topic == "商贸旅游"
    assert reader.read("二十多年前的宅基地纠纷").complexity is Complexity.HISTORICAL


def test_the_words_that_decided_are_shown(reader: Reader) -> None:
    shown = {(one.word, one.argues_for) for one in reader.read("屋里一股煤气味 头晕").evidence}
    assert ("煤气 味", "特急") in shown
    assert ("煤气", "城乡建设") in shown


class _Finds:
    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []

    def locate(self, text: str, *, within: str = "", home: str = "") -> PlaceReading:
        self.asked.append((text, within, home))
        return PlaceReading(PlaceKind.ASK, options=(Option("g1", "一网格"),), said="阳光里")


def test_the_place_is_asked_of_the_locator_with_what_is_known() -> None:
    finds = _Finds()
    reading = Reader(finds).read("阳光里６号楼路灯不亮", within="410871", home="g9")
    assert finds.asked == [("阳光里6号楼路灯不亮", "410871", "g9")]
    assert reading.place.said == "阳光里"
    assert Reader().read("路灯不亮").place is NOWHERE


def test_a_reading_as_json_has_exactly_the_agreed_keys(reader: Reader) -> None:
    out = as_json("C1", reader.read("在吗"))
    assert list(out) == [
        *("id", "intent", "topic", "topic2", "object", "fault", "severity", "doubtful", "complexity", "conflict"),
        *("confidence", "top3", "evidence", "place"),
    ]
    assert (out["id"], out["object"], out["fault"], out["topic"]) == ("C1", None, None, UNSURE)
    assert list(out["place"]) == ["kind", "code", "codes", "options", "said"]
    json.dumps(out)


@given(st.text(st.characters(exclude_categories=()), max_size=300), st.text(max_size=20))
@settings(max_examples=300, deadline=None)
def test_no_text_is_too_strange_to_read(text: str, title: str) -> None:
    reading = Reader_.read(text, title=title)
    assert isinstance(reading, Reading)
    assert 0.0 <= reading.confidence <= 1.0
    assert (reading.danger is not None) or not (reading.doubtful or reading.severity is Severity.CRITICAL)


Reader_ = Reader()


@pytest.mark.parametrize("piece", ["煤气", "没有", "村支书不管", "井盖没了 ", "a", "吗"])
def test_a_huge_text_costs_no_more_than_its_beginning(piece: str) -> None:
    import time

    began = time.process_time()
    Reader_.read(piece * 500_000)
    assert time.process_time() - began < 3.0
    assert READ_AT_MOST == 8_000


def test_reading_needs_no_chat_library_and_starts_fast() -> None:
    script = (
        "import sys, time; from nlp.reader import Reader; Reader().read('路灯不亮'); "
        "print(time.process_time(), [m for m in ('aiogram', 'telegram', 'jieba', 'opencc') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout
    seconds, loaded = out.split(" ", 1)
    assert float(seconds) < 1.5
    assert loaded.strip() == "[]"


PEAK_MEGABYTES = 150
LOADS = """
from nlp.place import Locator, Map
from nlp.reader import Reader
from storage.registry_files.demo import demo_registry

registry = demo_registry()
Reader(Locator(registry)).read("文昌街道大寨村2组路灯坏了"), Map(registry).at(112.92, 35.09, 10, "wgs84")
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of a process is told by Linux only")
def test_all_tables_and_the_whole_district_fit_a_small_machine() -> None:
    """The peak, which the form of the automata decides: as full tables of transitions they took twice as much."""
    told = subprocess.run([sys.executable, "-c", LOADS], capture_output=True, check=True, text=True)
    assert int(told.stdout) / 1024 < PEAK_MEGABYTES


@pytest.mark.parametrize("text", ["煤气公司没人管", "自来水公司不管", "热力公司电话没人接", "供电公司推来推去"])
def test_who_supplies_a_house_and_does_not_come_is_no_employer(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert (reading.topic, reading.severity) == ("城乡建设", Severity.NORMAL)


def test_an_employer_who_does_not_pay_is_one(reader: Reader) -> None:
    assert reader.read("公司没发工资").topic == "劳动和社会保障"


@pytest.mark.parametrize(
    "text",
    [
        "中介跑了 真房东来换锁 俺刚交一年房租",
        "面包过期一天 俺没吃 就是说说",
        "刷单先返我五十 后来垫进去一万六 客服把我拉黑了",
        "直播间抽奖我中了电饭锅 客服让先交税",
        "准考证上名字打错了 学校电话没人接",
    ],
)
def test_whoever_suffers_from_an_offer_makes_none(reader: Reader, text: str) -> None:
    assert reader.read(text).intent in {Intent.COMPLAINT, Intent.ACCUSATION}


@pytest.mark.parametrize(
    "text", ["专业开锁换锁 二十四小时上门 电话微信同号", "兼职刷单 日入三百 名额有限 加微信", "打错了"]
)
def test_an_offer_is_still_one(reader: Reader, text: str) -> None:
    assert reader.read(text).intent in {Intent.SPAM, Intent.SMALL_TALK}
