"""What was Said: nothing of a message is lost on the way, and nothing of Telegram is left."""

from typing import Any

import pytest

from cases.commands import Action, Said, Verdict
from cases.model import Attachment, DraftState, Media
from cases.reading import Intent, PlaceKind, PlaceReading
from cases.scores import Answer, Pressed, Satisfied, Solved
from handlers.resident.words import says_well
from handlers.words import URGE
from nlp.reader import Reader
from tests.handlers.desk import LAMP, Desk
from tests.handlers.phone import GROUP, RESIDENT, USERNAME, WORKER, file, message, ours, photo, says

HERE = {"longitude": 113.1, "latitude": 35.1}


async def said(desk: Desk, sender: int = RESIDENT, text: str = "", where: int = 0, **more: Any) -> Said:
    found = (await desk.command(says(sender, text, where, **more))).said
    assert isinstance(found, Said)
    return found


async def test_words_are_read(desk: Desk) -> None:
    raw = says(RESIDENT, "路灯不亮 0227-018")
    heard = (await desk.command(raw)).said
    assert (heard.message, heard.text, heard.got) == (raw["message"]["message_id"], "路灯不亮 0227-018", "text")
    assert (heard.reading, heard.number, heard.edited) == (LAMP, "0227-018", False)


@pytest.mark.parametrize("text", ["还亮着", "好着呢。", "亮", "路灯还亮着呢"])
def test_what_still_works_is_heard(text: str) -> None:
    assert says_well(text)


@pytest.mark.parametrize("text", ["亮得睡不着", "又坏了", "好了又坏了", ""])
def test_and_nothing_else_is_taken_for_it(text: str) -> None:
    assert not says_well(text)


async def test_the_real_reader_hears_an_urge_as_one() -> None:
    assert Reader().read(f"{URGE} 0227-018").intent is Intent.URGE


async def test_a_message_of_two_matters_says_each_by_itself(desk: Desk) -> None:
    heard = await said(desk, text="路灯不亮。井盖没了")
    assert [matter.text for matter in heard.matters] == ["路灯不亮", "井盖没了"]
    assert (heard.text, heard.reading) == ("路灯不亮。井盖没了", LAMP)


async def test_a_message_of_one_matter_is_read_once(desk: Desk) -> None:
    assert (await said(desk, text="路灯不亮")).matters == ()
    assert desk.reader.asked == [("路灯不亮", "")]


async def test_the_parts_are_read_within_the_village_known_already(desk: Desk) -> None:
    desk.ask(RESIDENT, DraftState.PLACE, PlaceReading(PlaceKind.PLACE, "410871001201"))
    await said(desk, text="2组路灯不亮。3组井盖没了")
    assert [within for _, within in desk.reader.asked] == ["410871001201"] * 3


async def test_a_long_text_is_read_like_a_short_one(desk: Desk) -> None:
    assert (await said(desk, text="路灯不亮。" * 800)).reading == LAMP


@pytest.mark.parametrize(
    ("content", "got", "attachments"),
    [
        (photo(), "photo", (Attachment(Media.PHOTO, "large"),)),
        ({"voice": file("v", duration=3)}, "voice", (Attachment(Media.VOICE, "v"),)),
        ({"video": file("v", duration=3, width=1, height=1)}, "video", (Attachment(Media.VIDEO, "v"),)),
        ({"video_note": file("v", duration=3, length=1)}, "video_note", (Attachment(Media.VIDEO_NOTE, "v"),)),
        ({"audio": file("a", duration=3)}, "audio", (Attachment(Media.AUDIO, "a"),)),
        ({"document": file("d")}, "document", (Attachment(Media.DOCUMENT, "d"),)),
        (
            {"animation": file("g", duration=3, width=1, height=1), "document": file("g")},
            "document",
            (Attachment(Media.DOCUMENT, "g"),),
        ),
        ({"contact": {"phone_number": "13800000000", "first_name": "李"}}, "contact", ()),
        ({"hologram": {}}, "unknown", ()),
    ],
)
async def test_files_are_kept_by_their_handle(desk: Desk, content: Any, got: str, attachments: Any) -> None:
    heard = await said(desk, **content)
    assert (heard.got, heard.attachments, heard.text, heard.reading) == (got, attachments, "", None)


async def test_ones_own_contact_is_its_number_and_nobody_elses(desk: Desk) -> None:
    own = {"phone_number": "+8613812345678", "first_name": "李", "user_id": RESIDENT}
    assert (await said(desk, contact=own)).text == "13812345678"
    assert (await said(desk, contact=own | {"user_id": WORKER})).text == ""


async def test_a_caption_is_words_and_an_album_keeps_its_name(desk: Desk) -> None:
    heard = await said(desk, **photo(caption="路灯不亮", media_group_id="a7"))
    assert (heard.text, heard.reading, heard.album) == ("路灯不亮", LAMP, "a7")


async def test_a_reply_names_what_it_answers(desk: Desk) -> None:
    card = ours(WORKER)
    assert (await said(desk, WORKER, "清好了", reply_to_message=card)).reply_to == card["message_id"]
    assert (await said(desk, WORKER, "清好了")).reply_to is None


async def test_our_own_name_is_not_part_of_what_was_said(desk: Desk) -> None:
    assert (await said(desk, WORKER, f"@{USERNAME} 清好了", GROUP)).text == "清好了"
    assert (await said(desk, WORKER, f"@{USERNAME}2 清好了", GROUP)).text == f"@{USERNAME}2 清好了"


async def test_a_forwarded_message_is_heard_like_any_other(desk: Desk) -> None:
    origin = {"type": "hidden_user", "sender_user_name": "李四", "date": 1}
    assert (await said(desk, text="路灯不亮", forward_origin=origin)).reading == LAMP


@pytest.mark.parametrize(
    ("replied", "datum"),
    [(None, "unknown"), (ours(RESIDENT), "wgs84"), (message(RESIDENT, "我说的"), "unknown")],
    ids=["pin", "our button", "reply to oneself"],
)
async def test_only_our_own_button_is_trusted_with_the_datum(desk: Desk, replied: Any, datum: str) -> None:
    more = {"reply_to_message": replied} if replied else {}
    heard = await said(desk, location=HERE | {"horizontal_accuracy": 12}, **more)
    assert desk.map.asked == [(113.1, 35.1, 12, datum)]
    assert (heard.lon, heard.lat, heard.got, heard.text) == (113.1, 35.1, "location", "")
    assert heard.place.kind is PlaceKind.GRID


async def test_a_venue_is_a_place_and_not_a_matter(desk: Desk) -> None:
    heard = await said(desk, location=HERE, venue={"location": HERE, "title": "超市", "address": "文明路"})
    assert (heard.got, heard.text, heard.reading) == ("venue", "文明路 超市", None)
    assert desk.map.asked[0][3] == "unknown"


async def test_a_bare_point_is_held_against_the_place_known_already(desk: Desk) -> None:
    desk.ask(RESIDENT, DraftState.PLACE, PlaceReading(PlaceKind.GRID, "G9", ("G9",), said="大寨村2组"))
    assert (await said(desk, location=HERE)).place.kind is PlaceKind.ASK


async def test_a_new_place_for_a_case_is_not_held_against_the_old_one(desk: Desk) -> None:
    desk.ask(RESIDENT, DraftState.NEW_PLACE, PlaceReading(PlaceKind.GRID, "G9"), about="c1")
    assert (await said(desk, location=HERE)).place.kind is PlaceKind.GRID


async def test_an_answer_is_read_within_the_village_known_already(desk: Desk) -> None:
    desk.ask(RESIDENT, DraftState.PLACE, PlaceReading(PlaceKind.PLACE, "410871001201"))
    await said(desk, text="2组")
    assert desk.reader.asked == [("2组", "410871001201")]


@pytest.mark.parametrize(
    ("text", "yes"), [("有", True), ("还有！", True), ("没有了。", False), ("没人管，煤气味很大", None), ("好", None)]
)
async def test_a_plain_yes_or_no_is_one_only_as_the_whole_message(desk: Desk, text: str, yes: bool | None) -> None:
    assert (await said(desk, text=text)).yes is yes


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("满意", Satisfied.SATISFIED),
        ("基本满意。", Satisfied.FAIRLY),
        ("没解决！", Solved.UNSOLVED),
        ("部分", Solved.PARTLY),
        ("有人催我打好评", Pressed.PRESSED),
        ("我不满意，灯还不亮", None),
        ("1", None),
        ("催", None),
    ],
)
async def test_a_rating_is_one_only_as_the_whole_message(desk: Desk, text: str, rating: Answer | None) -> None:
    assert (await said(desk, text=text)).rating == rating


async def test_a_residents_words_carry_their_verdict(desk: Desk) -> None:
    heard = await said(desk, text="没好 就倒了一个桶")
    assert (heard.verdict, heard.note, heard.action) == (Verdict.NOT_FIXED, "就倒了一个桶", Action.OTHER)
    assert (await said(desk, text="1")).verdict is Verdict.FIXED


async def test_a_workers_words_carry_what_was_done(desk: Desk) -> None:
    heard = await said(desk, WORKER, "0227-018 清好了")
    assert (heard.action, heard.number) == (Action.RESOLVE, "0227-018")
    moved = await said(desk, WORKER, "0227-018 转给物业")
    assert (moved.action, moved.note, moved.number) == (Action.TRANSFER, "", "0227-018")
    accepted = await said(desk, WORKER, "收到")
    assert (accepted.action, accepted.sure) == (Action.ACCEPT, True)
