"""A person sends, edits and forwards: text, places, contacts, stickers, photos and albums."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.core.acts.people import start
from sandbox.core.entities import CAPTION_LIMIT, TEXT_LIMIT, clean, find_entities, text_fields, utf16_len
from sandbox.core.errors import ApiError, Json, Refused
from sandbox.core.files import check_upload
from sandbox.core.methods.media import new_media
from sandbox.core.params import Params, Upload
from sandbox.core.people import Person
from sandbox.core.pictures import SAMPLES, draw_sample, draw_sticker
from sandbox.core.rooms import GENERAL_TOPIC, Kept, Room
from sandbox.core.world import World

UPLOAD_KINDS = ("photo", "document", "voice", "video", "video_note")
ALBUM_MOST = 10
_CAPTIONED = frozenset({"photo", "document", "voice", "video"})


@dataclass(frozen=True, slots=True)
class Sent:
    """A file from a phone, by the field it came in."""

    kind: str
    upload: Upload


def send(world: World, room: Room, wish: Json, files: Sequence[Sent] = ()) -> list[Json]:
    """Everything one wish holds, as messages in order; refused as a whole before anything is sent."""
    person = _speaker(world, room, wish)
    thread, reply_to = _thread(room, wish), _reply(room, wish)
    bodies = _bodies(world, person, wish, files)
    if not bodies:
        raise Refused("没有内容可发：请给出 text、location、contact、sticker、sample、album 或文件。")
    extra = _forwarded(world, wish)
    sent = [
        world.post(room, person.id, body | extra, thread=thread, reply_to=reply_to if n == 0 else None)
        for n, body in enumerate(bodies)
    ]
    return [kept.message for kept in sent]


def say(world: World, wish: Any) -> int:
    """A person writes a text to the bot; the number of the message."""
    if not isinstance(wish, dict) or not str(wish.get("text") or "").strip():
        raise Refused('每一条都要有 person 和 text，例如 {"person": 1001, "text": "路灯不亮"}。')
    person = _number(wish, "person")
    world.person(person)
    (message,) = send(world, world.room(person), {"person": person, "text": wish["text"]})
    return int(message["message_id"])


def edit(world: World, room: Room, wish: Json) -> Json:
    """The person changes the words of their own message."""
    person = world.person(_number(wish, "person"))
    kept = room.find(_number(wish, "message_id"))
    if kept is None:
        raise Refused("这条消息不在了。", 404)
    if kept.person != person.id:
        raise Refused("只能修改自己发的消息。")
    captioned = "text" not in kept.message
    if captioned and not any(name in kept.message for name in _CAPTIONED):
        raise Refused("这种消息没有文字可改。")
    names = ("caption", "caption_entities") if captioned else ("text", "entities")
    fields = _words(str(wish.get("text", "")), CAPTION_LIMIT if captioned else TEXT_LIMIT, *names)
    if not fields and not captioned:
        raise Refused("改后的文字不能为空。")
    if all(kept.message.get(name) == fields.get(name) for name in names):
        raise Refused("文字没有变。")
    world.edited(room, kept, dict.fromkeys(names) | fields)
    return kept.message


def _speaker(world: World, room: Room, wish: Json) -> Person:
    person = world.person(_number(wish, "person", room.id if room.private else 0))
    if person.id not in room.members:
        raise Refused(f"{person.name}不在这个聊天里。", 403)
    if room.deleted:
        raise Refused("这个群已经解散。", 409)
    if room.migrated_to is not None:
        raise Refused(f"这个群已升级，请到新群 {room.migrated_to} 里说话。", 409)
    if not room.private:
        return person
    if person.deactivated:
        raise Refused(f"{person.name}的账号已注销。", 409)
    if person.blocked:
        raise Refused("已停用机器人，请先恢复使用。", 409)
    text = str(wish.get("text") or "").strip()
    if text == "/start" or text.startswith("/start "):
        start(world, person)
    if not person.started:
        raise Refused("还没有点「开始」，请先发送 /start。", 409)
    return person


def _number(wish: Json, name: str, default: int = 0) -> int:
    try:
        return int(wish.get(name) or default)
    except (TypeError, ValueError):
        raise Refused(f"{name} 要用整数。") from None


def _thread(room: Room, wish: Json) -> int | None:
    thread = _number(wish, "thread")
    if not thread or (room.forum and thread == GENERAL_TOPIC):
        return None
    if thread not in room.topics:
        raise Refused("没有这个话题。", 404)
    return thread


def _reply(room: Room, wish: Json) -> Kept | None:
    number = _number(wish, "reply_to")
    if not number:
        return None
    kept = room.find(number)
    if kept is None:
        raise Refused("要回复的消息不在了。", 404)
    return kept


def _forwarded(world: World, wish: Json) -> Json:
    origin: Any = wish.get("forward_of")
    if not isinstance(origin, dict):
        return {}
    name = str(origin.get("name") or "某人")
    return {"forward_origin": {"type": "hidden_user", "date": world.clock.unix(), "sender_user_name": name}}


def _bodies(world: World, person: Person, wish: Json, files: Sequence[Sent]) -> list[Json]:
    text = str(wish.get("text") or "")
    media = _media(world, wish, files)
    captioned = bool(media) and next(iter(media[0])) in _CAPTIONED
    bodies = [*_places(wish), *_contact(person, wish), *_sticker(world, wish)]
    if captioned:
        media[0] |= _words(text, CAPTION_LIMIT, "caption", "caption_entities")
    bodies += media
    if text.strip() and not captioned:
        bodies.append(_words(text, TEXT_LIMIT, "text", "entities"))
    return bodies


def _words(text: str, limit: int, name: str, entities_name: str) -> Json:
    text = clean(text).strip()
    if utf16_len(text) > limit:
        raise Refused(f"文字太长，最多 {limit} 个字符。")
    return text_fields(text, find_entities(text), name, entities_name)


def _places(wish: Json) -> list[Json]:
    bodies: list[Json] = []
    if wish.get("location"):
        bodies.append({"location": _point(wish["location"])})
    if wish.get("venue"):
        venue = wish["venue"]
        point = _point(venue)
        names = {"title": str(venue.get("title", "")), "address": str(venue.get("address", ""))}
        bodies.append({"location": point, "venue": {"location": point} | names})
    return bodies


def _point(raw: Any) -> Json:
    try:
        point = {"latitude": float(raw["latitude"]), "longitude": float(raw["longitude"])}
        if raw.get("horizontal_accuracy") is not None:
            point["horizontal_accuracy"] = float(raw["horizontal_accuracy"])
    except (KeyError, TypeError, ValueError):
        raise Refused("位置要有 latitude 和 longitude 两个数字。") from None
    # Written so that NaN is out of range too.
    if not (abs(point["latitude"]) <= 90 and abs(point["longitude"]) <= 180):
        raise Refused("位置超出范围。")
    return point


def _contact(person: Person, wish: Json) -> list[Json]:
    contact: Any = wish.get("contact")
    if not contact:
        return []
    phone = str(contact.get("phone_number", "")) if isinstance(contact, dict) else ""
    if not phone:
        raise Refused("contact 要有 phone_number。")
    return [{"contact": {"phone_number": phone, "first_name": person.name, "user_id": person.id}}]


def _sticker(world: World, wish: Json) -> list[Json]:
    if not wish.get("sticker"):
        return []
    upload = Upload("", "image/webp", draw_sticker())
    return [new_media(world, "sticker", upload, Params({"emoji": str(wish["sticker"])}))]


def _media(world: World, wish: Json, files: Sequence[Sent]) -> list[Json]:
    names = [*([wish["sample"]] if wish.get("sample") else []), *(wish.get("album") or [])]
    photos = [_sample(world, name) for name in names]
    others: list[Json] = []
    for sent in files:
        (photos if sent.kind == "photo" else others).append(_kept(world, sent))
    if len(photos) > ALBUM_MOST:
        raise Refused(f"一次最多发 {ALBUM_MOST} 张照片。")
    if len(photos) > 1:
        album = world.new_album()
        photos = [photo | {"media_group_id": album} for photo in photos]
    return photos + others


def _kept(world: World, sent: Sent) -> Json:
    try:
        check_upload(sent.upload, sent.kind)
    except ApiError:
        raise Refused("文件是空的，或者太大：照片最多 10 MB，其他文件最多 50 MB。", 413) from None
    try:
        return new_media(world, sent.kind, sent.upload, Params({"duration": 3}))
    except ApiError:
        raise Refused("这张照片打不开，请换一张 JPEG 或 PNG。", 415) from None


def _sample(world: World, name: Any) -> Json:
    if name not in SAMPLES:
        raise Refused(f"样照只有：{'、'.join(SAMPLES)}。")
    upload = Upload(f"{name}.jpg", "image/jpeg", draw_sample(str(name)))
    return new_media(world, "photo", upload, Params({}))
