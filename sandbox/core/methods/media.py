"""Photos, documents, voices, videos, stickers and albums that the bot sends."""

from collections.abc import Callable
from typing import Any

from sandbox.core.access import open_room, thread_of
from sandbox.core.entities import caption
from sandbox.core.errors import Json, bad_request
from sandbox.core.files import StoredFile, check_upload
from sandbox.core.methods.sending import answered, say, with_users
from sandbox.core.params import Params, Upload
from sandbox.core.table import Method, method
from sandbox.core.world import World

ALBUM_LEAST, ALBUM_MOST = 2, 10
_ALBUM_KINDS = ("photo", "video", "document", "audio")
_EDITABLE_KINDS = (*_ALBUM_KINDS, "animation")


def find_media(world: World, params: Params, kind: str, source: str) -> Json:
    """The {kind: …} part of a message, from an attached file or a known file_id."""
    upload = params.files.get(source.removeprefix("attach://")) or params.files.get(kind)
    if upload is not None and (source.startswith("attach://") or not source):
        return new_media(world, kind, upload, params)
    if source.startswith(("http://", "https://")):
        raise bad_request("the sandbox fetches no URLs; upload the file or give its file_id")
    return _known_media(world, kind, source)


def new_media(world: World, kind: str, upload: Upload, params: Params) -> Json:
    """Keep an upload and describe it as its kind."""
    check_upload(upload, kind)
    if kind == "photo":
        try:
            return {"photo": world.files.photo(upload.data)}
        except ValueError:
            raise bad_request("IMAGE_PROCESS_FAILED") from None
    about = _about(world, kind, upload, params)
    stored = world.files.add(kind, upload.data, upload.mime, about, upload.name)
    return described(stored)


def described(stored: StoredFile) -> Json:
    """A stored file as a message part; an animation is a document too, for older clients."""
    part = {stored.kind: stored.describe()}
    if stored.kind == "animation":
        names = ("file_id", "file_unique_id", "file_size", "file_name", "mime_type", "thumbnail")
        part["document"] = {name: value for name, value in part["animation"].items() if name in names}
    return part


def _known_media(world: World, kind: str, file_id: str) -> Json:
    stored = world.files.by_id.get(file_id)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {_titled(stored.kind)} as {_titled(kind)}")
    if kind == "photo":
        return {"photo": world.files.sizes_of(file_id) or [stored.describe()]}
    return described(stored)


def _titled(kind: str) -> str:
    return "".join(part.capitalize() for part in kind.split("_"))


def _about(world: World, kind: str, upload: Upload, params: Params) -> Json:
    duration = {"duration": max(params.number("duration"), 0)}
    mime = {"mime_type": upload.mime}
    name = {"file_name": upload.name} if upload.name else {}
    size = {"width": params.number("width") or 640, "height": params.number("height") or 360}
    thumbnail = world.files.thumbnail(upload.data) if kind == "document" else None
    shapes: dict[str, Json] = {
        "document": mime | name | ({"thumbnail": thumbnail} if thumbnail else {}),
        "voice": duration | mime,
        "audio": duration | mime | name | {n: params.text(n) for n in ("performer", "title") if params.has(n)},
        "video": duration | mime | name | size,
        "animation": duration | mime | name | size,
        "video_note": duration | {"length": params.number("length") or 384},
        "sticker": {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        | ({"emoji": params.text("emoji")} if params.has("emoji") else {}),
    }
    return shapes[kind]


def _sender(kind: str, *, captioned: bool) -> Method:
    def send(world: World, params: Params) -> Json:
        source = params.text(kind)
        if not source and kind not in params.files:
            raise bad_request(f"there is no {kind.replace('_', ' ')} in the request")
        words = with_users(world, caption(params)) if captioned else {}
        open_room(world, params)  # a chat that cannot be written to keeps no file
        return say(world, params, find_media(world, params, kind, source) | words | _marks(params.raw.get, words))

    return send


def _marks(get: Callable[[str], Any], words: Json) -> Json:
    marks: Json = {}
    if str(get("has_spoiler")).lower() == "true":
        marks["has_media_spoiler"] = True
    if words and str(get("show_caption_above_media")).lower() == "true":
        marks["show_caption_above_media"] = True
    return marks


for _name, _kind, _captioned in (
    ("sendPhoto", "photo", True),
    ("sendDocument", "document", True),
    ("sendVoice", "voice", True),
    ("sendVideo", "video", True),
    ("sendAnimation", "animation", True),
    ("sendAudio", "audio", True),
    ("sendVideoNote", "video_note", False),
    ("sendSticker", "sticker", False),
):
    method(_name)(_sender(_kind, captioned=_captioned))


def input_media(world: World, params: Params, item: Any, kinds: tuple[str, ...] = _EDITABLE_KINDS) -> Json:
    """One InputMedia as a message part with its caption."""
    if not isinstance(item, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    kind = item.get("type")
    if kind not in kinds:
        raise bad_request("can't parse InputMedia: media type is invalid")
    if not item.get("media"):
        raise bad_request("can't parse InputMedia: media not found")
    inner = Params(item, params.files)
    words = with_users(world, caption(inner))
    return find_media(world, inner, kind, str(item["media"])) | words | _marks(item.get, words)


@method("sendMediaGroup")
def send_media_group(world: World, params: Params) -> list[Json]:
    """An album of two to ten; documents and audio only among themselves."""
    items: Any = params.json("media", "media")
    if not isinstance(items, list) or not items:
        raise bad_request("expected an Array of InputMedia")
    if not ALBUM_LEAST <= len(items) <= ALBUM_MOST:
        raise bad_request("wrong number of media in the album; from 2 to 10 are allowed")
    room = open_room(world, params)
    thread, (reply_to, quote) = thread_of(room, params), answered(room, params)
    parts = [input_media(world, params, item, _ALBUM_KINDS) for item in items]
    kinds = {item["type"] for item in items}
    if len(kinds) > 1 and not kinds <= {"photo", "video"}:
        raise bad_request(f"{'document' if 'document' in kinds else 'audio'} can't be mixed with other media types")
    album = {"media_group_id": world.new_album()} | quote
    return [world.post(room, None, part | album, thread=thread, reply_to=reply_to).message for part in parts]


@method("getFile")
def get_file(world: World, params: Params) -> Json:
    """Where to download a file."""
    return world.files.get_file(params.text("file_id"))
