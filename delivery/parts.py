"""A saying as the calls it takes: one message that carries the text and the buttons, then whatever belongs beneath it."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from telegram import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    InputMediaVideo,
    KeyboardButton,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.ext import ExtBot

from cases.messages import File
from delivery.chats import Address
from texts.saying import RESEND_MARK, SEND_LOCATION, Saying, marked, units

Bot = ExtBot[Any]
Call = Callable[[Bot], Awaitable[Message | Sequence[Message]]]
Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply | None
MAX_CAPTION = 1024
MAX_ALBUM = 10
MAX_PLACEHOLDER = 64
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Part:
    call: Call
    plain: Call | None = None
    """What to send instead when the messenger refuses the file."""


def parts(saying: Saying, to: Address, *, resend: bool = False) -> tuple[Part, ...]:
    """At least one; the first is the message that is known by its id afterwards."""
    if resend:
        saying = marked(saying)
    return (*_first(saying, to), *_beneath(saying, to, RESEND_MARK if resend else None))


def inline(saying: Saying) -> InlineKeyboardMarkup | None:
    rows = [[InlineKeyboardButton(b.label, callback_data=b.tap.encode()) for b in row] for row in saying.buttons]
    return InlineKeyboardMarkup(rows) if rows else None


def markup(saying: Saying, to: Address) -> Markup:
    """One message carries one keyboard: buttons first. Groups get no keyboard that would pop up for everybody."""
    if buttons := inline(saying):
        return buttons
    if not to.private:
        return None
    hint = saying.placeholder[:MAX_PLACEHOLDER] or None
    if keys := _keys(saying):
        return ReplyKeyboardMarkup(keys, resize_keyboard=True, one_time_keyboard=True, input_field_placeholder=hint)
    if saying.remove_keyboard:
        return ReplyKeyboardRemove()
    return ForceReply(input_field_placeholder=hint) if hint else None


def _keys(saying: Saying) -> list[list[KeyboardButton]]:
    where = [[KeyboardButton(SEND_LOCATION, request_location=True)]] if saying.ask_location else []
    return where + [[KeyboardButton(reply)] for reply in saying.replies]


def _is_captioned(saying: Saying) -> bool:
    if saying.picture:
        return not saying.files and units(saying.text) <= MAX_CAPTION
    return len(saying.files) == 1 and saying.files[0][0] == "photo" and units(saying.text) <= MAX_CAPTION


def _first(saying: Saying, to: Address) -> Iterator[Part]:
    keyboard = markup(saying, to)
    where = _where(to)

    async def words(bot: Bot) -> Message:
        return await bot.send_message(text=saying.text, reply_markup=keyboard, link_preview_options=NO_PREVIEW, **where)

    async def picture(bot: Bot) -> Message:
        photo = saying.picture or saying.files[0][1]
        return await bot.send_photo(photo=photo, caption=saying.text, reply_markup=keyboard, **where)

    yield Part(picture, words) if _is_captioned(saying) else Part(words)


def _beneath(saying: Saying, to: Address, caption: str | None) -> Iterator[Part]:
    files = () if _is_captioned(saying) else saying.files
    seen = [file for file in files if file[0] in {"photo", "video"}]
    for start in range(0, len(seen), MAX_ALBUM):
        yield _album(seen[start : start + MAX_ALBUM], to, caption)
    for file in files:
        if file not in seen:
            yield _single(file, to, caption)
    if saying.lon is not None and saying.lat is not None:
        yield _point(saying.lon, saying.lat, to)


def _album(files: Sequence[File], to: Address, caption: str | None) -> Part:
    if len(files) == 1:
        return _single(files[0], to, caption)
    kinds = {"photo": InputMediaPhoto, "video": InputMediaVideo}
    album = [kinds[media](handle) for media, handle in files]

    async def call(bot: Bot) -> Sequence[Message]:
        return await bot.send_media_group(media=album, caption=caption, **_where(to))

    return Part(call)


def _single(file: File, to: Address, caption: str | None) -> Part:
    media, handle = file

    async def call(bot: Bot) -> Message:
        where = _where(to)
        match media:
            case "photo":
                return await bot.send_photo(photo=handle, caption=caption, **where)
            case "video":
                return await bot.send_video(video=handle, caption=caption, **where)
            case "voice":
                return await bot.send_voice(voice=handle, caption=caption, **where)
            case "audio":
                return await bot.send_audio(audio=handle, caption=caption, **where)
            case "video_note":
                return await bot.send_video_note(video_note=handle, **where)
            case _:
                return await bot.send_document(document=handle, caption=caption, **where)

    return Part(call)


def _point(lon: float, lat: float, to: Address) -> Part:
    async def call(bot: Bot) -> Message:
        return await bot.send_location(latitude=lat, longitude=lon, **_where(to))

    return Part(call)


def _where(to: Address) -> dict[str, Any]:
    return {"chat_id": to.chat_id, "message_thread_id": to.thread}
