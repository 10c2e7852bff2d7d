"""Photos and voices on the page of a case: for whoever may read the case, shown as what they are, and gone politely."""

import gc
import tempfile
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from PIL import Image

from bot.bot_api import BotApi
from bot.pages import LARGEST_BYTES, fetching
from bot.settings import GivenSettings
from cases.commands import Action
from cases.deeds import Act
from cases.model import Attachment, Media
from console.files import kind_of
from tests.cases.conftest import LAMP
from tests.console.conftest import CENTRE, OWNER, STATION, Office

ELSEWHERE = "宁郭镇"


def jpeg() -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG")
    return out.getvalue()


def link(page: str, part: str) -> str:
    return page.partition(f'src="/cases/0302-001/{part}/')[2].partition('"')[0].join((f"/cases/0302-001/{part}/", ""))


async def test_what_was_sent_is_shown_to_whoever_may_read_the_case(office: Office) -> None:
    office.desk.say(LAMP, attachments=(Attachment(Media.PHOTO, "photo1"), Attachment(Media.VOICE, "voice1")))
    office.files |= {"photo1": jpeg(), "voice1": b"OggS" + bytes(20)}
    page = (await (station := await office.sign_in(STATION)).get("/cases/0302-001")).text
    assert 'loading="lazy" alt="居民的照片 1"' in page
    assert 'aria-label="居民的语音 2"' in page
    photo = await station.get(link(page, "said"))
    assert (photo.headers["content-type"], photo.content) == ("image/jpeg", jpeg())
    assert photo.headers["cache-control"].startswith("private")
    assert photo.headers["x-content-type-options"] == "nosniff"
    assert (await station.get("/cases/0302-001/said/1")).headers["content-type"] == "audio/ogg"
    assert (await (await office.sign_in(OWNER)).get("/cases/0302-001/said/0")).content == jpeg()
    other = next(one.code for one in office.desk.org.registry.areas if one.name == ELSEWHERE)
    assert (await (await office.sign_in(other)).get(link(page, "said"))).status_code == 404
    assert str((await office.stranger().get(link(page, "said"))).url).endswith("/sign-in")


def files_in(folder: str) -> list[Path]:
    return list(Path(folder).iterdir())


async def test_a_player_may_ask_for_a_part_and_for_the_rest_of_the_same(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", folder := tempfile.mkdtemp(dir=tmp_path))
    office.desk.say(LAMP, attachments=(Attachment(Media.VOICE, "voice1"),))
    office.files["voice1"] = b"OggS" + bytes(range(200))
    station = await office.sign_in(STATION)
    first = await station.get("/cases/0302-001/said/0", headers={"Range": "bytes=0-1"})
    assert (first.status_code, first.content, first.headers["content-range"]) == (206, b"Og", "bytes 0-1/204")
    more = {"Range": "bytes=100-", "If-Range": first.headers["etag"]}
    rest = await station.get("/cases/0302-001/said/0", headers=more)
    assert (rest.status_code, rest.content) == (206, office.files["voice1"][100:])
    assert rest.headers["cache-control"].startswith("private")
    assert (await station.get("/cases/0302-001/said/0")).content == office.files["voice1"]
    gc.collect()
    assert not any(files_in(folder)), "nothing of a resident's voice is left on the disk"


async def test_what_shows_the_work_done_stands_apart(office: Office) -> None:
    office.desk.say(LAMP)
    office.desk.work(OWNER, Action.ACCEPT, office.desk.case())
    office.desk.tell(OWNER, "办结 修好了", photos=1)
    office.files[office.desk.case().proof[0].file] = jpeg()
    station = await office.sign_in(STATION)
    page = (await station.get("/cases/0302-001")).text
    assert "办理后的照片 1" in page
    assert (await station.get(link(page, "done"))).content == jpeg()


async def test_a_station_sees_no_picture_of_a_complaint_about_its_people(office: Office) -> None:
    office.desk.say("文昌街道大寨村2组网格员不干活，路灯坏了找他也不管", photos=1)
    office.files[office.desk.case().attachments[0].file] = jpeg()
    number = office.desk.case().number
    assert (await (await office.sign_in(STATION)).get(f"/cases/{number}/said/0")).status_code == 404
    assert (await (await office.sign_in(CENTRE)).get(f"/cases/{number}/said/0")).content == jpeg()


async def test_a_file_that_is_gone_or_never_was_gets_a_polite_answer(office: Office) -> None:
    office.desk.say(LAMP, photos=1)
    station = await office.sign_in(STATION)
    for path in ("said/0", "said/1", "done/0", "said/" + "9" * 5000, "said/x", "other/0", "said/-1"):
        answer = await station.get(f"/cases/0302-001/{path}")
        assert answer.status_code == 404, path
        assert "拿不到" in answer.text
    assert (await station.get("/cases/nonsense/said/0")).status_code == 404
    assert (await station.get("/cases/0302-999/said/0")).status_code == 404


async def test_a_look_at_a_confidential_case_is_noted_once_with_its_pictures_and_also_without_its_page(
    office: Office,
) -> None:
    office.desk.say(LAMP, photos=1)
    office.desk.say("保密")
    office.files[office.desk.case().attachments[0].file] = jpeg()
    station = await office.sign_in(STATION)
    page = (await station.get("/cases/0302-001")).text
    await station.get(link(page, "said"))
    assert office.deeds().count(Act.READ) == 1
    assert (await station.get("/cases/0302-001/said/0?key=暗号")).content == jpeg()
    assert office.deeds().count(Act.READ) == 2


async def test_what_is_no_picture_is_saved_and_never_shown(office: Office) -> None:
    office.desk.say(LAMP, photos=1)
    office.files[office.desk.case().attachments[0].file] = b"<html><script>alert(1)</script>"
    answer = await (await office.sign_in(STATION)).get("/cases/0302-001/said/0")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x20ftypisom", "video/mp4"),
        (b"\x00\x00\x00\x20ftypM4A ", "audio/mp4"),
        (b"<svg xmlns=", ""),
        (b"", ""),
    ],
)
def test_a_file_is_what_it_begins_with(head: bytes, kind: str) -> None:
    assert kind_of(head) == kind


@pytest.mark.parametrize(
    ("code", "body"), [(200, bytes(LARGEST_BYTES + 1)), (404, b""), (500, b"")], ids=["long", "gone", "broken"]
)
async def test_what_the_messenger_does_not_give_is_none_and_no_log_names_the_token(
    code: int, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith("/file/"):
            return httpx.Response(code, content=body)
        return httpx.Response(200, json={"ok": True, "result": {"file_path": "photos/a.jpg"}})

    api = BotApi(GivenSettings(bot_token="1:secret", bot_api_url="http://127.0.0.1:9"))
    api._client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    with caplog.at_level("INFO", "bot"):
        assert await fetching(api)("file") is None
    assert "could not be fetched" in caplog.text
    assert "secret" not in caplog.text
