"""The phones page in a real Chromium, against the real server: what a person does reaches the bot, and comes back."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser import Phone, Sandbox, browser, context, open_phones, page, shoot

__all__ = ["browser", "context", "page"]  # fixtures, used by name

pytestmark = pytest.mark.browser

RESIDENT, SHY, WORKER, OTHER_WORKER, SUPERVISOR = 1001, 1002, 2001, 2002, 9001
PEOPLE = [
    {"id": RESIDENT, "name": "王秀兰", "role": "居民", "started": True},
    {"id": SHY, "name": "李建国", "role": "居民", "started": False, "blocked": False},
    {"id": WORKER, "name": "网格员甲", "role": "网格员", "started": True},
    {"id": OTHER_WORKER, "name": "网格员乙", "role": "网格员", "started": True},
    {"id": SUPERVISOR, "name": "值班长", "role": "督办", "started": True},
]
SQUARE = [[113.2, 35.1], [113.3, 35.1], [113.3, 35.2], [113.2, 35.2], [113.2, 35.1]]
SCENARIO = {
    "title": "阳光里的一天",
    "phones": [
        {"role": "居民", "person": RESIDENT, "chat": RESIDENT, "follow": False},
        {"role": "网格员", "person": WORKER, "chat": WORKER, "follow": True},
        {"role": "督办", "person": SUPERVISOR, "chat": SUPERVISOR, "follow": False},
    ],
    "map": {"grids": [{"code": "g1", "name": "阳光里第一网格", "ring": SQUARE}]},
    "hints": [{"role": "居民", "text": "路灯不亮了"}],
    "steps": [{"say": "开始"}, {"role": "居民", "send": "井盖没了"}, {"role": "网格员", "press_label": "接单"}],
    "links": [],
}
TAKE = {"inline_keyboard": [[{"text": "接单", "callback_data": "take"}, {"text": "转派", "callback_data": "move"}]]}


@pytest.fixture(scope="module")
def server() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def sandbox(server: Sandbox) -> Sandbox:
    server.control("reset")
    server.bot("getMe")
    server.control("faults", {"offline": False, "too_many_requests": 0})
    server.control("people", PEOPLE)
    server.control("scenario", SCENARIO)
    return server


@pytest.fixture
def phones(page: Page, sandbox: Sandbox) -> tuple[Phone, Phone, Phone]:
    open_phones(page, sandbox.url)
    return Phone(page, "居民"), Phone(page, "网格员"), Phone(page, "督办")


Phones = tuple[Phone, Phone, Phone]


def test_a_sentence_typed_by_a_resident_reaches_the_bot(phones: Phones, sandbox: Sandbox) -> None:
    resident, _, _ = phones
    resident.say("楼下垃圾桶三天没人倒了")
    expect(resident.bubble("楼下垃圾桶三天没人倒了")).to_be_visible()
    message = sandbox.heard("message")
    assert (message["text"], message["from"]["id"]) == ("楼下垃圾桶三天没人倒了", RESIDENT)


def test_a_hint_is_sent_with_one_click(phones: Phones, sandbox: Sandbox) -> None:
    phones[0].root.locator(".hint", has_text="路灯不亮了").click()
    assert sandbox.heard("message")["text"] == "路灯不亮了"


def test_a_press_spins_until_the_bot_answers_with_a_toast(phones: Phones, sandbox: Sandbox) -> None:
    _, worker, _ = phones
    sandbox.bot("sendMessage", chat_id=WORKER, text="0227-018 垃圾满溢", reply_markup=TAKE)
    worker.press("接单")
    expect(worker.button("接单")).to_have_attribute("aria-busy", "true")
    query = sandbox.heard("callback_query")
    assert query["data"] == "take"
    sandbox.bot("answerCallbackQuery", callback_query_id=query["id"], text="已接单")
    expect(worker.root.locator(".toast")).to_have_text("已接单")
    expect(worker.button("接单")).to_have_attribute("aria-busy", "false")


def test_an_alert_waits_to_be_dismissed(phones: Phones, sandbox: Sandbox) -> None:
    _, worker, _ = phones
    sandbox.bot("sendMessage", chat_id=WORKER, text="卡片", reply_markup=TAKE)
    worker.press("转派")
    query = sandbox.heard("callback_query")
    sandbox.bot("answerCallbackQuery", callback_query_id=query["id"], text="这件已经有人接了", show_alert=True)
    alert = worker.root.get_by_role("alertdialog")
    expect(alert).to_contain_text("这件已经有人接了")
    alert.get_by_role("button").click()
    expect(alert).to_have_count(0)


def test_an_edit_shows_and_flashes_and_a_deletion_stays_visible_as_one(phones: Phones, sandbox: Sandbox) -> None:
    _, worker, _ = phones
    card = sandbox.bot("sendMessage", chat_id=WORKER, text="待接单", reply_markup=TAKE)
    expect(worker.bubble("待接单")).to_be_visible()
    sandbox.bot("editMessageText", chat_id=WORKER, message_id=card["message_id"], text="网格员甲 14:40 接单")
    expect(worker.log.locator(".flash")).to_contain_text("网格员甲 14:40 接单")
    expect(worker.bubble("14:40 接单")).to_contain_text("已编辑")
    expect(worker.log.locator(".inline-button")).to_have_count(0)
    sandbox.bot("deleteMessage", chat_id=WORKER, message_id=card["message_id"])
    expect(worker.log.locator(".deleted")).to_contain_text("已删除")


def test_the_location_button_sends_the_point_clicked_on_the_map(page: Page, phones: Phones, sandbox: Sandbox) -> None:
    resident, _, _ = phones
    keyboard = {"keyboard": [[{"text": "发送位置", "request_location": True}]], "resize_keyboard": True}
    asked = sandbox.bot("sendMessage", chat_id=RESIDENT, text="在哪里？", reply_markup=keyboard)
    resident.key("发送位置").click()
    map_box = page.locator(".map.big")
    map_box.click()
    expect(page.get_by_role("status").get_by_text("阳光里第一网格")).to_be_visible()
    page.get_by_role("button", name="发送这个位置").click()
    message = sandbox.heard("message")
    assert message["location"]["longitude"] == pytest.approx(113.25, abs=0.01)
    assert message["location"]["latitude"] == pytest.approx(35.15, abs=0.01)
    assert message["reply_to_message"]["message_id"] == asked["message_id"]
    expect(resident.log.locator(".map.mini")).to_be_visible()


def test_the_telephone_button_sends_the_own_card(page: Page, phones: Phones, sandbox: Sandbox) -> None:
    keyboard = {"keyboard": [[{"text": "发送电话", "request_contact": True}]], "one_time_keyboard": True}
    sandbox.bot("sendMessage", chat_id=RESIDENT, text="怎么联系您？", reply_markup=keyboard)
    phones[0].key("发送电话").click()
    page.get_by_role("dialog").get_by_role("button", name="发送").click()
    assert sandbox.heard("message")["contact"]["user_id"] == RESIDENT
    expect(phones[0].key("发送电话")).to_have_count(0)


def test_a_sample_photo_carries_the_typed_words_as_caption(page: Page, phones: Phones, sandbox: Sandbox) -> None:
    resident, _, _ = phones
    resident.input.fill("井盖没了")
    resident.root.get_by_label("附件").click()
    resident.root.get_by_label("样片：井盖").click()
    message = sandbox.heard("message")
    assert message["photo"]
    assert message["caption"] == "井盖没了"
    resident.log.locator(".photo").click()
    expect(page.locator(".lightbox img")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".lightbox")).to_have_count(0)


def test_an_own_picture_is_uploaded(page: Page, phones: Phones, sandbox: Sandbox) -> None:
    resident, _, _ = phones
    resident.root.get_by_label("附件").click()
    with page.expect_file_chooser() as chooser:
        resident.root.get_by_role("menuitem", name="文件", exact=True).click()
    chooser.value.set_files({"name": "证明.txt", "mimeType": "text/plain", "buffer": "一份证明".encode()})
    assert sandbox.heard("message")["document"]["file_name"] == "证明.txt"
    expect(resident.bubble("证明.txt")).to_be_visible()


def test_a_voice_message_is_recorded_and_can_be_played(page: Page, phones: Phones, sandbox: Sandbox) -> None:
    resident, _, _ = phones
    resident.root.get_by_role("button", name="录语音").click()
    expect(resident.root.locator(".recording")).to_contain_text("正在录音")
    resident.root.get_by_role("button", name="发送语音").click()
    assert sandbox.heard("message")["voice"]["file_size"] > 0
    expect(resident.log.get_by_role("button", name=re.compile("播放语音"))).to_be_visible()


def test_an_album_is_one_bubble(phones: Phones, sandbox: Sandbox) -> None:
    resident, _, _ = phones
    resident.root.get_by_label("附件").click()
    resident.root.get_by_role("button", name="选几张").click()
    resident.root.get_by_label("样片：路灯").click()
    resident.root.get_by_label("样片：坑洼").click()
    resident.root.get_by_role("button", name="发相册").click()
    first, second = sandbox.heard("message"), sandbox.heard("message")
    assert first["media_group_id"] == second["media_group_id"]
    expect(resident.log.locator(".line")).to_have_count(1)
    expect(resident.log.locator(".album .photo")).to_have_count(2)


def test_force_reply_quotes_the_question(phones: Phones, sandbox: Sandbox) -> None:
    _, worker, _ = phones
    markup = {"force_reply": True, "input_field_placeholder": "写给居民的话"}
    asked = sandbox.bot("sendMessage", chat_id=WORKER, text="问居民什么？", reply_markup=markup)
    expect(worker.root.locator(".context")).to_contain_text("问居民什么？")
    expect(worker.input).to_have_attribute("placeholder", "写给居民的话")
    worker.say("是东门口还是楼后面？")
    assert sandbox.heard("message")["reply_to_message"]["message_id"] == asked["message_id"]
    expect(worker.root.locator(".context")).to_be_hidden()


def test_the_newest_message_stays_in_sight(page: Page, phones: Phones, sandbox: Sandbox) -> None:
    resident, _, _ = phones
    for number in range(6):
        sandbox.bot("sendMessage", chat_id=RESIDENT, text=f"第{number}条\n" * 8, reply_markup=TAKE)
    expect(resident.button("接单")).to_be_in_viewport()
    resident.log.hover()
    page.mouse.wheel(0, -2000)
    expect(resident.bubble("第1条")).to_be_in_viewport()
    sandbox.bot("sendMessage", chat_id=RESIDENT, text="后来的")
    resident.root.get_by_role("button", name="新消息").click()
    expect(resident.bubble("后来的")).to_be_in_viewport()


def test_following_switches_to_whoever_is_told_and_back(phones: Phones, sandbox: Sandbox) -> None:
    _, worker, _ = phones
    sandbox.bot("sendMessage", chat_id=OTHER_WORKER, text="新工单 0227-019")
    expect(worker.root.locator(".owner")).to_contain_text("网格员乙")
    expect(worker.bubble("0227-019")).to_be_visible()
    banner = worker.root.locator(".banner")
    expect(banner).to_contain_text("网格员 网格员乙 收到新消息")
    banner.click()
    expect(worker.root.locator(".owner")).to_contain_text("网格员甲")


def test_following_waits_while_somebody_writes(phones: Phones, sandbox: Sandbox) -> None:
    _, worker, _ = phones
    worker.input.fill("正在写")
    sandbox.bot("sendMessage", chat_id=OTHER_WORKER, text="新工单 0227-020")
    expect(worker.root.locator(".banner")).to_contain_text("0227-020")
    expect(worker.root.locator(".owner")).to_contain_text("网格员甲")
    expect(worker.input).to_have_value("正在写")


def test_what_one_phone_causes_glows_on_another(page: Page, phones: Phones, sandbox: Sandbox) -> None:
    resident, worker, _ = phones
    sandbox.bot("sendMessage", chat_id=WORKER, text="卡片", reply_markup=TAKE)
    worker.press("接单")
    sandbox.bot("sendMessage", chat_id=RESIDENT, text="网格员已接")
    expect(resident.log.locator(".glow")).to_contain_text("网格员已接")
    expect(page.locator(".thread")).to_be_attached()


def test_below_1100_pixels_one_phone_is_seen_at_a_time(page: Page, phones: Phones, sandbox: Sandbox) -> None:
    resident, worker, _ = phones
    page.set_viewport_size({"width": 390, "height": 844})
    expect(resident.root).to_be_visible()
    expect(worker.root).to_be_hidden()
    sandbox.bot("sendMessage", chat_id=WORKER, text="0227-018 等您接单")
    tab = page.get_by_role("tab", name=re.compile("网格员"))
    expect(tab.locator(".badge")).to_have_text("1")
    expect(resident.root.locator(".banner")).to_contain_text("网格员的手机")
    tab.click()
    expect(worker.bubble("0227-018")).to_be_visible()
    expect(resident.root).to_be_hidden()
    expect(tab.locator(".badge")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


HOSTILE = "<img src=x onerror=\"document.title='stolen'\"><script>1</script> \u202eevil\u202c &amp; {{ 7*7 }}"


def test_hostile_words_are_only_words(page: Page, phones: Phones, sandbox: Sandbox) -> None:
    resident, _, _ = phones
    sandbox.control("people", [{"id": WORKER, "name": HOSTILE, "role": "网格员"}])
    resident.say(HOSTILE)
    sandbox.heard("message")
    sandbox.bot("sendMessage", chat_id=RESIDENT, text=HOSTILE)
    expect(resident.log.locator(".line.in .text").last).to_contain_text("<img src=x onerror=")
    expect(page.locator(".owner").nth(1)).to_contain_text("<img src=x")
    page.locator("#open-backstage").click()
    expect(page.locator("#tape")).to_contain_text("<script>")
    assert page.locator(".phones img, .phones script, #tape img").count() == 0
    assert "stolen" not in page.title()


def test_entities_follow_utf16_offsets(phones: Phones, sandbox: Sandbox) -> None:
    html = '😀 <b>编号 <i>0227</i></b> <a href="https://example.org/">公示</a>\n<code>x</code> <tg-spoiler>门牌</tg-spoiler>'
    sandbox.bot("sendMessage", chat_id=RESIDENT, text=html, parse_mode="HTML")
    text = phones[0].bubble("公示").locator(".text")
    expect(text.locator("strong")).to_have_text("编号 0227")
    expect(text.locator("strong em")).to_have_text("0227")
    expect(text.locator("a")).to_have_attribute("href", "https://example.org/")
    expect(text.locator(".spoiler")).to_have_text("门牌")


def test_everything_can_be_done_without_a_mouse(page: Page, phones: Phones, sandbox: Sandbox) -> None:
    resident, worker, _ = phones
    sandbox.bot("sendMessage", chat_id=WORKER, text="0227-018", reply_markup=TAKE)
    page.keyboard.press("Alt+Digit1")
    expect(resident.input).to_be_focused()
    page.keyboard.type("第一行")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("第二行")
    page.keyboard.press("Enter")
    assert sandbox.heard("message")["text"] == "第一行\n第二行"
    expect(resident.bubble("第二行")).to_be_visible()
    page.keyboard.press("ArrowUp")
    expect(resident.root.locator(".context")).to_contain_text("修改消息")
    page.keyboard.type("，改过")
    page.keyboard.press("Enter")
    assert sandbox.heard("edited_message")["text"] == "第一行\n第二行，改过"
    page.keyboard.press("Escape")
    expect(resident.root.locator(".chat-row")).to_be_focused()
    page.keyboard.press("Enter")
    expect(resident.bubble("改过")).to_be_visible()
    worker.button("接单").focus()
    page.keyboard.press("Enter")
    assert sandbox.heard("callback_query")["data"] == "take"
    worker.log.focus()
    page.keyboard.press("ArrowUp")
    expect(worker.log.locator(".bubble").last).to_be_focused()
    page.keyboard.press("Enter")
    expect(worker.root.get_by_role("menuitem", name="回复")).to_be_focused()


def test_the_weather_changes_the_faults(page: Page, phones: Phones, sandbox: Sandbox) -> None:
    page.locator("#open-weather").click()
    page.get_by_role("switch", name="断网").click()
    expect(page.locator("#weather-sign")).to_have_text("断网")
    assert sandbox.get("faults")["offline"] is True
    page.get_by_role("switch", name="断网").click()
    expect(page.locator("#weather-sign")).to_be_hidden()
    assert sandbox.get("faults")["offline"] is False


def test_time_can_be_pushed_and_hurried(page: Page, phones: Phones, sandbox: Sandbox) -> None:
    sandbox.control("clock", {"now": "2026-02-27T14:00:00+08:00", "frozen": True})
    expect(page.locator("#clock-time")).to_have_text("14:00:00")
    expect(page.locator("#clock-date")).to_have_text("2月27日 周五")
    page.get_by_role("button", name="+1 小时").click()
    expect(page.locator("#clock-time")).to_have_text("15:00:00")
    page.get_by_role("button", name="到明早 8:30").click()
    expect(page.locator("#clock-date")).to_have_text("2月28日 周六")
    expect(page.locator("#clock-time")).to_have_text("08:30:00")
    page.locator("#speed").press("End")
    expect(page.locator("#speed-words")).to_have_text("×3600")
    assert sandbox.get("clock")["speed"] == 3600
    sandbox.control("clock", {"speed": 1})


def test_start_block_and_unblock(phones: Phones, sandbox: Sandbox) -> None:
    resident, _, _ = phones
    resident.choose("李建国")
    resident.start()
    assert sandbox.heard("message")["text"] == "/start"
    expect(resident.input).to_be_visible()
    resident.root.get_by_label("更多").click()
    resident.root.get_by_role("menuitem", name="拉黑机器人").click()
    assert sandbox.heard("my_chat_member")["new_chat_member"]["status"] == "kicked"
    expect(resident.root.locator(".start-button")).to_have_text("解除拉黑，重新开始")


def test_the_command_menu_is_the_bots_own(page: Page, phones: Phones, sandbox: Sandbox) -> None:
    resident, _, _ = phones
    sandbox.bot("setMyCommands", commands=[{"command": "mine", "description": "我反映的事"}])
    resident.root.get_by_label("机器人命令").click()
    resident.root.get_by_role("menuitem", name="我反映的事").click()
    assert sandbox.heard("message")["text"] == "/mine"


def test_a_forum_group_keeps_its_topics_apart(phones: Phones, sandbox: Sandbox) -> None:
    _, _, supervisor = phones
    group = sandbox.control("groups", {"title": "环卫联动", "members": [SUPERVISOR, WORKER], "forum": True})["chat"][
        "id"
    ]
    topic = sandbox.control(f"groups/{group}/topics", {"name": "垃圾清运"})["message_thread_id"]
    supervisor.open_chat("环卫联动")
    supervisor.root.get_by_role("tab", name="垃圾清运").click()
    supervisor.say("几点到？")
    expect(supervisor.bubble("几点到？")).to_be_visible()
    sent = sandbox.messages(group, SUPERVISOR)[-1]
    assert sent["message_thread_id"] == topic
    supervisor.root.get_by_role("tab", name="综合").click()
    expect(supervisor.log.get_by_text("几点到？")).to_have_count(0)


def test_a_group_can_be_upgraded_from_its_menu(phones: Phones, sandbox: Sandbox) -> None:
    _, _, supervisor = phones
    sandbox.control("groups", {"title": "值班群", "members": [SUPERVISOR]})
    supervisor.open_chat("值班群")
    supervisor.root.get_by_label("更多").click()
    supervisor.root.get_by_role("menuitem", name="群升级").click()
    expect(supervisor.log).to_contain_text("本群由普通群升级而来")


def test_a_bubble_shows_its_json_and_the_tape_its_calls(page: Page, phones: Phones, sandbox: Sandbox) -> None:
    resident, _, _ = phones
    page.locator("#open-backstage").click()
    sandbox.bot("sendMessage", chat_id=RESIDENT, text="幕后看得见")
    httpx.post(f"{sandbox.url}/bot{sandbox.token}/sendMessage", json={"chat_id": 4242, "text": "没有这个人"})
    expect(page.locator(".tape-row", has_text="幕后看得见")).to_contain_text("sendMessage")
    page.locator("#tape-kind").select_option("errors")
    expect(page.locator(".tape-row")).to_have_count(1)
    expect(page.locator(".tape-row")).to_contain_text("chat not found")
    resident.bubble("幕后看得见").locator(".text").click()
    expect(page.locator("#json")).to_contain_text('"幕后看得见"')


def test_a_reload_resumes_where_one_was(page: Page, phones: Phones, sandbox: Sandbox) -> None:
    resident, _, _ = phones
    resident.choose("李建国")
    sandbox.control("people", [{"id": SHY, "started": True}])
    sandbox.bot("sendMessage", chat_id=SHY, text="记得您")
    expect(resident.bubble("记得您")).to_be_visible()
    page.reload()
    expect(resident.bubble("记得您")).to_be_visible()
    expect(resident.root.locator(".owner")).to_contain_text("李建国")


def test_fifteen_hundred_people_stay_quick_to_search(page: Page, phones: Phones, sandbox: Sandbox) -> None:
    _, worker, _ = phones
    crowd: list[dict[str, Any]] = [
        {"id": 30_000 + i, "name": f"专职网格员{i:04d}", "role": "网格员"} for i in range(1500)
    ]
    sandbox.control("people", crowd)
    worker.root.locator(".owner").click()
    expect(worker.root.locator(".people-head").first).to_contain_text("1502 人")
    assert worker.root.locator(".person-row").count() < 40
    worker.root.get_by_label("搜索人物").fill("1499")
    expect(worker.root.locator(".person-row")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(worker.root.locator(".owner")).to_contain_text("专职网格员1499")


def test_the_tour_plays_and_can_be_stopped(page: Page, phones: Phones, sandbox: Sandbox) -> None:
    page.locator("#tour").click()
    expect(page.locator("#tour-words")).to_have_text("开始")
    page.locator("#tour-skip").click()
    expect(page.locator("#tour-words")).to_contain_text("井盖没了")
    page.locator("#tour-skip").click()
    assert sandbox.heard("message")["text"] == "井盖没了"
    page.locator("#tour-stop").click()
    expect(page.locator("#tour-bar")).to_be_hidden()


def test_the_differences_from_telegram_are_told(page: Page, phones: Phones) -> None:
    page.locator("#open-differences").click()
    expect(page.get_by_role("dialog")).to_contain_text("限流的算法是估的")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("width", [360, 768, 1100, 1440])
def test_nothing_sticks_out_at(width: int, page: Page, phones: Phones, sandbox: Sandbox) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    sandbox.bot("sendMessage", chat_id=RESIDENT, text="很长" * 200 + "x" * 300, reply_markup=TAKE)
    expect(phones[0].bubble("很长")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shoot(page, f"width-{width}")
