"""通知: a desk tells those who subscribed their home place; who has read it is counted, and who has not is called in time."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time

from cases import messages as say
from cases.aftercare import own_case
from cases.announcing_commands import Announce, KnowAnnouncement, SendAnnouncement, Subscribe, Unsubscribe
from cases.commands import Look, OnCase
from cases.errors import Expired, OnlyDesks
from cases.letters import Letters
from cases.model import Cause, Change, Notice, NoticeReceipt, PostCode, Subscription
from cases.ports import UnitOfWork
from cases.registry import Level

OWN = frozenset({"本网格", "本村", "本社区", "本街道", "本镇", "本乡", "本区", "全区", "全村", "全街道"})
"""Names by which a desk calls its own area."""
_BETWEEN = re.compile(r"[\s,，:：]+")

# --- residents ---


def subscribe(uow: UnitOfWork, command: Subscribe) -> None:
    """Never silently: by a place that was said, or by a button that names it."""
    with uow:
        unit = command.unit
        if command.case is not None:
            unit = _home(uow, own_case(uow, OnCase(command.by, command.at, command.cause, command.case)).unit)
        letters = Letters(uow, command.at, command.cause)
        if unit and uow.org.path(unit):
            wanted = Subscription(command.by.chat, unit, command.by.name, command.at)
            uow.record(Change(subscriptions=(wanted,)))
            letters.tell(command.by.chat, say.Subscribed((uow.org.unit_label(unit),)))
        else:
            letters.tell(command.by.chat, _offer(uow, command))
        uow.record(Change(notifications=letters.all()))
        uow.commit()


def _home(uow: UnitOfWork, unit: str) -> str:
    """The village or community of a unit; what lies above it is nobody's home."""
    area = uow.org.registry.area
    return next((code for code in uow.org.path(unit) if code in area and area[code].level is Level.VILLAGE), "")


def _offer(uow: UnitOfWork, command: Subscribe) -> say.OfferSubscription:
    mine = uow.reported_by(command.by.chat, command.at - uow.rules.offer_place)
    case = next((one for one in mine if _home(uow, one.unit)), None)
    return (
        say.OfferSubscription(case.id, uow.org.unit_label(_home(uow, case.unit))) if case else say.OfferSubscription()
    )


def unsubscribe(uow: UnitOfWork, command: Unsubscribe) -> None:
    with uow:
        ended = tuple(replace(one, ended_at=command.at) for one in uow.subscriptions_of(command.by.chat))
        letters = Letters(uow, command.at, command.cause)
        letters.tell(command.by.chat, say.Subscribed(()))
        uow.record(Change(subscriptions=ended, notifications=letters.all()))
        uow.commit()


def know_announcement(uow: UnitOfWork, command: KnowAnnouncement) -> None:
    """知道了: the message says so, and so does the desk's count. Raises Expired for what never came to this chat."""
    with uow:
        receipt = uow.notice_receipt(command.by.chat, command.id)
        if receipt is None:
            raise Expired
        notice = uow.notice(receipt.notice)
        assert notice is not None
        letters = Letters(uow, command.at, command.cause)
        if receipt.known_at is None:
            uow.record(Change(receipts=(replace(receipt, known_at=command.at),)))
            _count(uow, notice, letters)
        letters.slotted(command.by.chat, _page(uow, notice, known=True), slot=_slot(notice))
        uow.record(Change(notifications=letters.all()))
        uow.commit()


# --- desks ---


def announce(uow: UnitOfWork, command: Announce) -> None:
    """The first word says where. Nothing is sent before the desk has seen how many it reaches. Raises OnlyDesks."""
    with uow:
        desks = sorted((one for one in uow.posts_of(command.by) if uow.org.is_desk(one)), key=lambda d: -_depth(uow, d))
        if not desks:
            raise OnlyDesks
        where, words = _apart(command.words)
        found = next(((desk, unit) for desk in desks if (unit := _meant(uow, desk, where))), None)
        letters = Letters(uow, command.at, command.cause)
        if found is None or not words:
            letters.tell(command.by.chat, say.AskAnnouncement("" if found else where))
            uow.record(Change(notifications=letters.all()))
        else:
            deadline = datetime.combine(command.deadline, time(18), uow.rules.zone) if command.deadline else None
            notice = Notice(command.cause, found[0], found[1], words, command.by.chat, command.at, deadline)
            preview = replace(_page(uow, notice), preview=True, chats=len(_receipts(uow, notice)))
            letters.tell(command.by.chat, preview)
            uow.record(Change(notice=notice, notifications=letters.all()))
        uow.commit()


def _apart(said: str) -> tuple[str, str]:
    """Where, and what."""
    where, *rest = _BETWEEN.split(said.strip(), maxsplit=1)
    return where, "".join(rest).strip()


def _depth(uow: UnitOfWork, unit: str) -> int:
    return len(uow.org.path(unit))


def _meant(uow: UnitOfWork, desk: PostCode, where: str) -> str:
    """An area or grid of the desk's own by its name; "" for everything else."""
    if where in OWN:
        return desk
    named = [area.code for area in uow.org.registry.areas if where in {area.name, *area.aliases}]
    named += [grid.code for grid in uow.org.registry.grids if grid.name == where]
    return next((code for code in named if desk in uow.org.path(code)), "")


def send_announcement(uow: UnitOfWork, command: SendAnnouncement) -> None:
    """发出: in the daytime, behind everything else that waits. Raises Expired where no preview is open."""
    with uow:
        notice = uow.notice(command.id) if command.id else uow.notice_drafted(command.by.chat)
        if notice is None or notice.sent_at is not None or notice.dropped:
            raise Expired
        if notice.desk not in uow.posts_of(command.by):
            raise OnlyDesks
        letters = Letters(uow, command.at, command.cause)
        label = uow.org.unit_label(notice.unit)
        if command.sends:
            receipts = _receipts(uow, notice)
            uow.record(Change(notice=replace(notice, sent_at=command.at), receipts=receipts))
            for receipt in receipts:
                letters.slotted(receipt.chat, _page(uow, notice), slot=_slot(notice), later=True)
            letters.slotted(command.by.chat, say.Announced(label, len(receipts), 0), slot=f"announced/{notice.id}")
        else:
            uow.record(Change(notice=replace(notice, dropped=True)))
            letters.tell(command.by.chat, say.Announced(label, 0, 0, dropped=True))
        uow.record(Change(notifications=letters.all()))
        uow.commit()


def _receipts(uow: UnitOfWork, notice: Notice) -> tuple[NoticeReceipt, ...]:
    """One for each chat, whatever it subscribed twice."""
    found = {one.chat: one for one in uow.subscribers_under(notice.unit)}
    return tuple(NoticeReceipt(notice.id, one.chat, one.unit, one.name) for one in found.values())


def _page(uow: UnitOfWork, notice: Notice, *, known: bool = False) -> say.Announcement:
    label = uow.org.unit_label(notice.unit)
    return say.Announcement(notice.id, uow.org.label(notice.desk), label, notice.words, notice.deadline, known)


def _slot(notice: Notice) -> str:
    return f"announcement/{notice.id}"


def _count(uow: UnitOfWork, notice: Notice, letters: Letters) -> None:
    sent, known = uow.notice_counts(notice.id)
    page = say.Announced(uow.org.unit_label(notice.unit), sent, known)
    letters.slotted(notice.chat, page, slot=f"announced/{notice.id}", later=True)


# --- the clock ---


def press_unread(uow: UnitOfWork, look: Look) -> None:
    """Some days before its deadline: whoever has not said that they read it is to be called, by whoever knows them."""
    with uow:
        for notice in uow.notices_near(look.at + uow.rules.notice_ahead):
            if not _had_time(notice, look.at):
                continue
            letters = Letters(uow, look.at, Cause(f"notice/{notice.id}"))
            unread = [one for one in uow.notice_receipts(notice.id) if one.known_at is None]
            _ask_to_call(uow, notice, unread, letters)
            uow.record(Change(notice=replace(notice, tasked=True), notifications=letters.all()))
        uow.commit()


def _had_time(notice: Notice, at: datetime) -> bool:
    """Half of the time there was, where the deadline is so near that the rest would be called as it is sent."""
    if notice.sent_at is None or notice.deadline is None:
        return False
    return at >= notice.sent_at + (notice.deadline - notice.sent_at) / 2


def _ask_to_call(uow: UnitOfWork, notice: Notice, unread: Sequence[NoticeReceipt], letters: Letters) -> None:
    assert notice.deadline is not None
    people: defaultdict[PostCode, list[tuple[str, str]]] = defaultdict(list)
    for one in unread:
        receivers = uow.org.receivers(one.unit)
        caller = next((post for post in receivers if uow.chats_of(post) and post not in uow.away(letters.at)), None)
        if caller is not None:
            people[caller].append((one.name, uow.org.unit_label(one.unit)))
    for caller, names in people.items():
        page = say.CallList(notice.words, notice.deadline, tuple(names))
        letters.tell_post(caller, page, not_before=letters.morning())
