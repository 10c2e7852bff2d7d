"""A message becomes what was Said: the words read, the point placed, nothing of the messenger left."""

import asyncio
from dataclasses import replace

from aiogram.types import Message

from cases.apart import place_in_question
from cases.commands import Action, Said, Target
from cases.model import Draft, DraftState
from cases.reading import NOWHERE, Matter, PlaceKind, PlaceReading, Reading
from handlers.kit import Kit
from handlers.message import answered, attachments, is_reply_to, kind, words
from handlers.resident.words import (
    appeal_in,
    courtesy_in,
    out_in,
    rating_in,
    same_in,
    says_pressing,
    says_well,
    secrecy_in,
    still_in,
    yes_or_no,
)
from handlers.turn import Turn
from handlers.words import Typed, split_number
from nlp.effects import effects_in
from nlp.place import Datum, fuse
from nlp.plain.directives import read_directive
from nlp.plain.follow import follow_in, nth_in, put_right_in
from nlp.plain.leave import says_away_too
from nlp.plain.muster import read_muster
from nlp.plain.wishes import is_call
from nlp.plain_words import read_verdict, read_worker

SLOW_LENGTH = 600
"""Characters from which a reading may take over 5 ms and would be felt by every other chat."""


async def resident_said(message: Message, kit: Kit, turn: Turn, *, edited: bool = False) -> Said:
    said = await _said(message, kit, turn, edited=edited)
    heard = read_verdict(said.text)
    told = replace(said, verdict=heard.verdict, note=heard.note, same=same_in(said.text))
    return replace(told, put_right=await _put_right(told.text, kit, turn))


async def _put_right(text: str, kit: Kit, turn: Turn) -> PlaceReading:
    """不是3组，是9组: read within the village of the case that was filed last."""
    words = put_right_in(text)
    if not words:
        return NOWHERE
    near = await asyncio.to_thread(kit.glance.grid_of_last, turn.by, turn.at)
    return kit.reader.read(words, within=kit.map.around(near)).place


async def staff_said(message: Message, kit: Kit, turn: Turn, *, edited: bool = False) -> Said:
    """Also with the verdict of the words, for a worker who is somebody's resident too."""
    said = await _said(message, kit, turn, edited=edited)
    heard, verdict = read_worker(said.text, turn.at.date()), read_verdict(said.text)
    mustered = read_muster(said.text, heard, turn.at)
    return replace(
        said,
        action=heard.action,
        note=heard.note,
        sure=heard.sure,
        reason=heard.reason,
        days=heard.days,
        to=heard.to,
        muster=mustered.step,
        answer=mustered.note,
        comes_at=mustered.comes_at,
        directive=read_directive(said.text),
        away_too=says_away_too(said.text),
        other=heard.number if heard.action is Action.SAME else "",
        verdict=verdict.verdict,
    )


def target_of(message: Message, typed: Typed) -> Target:
    replied = answered(message)
    return Target(number=typed.number, reply_to=replied.message_id if replied else None)


async def _said(message: Message, kit: Kit, turn: Turn, *, edited: bool) -> Said:
    text, replied = words(message, kit.bot_username), answered(message)
    draft = turn.draft
    near = await asyncio.to_thread(kit.glance.grid_of_last, turn.by, turn.at) if _moves(draft) else ""
    reading = await _read(text, kit, draft, near)
    said = Said(
        message=message.message_id,
        text=text,
        got=kind(message),
        reading=None if message.venue else reading,  # its name is a place, not a matter
        place=_place(message, kit, draft, reading),
        matters=() if message.venue or reading is None else _matters(text, reading, kit, draft),
        lon=message.location.longitude if message.location else None,
        lat=message.location.latitude if message.location else None,
        attachments=attachments(message),
        album=message.media_group_id or "",
        reply_to=replied.message_id if replied else None,
        edited=edited,
    )
    return in_a_word(said)


def in_a_word(said: Said) -> Said:
    """With what its words are, where they are nothing else."""
    text = said.text
    number, rest = split_number(text)
    return replace(
        said,
        reading=None if said.reading and said.reading.place.whole else said.reading,  # where, and nothing of what
        yes=yes_or_no(text),
        out=out_in(text),
        still=still_in(text),
        courtesy=courtesy_in(text),
        rating=rating_in(text),
        pressing=says_pressing(text),
        secrecy=secrecy_in(text),
        well=says_well(text),
        number=number,
        appeal=appeal_in(text),
        urgent=is_call(text),
        follow=follow_in(rest),
        nth=nth_in(rest),
        effects=effects_in(text),
    )


def _moves(draft: Draft | None) -> bool:
    return draft is not None and draft.state is DraftState.NEW_PLACE


async def _read(text: str, kit: Kit, draft: Draft | None, near: str = "") -> Reading | None:
    """`near` is the grid of the case whose place is asked for."""
    if not text:
        return None
    within = _known(draft, kit) or kit.map.around(near)
    if len(text) > SLOW_LENGTH:
        return await asyncio.to_thread(kit.reader.read, text, within=within)
    return kit.reader.read(text, within=within)


def _known(draft: Draft | None, kit: Kit) -> str:
    """The village or compound that the conversation has come to, so that 「3组」 is enough."""
    place = place_in_question(draft) if draft else NOWHERE
    if draft and draft.state is DraftState.HERE:
        return kit.map.around(place.code)
    return place.code if place.kind is PlaceKind.PLACE else ""


def _matters(text: str, reading: Reading, kit: Kit, draft: Draft | None) -> tuple[Matter, ...]:
    """大寨村2组路灯坏了，还有3组井盖没了: the parts are read within the village that the whole names."""
    within = kit.map.around(reading.place.code) or _known(draft, kit)
    return kit.splitter.matters(text, reading, lambda part: kit.reader.read(part, within=within))


def _place(message: Message, kit: Kit, draft: Draft | None, reading: Reading | None) -> PlaceReading:
    """The words' place and the point's together; a bare point is held against what the draft knows already."""
    said = reading.place if reading else NOWHERE
    point = message.location
    if point is None:
        return said
    if reading is None and draft is not None and draft.about is None:
        said = place_in_question(draft)
    return fuse(said, kit.map.at(point.longitude, point.latitude, point.horizontal_accuracy, _datum(message)))


def _datum(message: Message) -> Datum:
    """Our own location button gives WGS-84, and its press replies to our message; pins come in whatever datum the
    phone's map shows."""
    from_button = message.bot is not None and message.venue is None and is_reply_to(message, message.bot.id)
    return "wgs84" if from_button else "unknown"
