"""Typed commands, by slash and in Chinese."""

from dataclasses import replace

import pytest

from cases.commands import Action, Directive, Order, Target
from cases.errors import NotStaff
from cases.model import DraftState
from cases.months import Month
from handlers.words import split_number
from tests.handlers.desk import Desk
from tests.handlers.phone import CHIEF, GROUP, RESIDENT, UNKNOWN_GROUP, USERNAME, WORKER, Raw, ours, says
from texts.saying import NO_PLACE


@pytest.mark.parametrize(
    ("sender", "text", "use_case"),
    [
        (RESIDENT, "/start", "greet"),
        (RESIDENT, "/start from_poster", "greet"),
        (RESIDENT, "/help", "greet"),
        (RESIDENT, "帮助", "greet"),
        (WORKER, "/start", "greet"),
        (RESIDENT, "/progress", "tell_progress"),
        (RESIDENT, "查进度", "tell_progress"),
        (RESIDENT, "进度", "tell_progress"),
        (RESIDENT, "/urge", "hear"),
        (RESIDENT, "/bind ABCD", "bind_post"),
        (RESIDENT, "绑定 ABCD", "bind_post"),
        (RESIDENT, "/start bind_ABCD", "bind_post"),
        (RESIDENT, "/todo", "show_todo"),
        (WORKER, "/todo", "show_todo"),
        (WORKER, f"/ToDo@{USERNAME}", "show_todo"),
        (WORKER, "待办", "show_todo"),
        (WORKER, "/case 0227-018", "show_case"),
        (RESIDENT, "/case 0227-018", "show_case"),
        (WORKER, "/accept", "do_work"),
        (WORKER, "接单", "do_work"),
        (WORKER, "接单0227-018", "do_work"),
        (WORKER, "接单 0227-10018", "do_work"),
        (WORKER, "/arrive 0227-018", "do_work"),
        (WORKER, "已到场", "do_work"),
        (WORKER, "/resolve 0227-018", "do_work"),
        (WORKER, "办结 0227-018 清了两桶", "do_work"),
        (CHIEF, "/digest", "show_digest"),
        (CHIEF, "日报", "show_digest"),
        (WORKER, "我的评价", "show_todo"),
        (CHIEF, "/ranking", "show_ranking"),
        (CHIEF, "/ranking 2026-02", "show_ranking"),
        (CHIEF, "排名", "show_ranking"),
        (CHIEF, "排名 2月", "show_ranking"),
        (CHIEF, "排名2026年2月份", "show_ranking"),
        (CHIEF, "月度排名：上个月", "show_ranking"),
        (WORKER, "排名", "show_ranking"),
        (RESIDENT, "/ranking", "show_ranking"),
        (RESIDENT, "排名", "hear"),
        (CHIEF, "排名第几", "hear_staff"),
        (CHIEF, "2月排名怎么样", "hear_staff"),
        (CHIEF, "申诉 0227-018 居民按错了", "contest_case"),
        (CHIEF, "同意申诉 0227-018", "decide_contest"),
        (CHIEF, "驳回申诉 0227-018", "decide_contest"),
        (RESIDENT, "申诉 0227-018 不服", "hear"),
        (CHIEF, "通知 本村 明天停水", "announce"),
        (CHIEF, "发出", "send_announcement"),
        (CHIEF, "不发", "send_announcement"),
        (RESIDENT, "通知 大家路灯坏了", "hear"),
        (RESIDENT, "订阅", "subscribe"),
        (RESIDENT, "订阅 大寨村", "subscribe"),
        (RESIDENT, "退订", "unsubscribe"),
        (RESIDENT, "通知知道了", "know_announcement"),
        (RESIDENT, "知道了", "hear"),
        (WORKER, "录入", "enter_case"),
        (WORKER, "/enter 走访 路灯坏了", "enter_case"),
        (CHIEF, "录入 12345 工单号GD20260302 路灯坏了", "enter_case"),
        (WORKER, "巡查 已处理 井盖挪正了", "enter_case"),
        (WORKER, "巡查完了", "hear_staff"),
        (RESIDENT, "录入 走访 路灯坏了", "hear"),
        (WORKER, "代确认 0227-018", "give_verdict"),
        (RESIDENT, "代确认 0227-018", "hear"),
        (WORKER, "主题改成环境保护", "retopic_case"),
        (WORKER, "0227-018 主题改为环境保护。", "retopic_case"),
        (WORKER, "改主题 0227-018", "retopic_case"),
        (RESIDENT, "主题改成环境保护", "hear"),
        (WORKER, "/nonsense", "shrug"),
        (RESIDENT, "/lottery 明天", "shrug"),
        (RESIDENT, "/", "hear"),
        # Words that mean a command only in a worker's mouth, or only on their own.
        (RESIDENT, "待办", "hear"),
        (RESIDENT, "办结 了吗", "hear"),
        (RESIDENT, "帮助 老人修灯", "hear"),
        (RESIDENT, "督办 一下路灯", "hear"),
        (WORKER, "办结清了两桶", "hear_staff"),
        (WORKER, "办结 清了两桶", "hear_staff"),
        (WORKER, "办结 不了", "hear_staff"),
        (WORKER, "待办 太多了", "hear_staff"),
        (WORKER, "督办", "hear_staff"),
        (WORKER, "收到", "hear_staff"),
        (WORKER, "0227-018", "hear_staff"),
    ],
)
async def test_what_is_typed_becomes_its_use_case(desk: Desk, sender: int, text: str, use_case: str) -> None:
    assert await desk.names(says(sender, text)) == [use_case]


@pytest.mark.parametrize("text", ["/bind K7Q2-0228-011", f"/bind@{USERNAME}  K7Q2-0228-011 ", "绑定 K7Q2-0228-011"])
@pytest.mark.parametrize("where", [0, GROUP, UNKNOWN_GROUP])
async def test_a_code_binds_here_and_is_passed_on_whole(desk: Desk, text: str, where: int) -> None:
    command = await desk.command(says(WORKER, text, where))
    assert (command.code, command.by.group) == ("K7Q2-0228-011", where != 0)


async def test_an_invitation_link_binds_a_group_too(desk: Desk) -> None:
    command = await desk.command(says(WORKER, f"/start@{USERNAME} bind_ABCD", UNKNOWN_GROUP))
    assert command.code == "ABCD"


async def test_an_unknown_command_is_named_in_the_answer(desk: Desk) -> None:
    command = await desk.command(says(RESIDENT, "/lottery 明天"))
    assert (command.about, command.said) == ("unknown_command", "/lottery")


@pytest.mark.parametrize(
    ("text", "action", "number", "note"),
    [
        ("/accept", Action.ACCEPT, "", ""),
        ("/accept 0227-018", Action.ACCEPT, "0227-018", ""),
        ("接单 ０２２７－０１８", Action.ACCEPT, "0227-018", ""),
        ("接单 0227—018", Action.ACCEPT, "0227-018", ""),
        ("到场：0227-1018", Action.ARRIVE, "0227-1018", ""),
        ("/resolve 0227-018 清了两桶", Action.RESOLVE, "0227-018", "清了两桶"),
        ("/resolve 清了两桶", Action.RESOLVE, "", "清了两桶"),
        ("办结 0227-018，清了两桶\n加了一个", Action.RESOLVE, "0227-018", "清了两桶\n加了一个"),
        ("/resolve 2023-2024 年的台账补了", Action.RESOLVE, "", "2023-2024 年的台账补了"),
    ],
)
async def test_typed_work_names_its_case_and_keeps_the_note(
    desk: Desk, text: str, action: Action, number: str, note: str
) -> None:
    command = await desk.command(says(WORKER, text))
    assert (command.action, command.target, command.note) == (action, Target(number=number), note)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0227-018", "0227-018"),
        ("０２２７—９９９９号", "0227-9999"),
        ("0227-10000 怎么样了", "0227-10000"),  # a surge brings more in one day
        ("0310-12345 没人接", ""),  # a city's line
        ("0310-123456 没人接", ""),
        ("0391-0000001", ""),
        ("2023-2024 年", ""),
    ],
)
def test_a_case_number_is_told_from_a_telephone(text: str, number: str) -> None:
    assert split_number(text)[0] == number


@pytest.mark.parametrize(
    ("text", "number", "question"),
    [
        ("/ask 0227-018 几单元？", "0227-018", "几单元？"),
        ("问居民 几单元？", "", "几单元？"),
        ("问居民：0227-018 东门还是西门", "0227-018", "东门还是西门"),
        ("问居民", "", ""),
    ],
)
async def test_a_typed_question_is_for_the_resident(desk: Desk, text: str, number: str, question: str) -> None:
    command = await desk.command(says(WORKER, text))
    assert (command.target, command.question) == (Target(number=number), question)


async def test_work_may_name_its_case_by_replying_to_the_card(desk: Desk) -> None:
    card = ours(GROUP)
    command = await desk.command(says(WORKER, "接单", GROUP, reply_to_message=card))
    assert command.target == Target(reply_to=card["message_id"])


async def test_a_picture_with_a_typed_command_keeps_its_picture(desk: Desk) -> None:
    picture: Raw = {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]}
    command = await desk.command(says(WORKER, caption="办结 0227-018 清了两桶", **picture))
    assert (command.said.number, len(command.said.attachments)) == ("0227-018", 1)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("督办 0227-018", Directive(Order.SUPERVISE)),
        ("/supervise 0227-018", Directive(Order.SUPERVISE)),
        ("换人 0227-018 给丙", Directive(Order.REASSIGN, to="丙")),
        ("同意 0227-018 14天", Directive(Order.AGREE, days=14)),
        ("不同意 0227-018 还没到期", Directive(Order.REFUSE, note="还没到期")),
        ("维持 0227-018", Directive(Order.UPHOLD)),
        ("重新办理 0227-018", Directive(Order.OVERTURN)),
    ],
)
async def test_a_supervisor_may_name_a_case_by_its_number(desk: Desk, text: str, order: Directive) -> None:
    ((name, command),) = await desk.hear(says(CHIEF, text))
    assert (name, command.target) == ("give_directive", Target(number="0227-018"))
    assert replace(command.directive, number="") == order


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("2 督办", Directive(Order.SUPERVISE, line=2)),
        ("同意", Directive(Order.AGREE)),
        ("展开", Directive(Order.UNFOLD)),
    ],
)
async def test_without_a_number_it_is_heard_with_what_it_says(desk: Desk, text: str, order: Directive) -> None:
    ((name, command),) = await desk.hear(says(CHIEF, text))
    assert (name, command.said.directive) == ("hear_staff", order)


@pytest.mark.parametrize(
    ("text", "use_case", "case"),
    [
        ("改地点", "ask_new_place", ""),
        ("改事情 0227-018", "ask_topic", "0227-018"),
        ("补照片", "ask_photo", ""),
        ("不留名", "hide_name", ""),
        ("不要留我名字", "hide_name", ""),
        ("撤回 0227-018", "withdraw_case", "0227-018"),
    ],
)
async def test_what_stands_under_a_receipt_may_be_typed(desk: Desk, text: str, use_case: str, case: str) -> None:
    ((name, command),) = await desk.hear(says(RESIDENT, text))
    assert (name, command.case) == (use_case, case)


async def test_resolving_without_words_is_typed_while_proof_is_awaited(desk: Desk) -> None:
    assert await desk.names(says(WORKER, "直接办结")) == ["hear_staff"]
    desk.ask(WORKER, DraftState.PROOF, about="c7")
    ((name, command),) = await desk.hear(says(WORKER, "直接办结"))
    assert (name, command.case) == ("resolve_now", "c7")


@pytest.mark.parametrize("state", [DraftState.PLACE, DraftState.CHOICE, DraftState.NEW_PLACE])
async def test_keeping_the_place_to_oneself_is_typed_while_it_is_asked(desk: Desk, state: DraftState) -> None:
    assert await desk.names(says(RESIDENT, NO_PLACE)) == ["hear"]
    desk.ask(RESIDENT, state)
    ((name, command),) = await desk.hear(says(RESIDENT, NO_PLACE))
    assert (name, command.draft, command.code) == ("choose_place", "d1", "")


@pytest.mark.parametrize("text", ["/progress", "/urge", f"/urge@{USERNAME} 0227-018"])
async def test_ones_own_matters_are_nothing_for_a_group(desk: Desk, text: str) -> None:
    ((name, command),) = await desk.hear(says(WORKER, text, GROUP))
    assert (name, command.about) == ("shrug", "private_only")


async def test_a_bare_urge_says_what_a_resident_would_say(desk: Desk) -> None:
    said = (await desk.command(says(RESIDENT, "/urge 0227-018"))).said
    assert (said.text, said.number) == ("催办 0227-018", "0227-018")


async def test_a_refusal_is_said_politely_with_its_facts(desk: Desk) -> None:
    desk.refuse("show_todo", NotStaff("0227-018", "filed"))
    (_, (name, command)) = await desk.hear(says(RESIDENT, "/todo"))
    assert name == "refuse"
    assert (command.error, command.number, command.facts) == ("NotStaff", "0227-018", ("filed",))


async def test_a_failure_that_is_no_refusal_reaches_the_caller(desk: Desk) -> None:
    desk.refusing["show_todo"] = OSError("disk full")
    with pytest.raises(OSError, match="disk full"):
        await desk.hear(says(WORKER, "/todo"))
    assert [name for name, _ in desk.ran] == ["show_todo"]


@pytest.mark.parametrize(
    ("text", "number", "topic"),
    [
        ("主题改成环境保护", "", "环境保护"),
        ("把类别改为 民政 0227-018", "0227-018", "民政"),
        ("改主题 0227-018 民政", "0227-018", "民政"),
        ("改主题", "", ""),
        ("主题改成别的事情", "", ""),
    ],
)
async def test_a_topic_in_plain_words_is_set_and_one_we_do_not_have_is_asked_about(
    desk: Desk, text: str, number: str, topic: str
) -> None:
    command = await desk.command(says(WORKER, text))
    assert (command.target.number, command.topic) == (number, topic)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("排名", None),
        ("/ranking", None),
        ("/ranking 2026-02", Month(2026, 2)),
        ("/ranking 2025-12", Month(2025, 12)),
        ("排名 2026年1月", Month(2026, 1)),
        ("排名 2月", Month(2026, 2)),
        ("排名 12月份", Month(2025, 12)),
        ("排名 上月", Month(2026, 1)),
        ("排名 本月", Month(2026, 2)),
        ("/ranking 13月", None),
        ("/ranking 去年", None),
    ],
)
async def test_a_month_is_named_as_people_name_it(desk: Desk, text: str, month: Month | None) -> None:
    """It is the 27th of February 2026."""
    command = await desk.command(says(CHIEF, text))
    assert command.month == month
    assert command.asked == text.removeprefix("/ranking").removeprefix("排名").strip()
