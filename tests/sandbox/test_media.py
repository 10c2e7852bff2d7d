"""Files: photos in several sizes, albums, download, and what is too big."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from sandbox.core.errors import ApiError
from sandbox.core.files import DOCUMENT_BYTES, DOWNLOAD_BYTES, PHOTO_BYTES, FileStore, check_upload
from sandbox.core.params import Upload
from sandbox.core.pictures import SAMPLES, draw_sample
from tests.sandbox.desk import ANNA, BO, TOKEN, Desk

LAMP = draw_sample("lamp")


def send_photo(desk: Desk, **more: Any) -> dict[str, Any]:
    message: dict[str, Any] = desk.call("sendPhoto", files={"photo": ("a.jpg", LAMP)}, chat_id=ANNA, **more)
    return message


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_an_800_by_600_jpeg(name: str) -> None:
    picture = Image.open(BytesIO(draw_sample(name)))
    assert (picture.format, picture.size) == ("JPEG", (800, 600))


def test_a_photo_comes_in_growing_sizes_and_can_be_fetched(desk: Desk) -> None:
    photo = desk.send(ANNA, "灯灭了", sample="lamp")["photo"]
    assert [size["width"] for size in photo] == [90, 320, 800]
    assert len({size["file_unique_id"] for size in photo}) == 3
    file = desk.call("getFile", file_id=photo[-1]["file_id"])
    fetched = desk.http.get(f"{desk.base_url}/file/bot{TOKEN}/{file['file_path']}")
    assert fetched.content == LAMP
    assert len(fetched.content) == file["file_size"]
    assert desk.http.get(f"{desk.base_url}/api/files/{photo[0]['file_id']}").headers["content-type"] == "image/jpeg"


def test_a_file_that_is_not_there_is_404_and_a_wrong_id_400(desk: Desk) -> None:
    assert desk.http.get(f"{desk.base_url}/file/bot{TOKEN}/photos/file_99.jpg").status_code == 404
    assert desk.refusal("getFile", file_id="nonsense").text == "Bad Request: invalid file_id"


def test_a_photo_is_sent_again_by_its_id_but_only_as_a_photo(desk: Desk) -> None:
    photo = send_photo(desk)["photo"]
    assert desk.call("sendPhoto", chat_id=BO, photo=photo[0]["file_id"])["photo"] == photo
    refusal = desk.refusal("sendDocument", chat_id=ANNA, document=photo[-1]["file_id"])
    assert refusal.text == "Bad Request: can't use file of type Photo as Document"
    wrong = desk.refusal("sendPhoto", chat_id=ANNA, photo="nonsense")
    assert wrong.text == "Bad Request: wrong file identifier/HTTP URL specified"


def test_a_caption_holds_1024_units(desk: Desk) -> None:
    photo = send_photo(desk, caption="灯" * 1024)["photo"][-1]["file_id"]
    refusal = desk.refusal("sendPhoto", chat_id=ANNA, photo=photo, caption="灯" * 1025)
    assert refusal.text == "Bad Request: message caption is too long"
    assert "caption" not in desk.call("editMessageCaption", chat_id=ANNA, message_id=1)


def test_what_is_no_picture_is_no_photo(desk: Desk) -> None:
    for data, why in ((b"text", "IMAGE_PROCESS_FAILED"), (b"", "file must be non-empty")):
        response = desk.http.post(desk.url("sendPhoto"), data={"chat_id": ANNA}, files={"photo": ("a.jpg", data)})
        assert response.json()["description"] == f"Bad Request: {why}"
    assert desk.refusal("sendPhoto", chat_id=ANNA).text == "Bad Request: there is no photo in the request"


def test_ten_fifty_and_twenty_megabytes_are_the_limits() -> None:
    for kind, most in (("photo", PHOTO_BYTES), ("document", DOCUMENT_BYTES)):
        with pytest.raises(ApiError, match="too big"):
            check_upload(Upload("a", "x/y", bytes(most + 1)), kind)
    files = FileStore()
    big = files.add("document", bytes(DOWNLOAD_BYTES + 1), "x/y", {}, "a.bin")
    with pytest.raises(ApiError, match="file is too big"):
        files.get_file(big.file_id)


def test_an_album_is_two_to_ten_messages_with_one_id(desk: Desk) -> None:
    sent = desk.post(f"chats/{ANNA}/send", {"person": ANNA, "album": ["lamp", "done"], "text": "前后"})["messages"]
    assert len({message["media_group_id"] for message in sent}) == 1
    assert [message.get("caption") for message in sent] == ["前后", None]
    assert len(desk.updates()) == 2
    photo = {"type": "photo", "media": sent[0]["photo"][-1]["file_id"]}
    answer = desk.call("sendMediaGroup", chat_id=ANNA, media=[photo] * 10)
    assert len({message["media_group_id"] for message in answer}) == 1
    for count in (1, 11):
        assert desk.refusal("sendMediaGroup", chat_id=ANNA, media=[photo] * count).code == 400


def test_photos_and_documents_do_not_mix_in_an_album(desk: Desk) -> None:
    photo = send_photo(desk)["photo"][-1]["file_id"]
    document = desk.call("sendDocument", files={"document": ("a.txt", b"a")}, chat_id=ANNA)["document"]["file_id"]
    media = [{"type": "photo", "media": photo}, {"type": "document", "media": document}]
    assert "can't be mixed" in desk.refusal("sendMediaGroup", chat_id=ANNA, media=media).text


def test_people_upload_their_own_files(desk: Desk) -> None:
    files = [("photo", ("a.jpg", LAMP)), ("photo", ("b.jpg", LAMP)), ("document", ("表.pdf", b"%PDF"))]
    answer = desk.http.post(
        f"{desk.base_url}/api/chats/{ANNA}/send", data={"person": str(ANNA), "text": "见附件"}, files=files
    ).json()["messages"]
    assert ["photo" in message for message in answer] == [True, True, False]
    assert answer[0]["caption"] == "见附件"
    assert answer[2]["document"]["file_name"] == "表.pdf"


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\nbroken", LAMP[:500]])
def test_a_phone_says_plainly_that_a_picture_cannot_be_opened(desk: Desk, data: bytes) -> None:
    answer = desk.http.post(
        f"{desk.base_url}/api/chats/{ANNA}/send", data={"person": str(ANNA)}, files={"photo": ("a.png", data)}
    )
    assert answer.status_code in {413, 415}
    assert answer.json()["error"].endswith("。")
    assert desk.get(f"chats/{ANNA}/messages") == []


def test_an_uploaded_page_is_never_shown_as_a_page(desk: Desk) -> None:
    files = {"document": ("a.html", b"<script>alert(1)</script>", "text/html")}
    sent = desk.call("sendDocument", files=files, chat_id=ANNA)
    response = desk.http.get(f"{desk.base_url}/api/files/{sent['document']['file_id']}")
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["x-content-type-options"] == "nosniff"


def test_forwards_tell_their_origin_and_copies_do_not(desk: Desk) -> None:
    said = desk.send(ANNA, "路灯不亮")
    way = {"chat_id": BO, "from_chat_id": ANNA, "message_id": said["message_id"]}
    forwarded = desk.call("forwardMessage", **way)
    assert forwarded["forward_origin"]["sender_user"]["id"] == ANNA
    copy = desk.call("copyMessage", **way)
    assert "forward_origin" not in desk.get(f"chats/{BO}/messages")[copy["message_id"] - 1]
    missing = desk.refusal("copyMessage", **way | {"message_id": 77})
    assert missing.text == "Bad Request: message to copy not found"


def test_protected_messages_are_not_sent_on(desk: Desk) -> None:
    card = desk.say(ANNA, protect_content=True)
    refusal = desk.refusal("forwardMessage", chat_id=BO, from_chat_id=ANNA, message_id=card["message_id"])
    assert refusal.text == "Bad Request: message can't be forwarded"
