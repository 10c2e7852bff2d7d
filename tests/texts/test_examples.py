"""The sentences people read most, as they should look."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.messages import (
    Added,
    Answered,
    AskChoice,
    AskDanger,
    AskPlace,
    AskRating,
    AskTopic,
    AskVerdict,
    Card,
    CaseLine,
    Choice,
    Digest,
    LookedAt,
    Message,
    Progress,
    QuestionRelayed,
    Ranked,
    Ranking,
    RatingPressed,
    Receipt,
    Reminder,
    Reopened,
    StaffHelp,
    StepTaken,
    Todo,
    Unranked,
)
from cases.reading import Danger, Severity
from cases.scores import Satisfied, Solved
from cases.taps import Verb
from handlers.resident.words import still_in
from tests.texts.anything import NOW, ZONE
from texts.saying import Saying, units
from texts.zh import Zh

ZH = Zh(ZONE, gas_hotline="0310-7654321")
CASE = "tg:1001#55"


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def say(message: Message) -> Saying:
    return ZH.render(message, NOW)


def labels(saying: Saying) -> list[list[str]]:
    return [[button.label for button in row] for row in saying.buttons]


RECEIPT = Receipt(
    case=CASE,
    number="1123-018",
    matter="垃圾站（箱）满溢",
    place="阳光里小区6号楼东侧",
    owner="专职网格员012",
    contact_at=NOW + hours(2),
    due_at=NOW + hours(4),
    severity=Severity.NORMAL,
)
CARD = Card(
    case=CASE,
    number="1123-018",
    severity=Severity.NORMAL,
    matter="垃圾站（箱）满溢",
    topic="城乡建设",
    place="阳光里小区6号楼东侧",
    said="楼下垃圾桶三天没人倒了\n臭死了",
    reporter="王秀兰",
    evidence=("垃圾桶", "没人倒"),
    confidence=0.86,
    status="filed",
    contact_due_at=NOW + hours(2),
    due_at=NOW + hours(4),
    owner="专职网格员012",
)
LINE = CaseLine(CASE, "1123-018", "路灯不亮", "阳光里6号楼", "filed", NOW + hours(4), "专职网格员012")


# --- residents ---


def test_a_receipt() -> None:
    saying = say(RECEIPT)
    assert saying.text == (
        "收到，已登记，编号 1123-018\n"
        "事情：垃圾站（箱）满溢\n"
        "地点：阳光里小区6号楼东侧\n"
        "负责：专职网格员012\n"
        "今天 16:00 前联系您，今天 18:00 前办完。\n"
        "写错了，点下面改，或回复「改地点」「改事情」「补照片」「不留名」。"
    )
    assert labels(saying) == [["改地点", "改事情"], ["补照片", "不要留我名字"]]


def test_a_receipt_without_a_place_says_so() -> None:
    text = say(replace(RECEIPT, place="", place_pending=True, timed_out=True)).text
    assert text.startswith("我先把这件事报上去了，编号 1123-018")
    assert "地点：待核" in text
    assert "您随时发一句地址就行" in text


def test_a_complaint_about_officials_is_kept_from_them() -> None:
    text = say(replace(RECEIPT, conflict=True, owner="城关街道服务中心")).text
    assert "不会发给本网格和本村（社区）工作站" in text
    assert "12388" in text


def test_a_missing_manhole_cover_begins_with_the_danger() -> None:
    text = say(replace(RECEIPT, severity=Severity.URGENT, danger=Danger.MANHOLE, matter="井盖缺失")).text
    assert text.startswith("请先离开井口")
    assert "按紧急件办" in text
    assert "夜里也有人管" in text


@pytest.mark.parametrize("danger", list(Danger))
def test_every_danger_begins_with_what_to_do(danger: Danger) -> None:
    asked = say(AskDanger(danger, CASE))
    placed = say(AskPlace("煤气泄漏", CASE, danger=danger))
    filed = say(replace(RECEIPT, severity=Severity.CRITICAL, danger=danger))
    advice = asked.text.partition("\n————\n")[0]
    assert placed.text.startswith(advice)
    assert filed.text.startswith(advice)
    still, over = labels(asked)[0]
    assert still_in(still.removeprefix("1 ")) is True
    assert still_in(over.removeprefix("2 ")) is False


def test_gas() -> None:
    text = say(AskDanger(Danger.GAS, CASE)).text
    assert text == (
        "请先离开屋子，到室外再看手机。\n"
        "不要开关灯、不要打火、不要在屋里打电话。\n"
        "能顺手就关阀门、开窗，不行就直接走。\n"
        "到外面后拨 119，燃气抢修 0310-7654321；有人头晕拨 120。\n"
        "————\n"
        "现在还有煤气味吗？\n"
        "1 还有味　2 已经没味了　（回复 1 或 2）"
    )


def test_whoever_says_that_the_smell_is_gone_is_only_asked() -> None:
    asked = say(AskDanger(Danger.GAS, CASE, over=True))
    assert asked.text == (
        "要是还有味：先出屋子，不开灯、不打火，到外面拨 119，燃气抢修 0310-7654321。\n"
        "现在还有煤气味吗？\n"
        "1 还有味　2 已经没味了　（回复 1 或 2）"
    )


def test_a_stroke_is_asked_for_its_place_plainly() -> None:
    text = say(AskPlace("突发疾病", CASE, danger=Danger.MEDICAL, number="1123-002")).text
    assert "人在哪里？发个地址给我" in text
    assert "到安全的地方" not in text


def test_a_fresh_receipt_says_who_took_it_and_when() -> None:
    taken = StepTaken("1123-018", "accepted", "专职网格员012", NOW)
    assert f"负责：专职网格员012，今天 {NOW:%H:%M} 已接单" in say(replace(RECEIPT, taken=taken)).text


def test_contact_and_finish_at_one_moment_are_said_once() -> None:
    text = say(replace(RECEIPT, contact_at=RECEIPT.due_at)).text
    assert f"今天 {RECEIPT.due_at:%H:%M} 前联系您并办完" in text


def test_the_numbers_are_the_operators() -> None:
    zh = Zh(ZONE, gas_hotline="6543210", fire="119转1", medical="120转2")
    text = zh.render(AskDanger(Danger.GAS, CASE), NOW).text
    assert "119转1" in text
    assert "6543210" in text
    assert "120转2" in text


def test_whoever_was_looked_up_may_call_the_number_of_the_place() -> None:
    told = LookedAt("1123-018", "文昌街道服务中心", "要核实门牌")
    assert "可以拨 0371-96333。" in Zh(ZONE, gas_hotline="", city="0371-96333").render(told, NOW).text


def test_a_filed_emergency_asks_only_for_the_place() -> None:
    saying = say(AskPlace("煤气泄漏", CASE, danger=Danger.GAS, number="1123-002"))
    assert saying.text == (
        "请先离开屋子，到室外再看手机。\n"
        "不要开关灯、不要打火、不要在屋里打电话。\n"
        "能顺手就关阀门、开窗，不行就直接走。\n"
        "到外面后拨 119，燃气抢修 0310-7654321；有人头晕拨 120。\n"
        "————\n"
        "收到：煤气泄漏。已报给值班室，编号 1123-002。\n"
        "到安全的地方后，发个地址给我，或点〔发送位置〕。"
    )
    assert saying.ask_location


def test_whoever_is_in_despair_is_spoken_to_and_not_about() -> None:
    text = say(AskPlace("轻生风险", CASE, danger=Danger.SELF_HARM, number="1123-002")).text
    assert text.startswith("您现在安全吗")
    assert "马上联系您" in text
    assert "轻生" not in text


def test_a_new_place_of_an_emergency_keeps_people_out_and_says_who_calls_when() -> None:
    text = say(Added("1123-002", "place", "大寨村3组", "专职网格员012", Danger.GAS, NOW)).text
    assert f"今天 {NOW:%H:%M} 前联系您" in text
    assert text.endswith("请不要回屋，等燃气公司的人说可以。")


def test_one_question_names_every_matter_it_is_asked_for() -> None:
    assert say(AskPlace("路灯不亮", CASE, also=("井盖缺失",))).text.startswith("收到：路灯不亮、井盖缺失。")
    choices = (Choice("G1", "大寨村1组"), Choice("G2", "大寨村2组"))
    assert say(AskChoice("路灯不亮", CASE, choices, also=("井盖缺失",))).text.startswith("收到：路灯不亮、井盖缺失。")


def test_a_missing_place_is_asked_once_with_an_easy_way_out() -> None:
    saying = say(AskPlace("路灯不亮", CASE, within="大寨村"))
    assert saying.text == (
        "收到：路灯不亮。\n还差一件：在大寨村的哪个组、谁家附近？发文字，或点〔发送位置〕；不便说就回复「不方便说」。"
    )
    assert saying.ask_location
    assert saying.replies == ("不方便说",)


def test_choices_are_numbered_in_text_and_on_buttons() -> None:
    saying = say(AskChoice("路灯不亮", CASE, (Choice("g1", "阳光里小区"), Choice("g2", "阳光花园")), "阳光"))
    assert "1 阳光里小区\n2 阳光花园" in saying.text
    assert "回复数字" in saying.text
    assert labels(saying) == [["1 阳光里小区", "2 阳光花园"], ["不方便说"]]
    assert saying.buttons[0][1].tap.value == "g2"


def test_whoever_corrects_the_topic_may_choose_any() -> None:
    saying = say(AskTopic(CASE, "1123-018", (Choice("民政", "民政"),)))
    buttons = [button for row in saying.buttons for button in row]
    assert buttons[0].tap.value == "民政"
    assert len(buttons) == 15


def test_done_is_a_question() -> None:
    saying = say(AskVerdict(CASE, "1123-018", "路灯不亮", "换了灯泡", (("photo", "f"),)))
    assert saying.text == (
        "工作人员说 1123-018 路灯不亮办完了（附照片），您看是吗？\n"
        "做了什么：「换了灯泡」\n"
        "1 好了　2 没好　3 好了又坏了　4 这不是我说的事\n"
        "回复数字就行。"
    )
    assert saying.files == (("photo", "f"),)
    assert labels(saying) == [["1 好了", "2 没好"], ["3 好了又坏了", "4 这不是我说的事"]]


def test_a_second_reopening_names_the_rung_and_the_other_door() -> None:
    text = say(Reopened("1123-018", "只清了一个桶", NOW + hours(20), "城关街道服务中心", moved_up=True)).text
    assert "改由城关街道服务中心负责，明天 10:00 前办完" in text
    assert "12345" in text


def test_progress_admits_what_is_late() -> None:
    late = replace(LINE, due_at=NOW - hours(25), overdue=True, supervised=True, accepted_at=NOW - hours(30))
    saying = say(Progress((LINE, late)))
    assert saying.text.startswith("您有 2 件没画句号：")
    assert "专职网格员012待接单，今天 18:00 前办完。" in saying.text
    assert "这件超时了（原定昨天 13:00 前），上级已督办。" in saying.text
    assert labels(saying)[0] == ["催 1123-018", "撤回 1123-018"]


RATING = AskRating(CASE, "1123-018")


def test_two_questions_one_after_the_other() -> None:
    first = say(RATING)
    assert first.text == (
        "1123-018 画句号了，谢谢您。还有两个问题，各点一下；不想答就不用管。\n"
        "事情解决了吗？\n"
        "1 解决　2 部分　3 没解决\n"
        "回复数字或这几个字也行。网格员看不到是谁打的分，只看合计。"
    )
    assert labels(first) == [["1 解决", "2 部分", "3 没解决"]]
    second = say(replace(RATING, solved=Solved.PARTLY))
    assert second.text.startswith(
        "1123-018：记下了「部分」。还有一个问题：\n办得满意吗？\n1 满意　2 基本满意　3 不满意\n"
    )
    assert [b.tap.value for b in second.buttons[0]] == ["satisfied", "fairly", "dissatisfied"]


def test_whoever_says_first_how_satisfied_they_are_is_still_asked_whether_it_is_solved() -> None:
    saying = say(replace(RATING, satisfied=Satisfied.FAIRLY))
    assert saying.text.startswith("1123-018：记下了「基本满意」。还有一个问题：\n事情解决了吗？")


def test_thanks_offer_a_way_to_tell_of_pressure() -> None:
    saying = say(replace(RATING, solved=Solved.SOLVED, satisfied=Satisfied.SATISFIED))
    assert saying.text == (
        "1123-018：谢谢，记下了「解决，满意」。\n"
        "想多说一句可以直接发；要夸人就写「表扬」；又坏了再说一句，我马上登记。\n"
        "有人催您打好评，就点下面，或回复「有人催我」，这次评价就不算数。\n"
        "想收本村（社区）的通知，点下面或发「订阅」；不点就不发。"
    )
    assert labels(saying) == [["有人催我打好评"], ["订阅本村通知"]]


@pytest.mark.parametrize("solved", [Solved.UNSOLVED, Solved.PARTLY])
def test_whoever_is_not_satisfied_is_not_asked_for_praise(solved: Solved) -> None:
    text = say(replace(RATING, solved=solved, satisfied=Satisfied.DISSATISFIED)).text
    assert "表扬" not in text
    assert "还差什么，再说一句，我马上登记" in text


@pytest.mark.parametrize(("told", "by_whom"), [("城关街道服务中心", "已请城关街道服务中心核实，"), ("", "")])
def test_pressure_voids_the_rating(told: str, by_whom: str) -> None:
    saying = say(replace(RATING, pressed=True, told=told))
    assert saying.text == f"1123-018：谢谢您告诉我们。这次评价不算数；{by_whom}办事的人看不到是谁说的。"
    assert not saying.buttons


# --- staff ---


def test_the_centre_hears_of_pressure_and_not_of_whom() -> None:
    saying = say(RatingPressed(CASE, "1123-018", "专职网格员012"))
    assert "有人催打好评" in saying.text
    assert "不要向主办透露是谁说的" in saying.text
    assert labels(saying) == [["看"]]


@pytest.mark.parametrize(
    ("told", "line"),
    [
        (Todo("专职网格员012", ()), "本月评价：不足 5 件，暂不显示"),
        (Todo("专职网格员012", (LINE,), 12, 10, 8), "本月 12 件评价：解决 10，满意 8（到昨天；新来的满 5 件才加进来）"),
    ],
)
def test_a_worker_reads_sums_beneath_what_is_to_do(told: Todo, line: str) -> None:
    assert say(told).text.endswith(f"\n{line}")


RANKING = Ranking(
    "城关街道服务中心", 2026, 10, None,
    (Ranked(1, "大寨村", 20, 1, 0.8, 0.68, 77.2), Ranked(2, "小寨村", 6, 1, 0.5, 2 / 3, 61.66666)),
    (Unranked("北村", 4), Unranked("西村", 0), Unranked("南村", 1)), (0.1, 0.5, 0.4), 0.9, 5,
)  # fmt: skip


def test_a_ranking_shows_its_formula_its_numbers_and_whom_it_leaves_out() -> None:
    assert say(RANKING).text == (
        "排名　城关街道服务中心　2026 年 10 月\n"
        "1　大寨村　77.2 分　响应 100%　解决 80%　满意 68%　20 件\n"
        "2　小寨村　61.7 分　响应 100%　解决 50%　满意 66.7%　6 件\n"
        "不足 5 件，不排名：北村（4 件）、南村（1 件）\n"
        "还没有评价的：1 个单位\n"
        "怎么算：件数是居民两个问题都答了的；沉默、没答完、说有人催的都不算。\n"
        "响应＝办结前接过单或到过场；解决＝答「解决」；满意＝答「满意」，加 0.9×「基本满意」；都除以件数。\n"
        "得分＝100×（0.1×响应＋0.5×解决＋0.4×满意）；得分相同，名次相同。\n"
        "对某件有异议，值班室发「申诉 编号 理由」，由区里定；成立的列在免责里，不计入。"
    )


def test_a_ranking_of_the_running_month_says_until_when_and_may_be_empty() -> None:
    text = say(replace(RANKING, until=NOW, ranked=(), left_out=())).text
    assert text.startswith(
        "排名　城关街道服务中心　2026 年 10 月，到周一 11 月 23 日 14:00\n还没有够数的，排不出来。\n怎么算"
    )


def test_a_long_ranking_fits_and_counts_the_rest() -> None:
    one, few = Ranked(1, "长" * 300, 20, 1, 0.8, 0.68, 77.2), Unranked("长" * 300, 3)
    text = say(replace(RANKING, ranked=(one,) * 60, left_out=(few,) * 60)).text
    assert units(text) <= 4096


def test_a_card_before_and_after_it_is_accepted() -> None:
    assert say(CARD).text == (
        "🟡 一般　1123-018　待接单\n"
        "事情：垃圾站（箱）满溢（城乡建设）\n"
        "地点：阳光里小区6号楼东侧\n"
        "居民说：「楼下垃圾桶三天没人倒了 / 臭死了」\n"
        "反映人：王秀兰\n"
        "依据：垃圾桶、没人倒（把握 86%）\n"
        "时限：周一 11 月 23 日 16:00 前联系居民，18:00 前办结"
    )
    assert labels(say(CARD)) == [["接单", "办结"], ["问居民", "转派", "更多"]]
    accepted = replace(CARD, status="accepted", accepted_at=NOW - hours(0.5), accepted_by="专职网格员012")
    assert say(accepted).text.endswith("\n✅ 接单 13:30 专职网格员012")
    assert labels(say(accepted)) == [["已到场", "办结"], ["问居民", "吹哨", "更多"]]


@pytest.mark.parametrize(
    ("status", "role", "expected"),
    [
        ("on_site", "holder", [["办结"], ["问居民", "转派", "吹哨", "更多"]]),
        ("resolved", "holder", [["改主题"]]),
        ("confirmed", "holder", []),
        ("filed", "cover", [["接单", "已到场", "办结"]]),
        ("filed", "copy", [["接单", "已到场", "办结"]]),
        ("filed", "supervisor", [["督办", "换人", "吹哨", "改主题"]]),
        ("resolved", "supervisor", [["改主题"]]),
    ],
)
def test_a_card_offers_what_can_be_done_now(status: str, role: str, expected: list[list[str]]) -> None:
    assert labels(say(replace(CARD, status=status, role=role))) == expected  # type: ignore[arg-type]


def test_a_card_to_sort_offers_its_topics_or_all_of_them() -> None:
    few = say(replace(CARD, role="triage", topics=("城乡建设", "环境保护", "不确定")))
    assert labels(few) == [["城乡建设", "环境保护"], ["别的类别"]]
    assert few.buttons[0][0].tap.verb is Verb.TRIAGE
    assert len([b for row in say(replace(CARD, role="triage")).buttons for b in row]) == 15


def test_a_card_that_moved_on_is_history() -> None:
    saying = say(replace(CARD, mine=False, owner="专职网格员013"))
    assert "已转 专职网格员013" in saying.text
    assert "居民说" not in saying.text
    assert not saying.buttons


def test_nobody_is_named_who_did_not_want_it() -> None:
    assert "反映人：不留名" in say(replace(CARD, reporter="")).text
    assert "反映人：群里不显示" in say(replace(CARD, reporter="", in_group=True)).text


def test_a_push_to_the_station_can_be_acted_on() -> None:
    saying = say(Reminder(CASE, "1123-018", "路灯不亮", "阳光里", "station", NOW - hours(30), "专职网格员012"))
    assert "已超时（超 30 小时），请工作站催办" in saying.text
    assert labels(saying) == [["督办", "换人", "看"]]


def test_an_action_that_fits_several_cases_asks_which() -> None:
    saying = say(
        StaffHelp(choices=(Choice(CASE, "1123-018 路灯不亮"), Choice("tg:2#3", "1123-019 漏水")), action="accept")
    )
    assert [row[0].tap.verb for row in saying.buttons] == [Verb.ACCEPT, Verb.ACCEPT]


# --- the digest ---

QUIET_DAY = Digest("大寨村工作站", NOW - hours(24), NOW, 3, 2, 1, 0, 0, (), (), (), (), 5)


def test_an_empty_digest_is_one_line() -> None:
    saying = say(QUIET_DAY)
    assert saying.text == "大寨村工作站 日报：没有超时，没有无主，今天没有到期的。新收 3，办结 2，在办 5。"
    assert not saying.buttons


def test_a_digest_numbers_what_needs_a_decision() -> None:
    late = replace(LINE, case="tg:1#1", number="1121-006", due_at=NOW - hours(50), supervised=True)
    lost = replace(LINE, case="tg:2#2", number="1123-001", matter="施工扰民", owner="")
    saying = say(replace(QUIET_DAY, overdue=(late,), no_owner=(lost,), due_today=(LINE, lost)))
    assert saying.text == (
        "大寨村工作站 日报　周一 11 月 23 日 14:00（自 周日 11 月 22 日 14:00）\n"
        "新收 3　办结 2　认可 1\n沉默 0　有异议 0　在办 5\n"
        "⚠️ 无主 1\n"
        "1　1123-001 施工扰民　阳光里6号楼　今天 18:00 前　无主\n"
        "🔴 超时 1\n"
        "2　1121-006 路灯不亮　阳光里6号楼　超 2 天　专职网格员012　已督办\n"
        "🟡 今天到期 2\n"
        "3　1123-018 路灯不亮　阳光里6号楼　今天 18:00 前　专职网格员012\n"
        "点按钮，或发「1 督办」「1 换人」「督办 编号」。"
    )
    assert labels(saying)[1] == ["2 换人", "2 看"]  # pressed once already
    assert labels(saying)[2] == ["3 督办", "3 换人", "3 看"]
    assert saying.buttons[1][0].tap.subject == "tg:1#1"


def test_a_long_digest_fits_and_counts_the_rest() -> None:
    many = tuple(replace(LINE, case=f"tg:{n}#1", matter="😀" * 300, place="长" * 300) for n in range(500))
    saying = say(replace(QUIET_DAY, overdue=many))
    assert units(saying.text) <= 4096
    assert "另有 492 件没有列出" in saying.text
    assert len(saying.buttons) == 8 + 1
    assert labels(saying)[-1] == ["展开"]
    rest = say(replace(QUIET_DAY, overdue=many, rest=True))
    assert units(rest.text) <= 4096
    assert labels(rest)[0] == ["9 督办", "9 换人", "9 看"]
    assert "还有 472 件" in rest.text


NUMBER = "我电话13800001111，身份证41081119900101123X"


def test_a_card_hides_the_numbers_of_people_unless_somebody_must_be_called_back() -> None:
    card = say(replace(CARD, said=NUMBER)).text
    assert "「我电话138****，身份证410****」" in card
    emergency = say(replace(CARD, said=NUMBER, severity=Severity.CRITICAL)).text
    assert "13800001111" in emergency
    history = say(replace(CARD, mine=False, reopened=1, lacking=NUMBER)).text
    assert "13800001111" not in history


def test_whoever_wrote_a_number_is_told_that_it_is_hidden() -> None:
    assert "已遮住" in say(replace(RECEIPT, masked=True)).text
    assert "已遮住" not in say(RECEIPT).text


def test_neither_side_of_a_question_learns_a_number() -> None:
    asked = say(QuestionRelayed("1123-018", "专职网格员012", NUMBER, NOW))
    answered = say(Answered(CASE, "1123-018", "电话多少", True, NUMBER, 3, NOW))
    assert "13800001111" not in asked.text + answered.text
