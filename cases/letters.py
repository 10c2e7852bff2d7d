"""Turns what happened into notifications: to whom, how pressing, under which key, in which slot."""

from collections.abc import Iterable, Set
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Literal

from cases import messages as say
from cases.alike import unlike
from cases.apart import message_of
from cases.leading import residents
from cases.limits import answer_by, manner_of
from cases.longterm_commands import Milestone
from cases.messages import Message
from cases.messages.aftercare import Step
from cases.model import (
    Attachment,
    Case,
    CaseId,
    Cause,
    ChatRef,
    Doubt,
    Entry,
    Event,
    Happening,
    Notification,
    PostCode,
    Priority,
    Status,
    Whistle,
    WhistleState,
    is_group,
    is_outside,
)
from cases.modes import is_harder
from cases.org import Org
from cases.ports import LISTS, UnitOfWork
from cases.reading import BUSINESS, Complexity, Intent, Severity
from cases.receipts import receipt
from cases.veiling import for_group

UNDO_MARGIN = timedelta(seconds=2)
"""What is taken back in the last second must not be on its way already."""


ALOUD = frozenset({"accepted", "arrived"})
"""Steps by which somebody comes nearer to the resident; the others are told, and ring nobody who has heard of one."""


FRESH = timedelta(hours=2)
"""An ordinary case that is taken so soon is said to be on its receipt, in place: the receipt promises a word within half a day of
work, and that somebody has begun before then is no news that has to ring."""


def files_of(attachments: Iterable[Attachment]) -> tuple[say.File, ...]:
    return tuple((str(a.media), a.file) for a in attachments)


def reminders_of(case: Case) -> str:
    """Key prefix of every reminder about a case, for withdrawing those that are no longer true."""
    return f"reminder/{case.id}/"


def asked_of(case: Case) -> str:
    """Key prefix of what the holder asks the resident: it waits out the night, and may be overtaken by the end."""
    return f"question/{case.id}/ask/"


def step_key(case: Case, at: datetime) -> str:
    """Key prefix of what the resident hears of a worker's step made at `at`, for the few seconds in which it can be taken back."""
    return f"step/{case.id}/{at.isoformat()}/"


def slot_of(case: Case) -> str:
    return f"card/{case.id}"


def verdict_slot(case: Case) -> str:
    """What the resident is asked of the finished work: is it good, and when it is, how good."""
    return f"rating/{case.id}"


def reassign_slot(case: Case) -> str:
    """To whom the case shall go, in the chat that asks."""
    return f"reassign/{case.id}"


def _place_of(message: Message, case: Case) -> tuple[str, int | None]:
    """The slot of what the resident hears of the work, and whether it comes anew (0) or in the place of the last."""
    match message:
        case say.AskVerdict(source=""):
            return verdict_slot(case), 0
        case say.StepTaken(step=step):
            return f"steps/{case.id}", 0 if step in ALOUD else None
        case say.Receipt(source=""):
            return f"receipt/{case.id}", None
        case _:
            return "", None


def _is_fresh(case: Case) -> bool:
    """An ordinary case that was taken just after it was filed, while nothing about it is open and nobody has pressed for it."""
    open_yet = case.place_pending or case.same_as is not None or case.reopened or case.source is not None
    waited_for = case.urged or case.supervised_at is not None
    soon = case.accepted_at is not None and case.accepted_at - case.opened_at <= FRESH
    return soon and not open_yet and not waited_for and case.severity is Severity.NORMAL


def step_of(case: Case, step: Step, who: str, at: datetime) -> say.StepTaken:
    """What is added to the acceptance that went before it says that again."""
    before = case.accepted_at is not None and step not in ALOUD
    told = say.StepTaken(case.number, step, who, at, late=case.is_late(at))
    return replace(told, accepted_by=case.accepted_by, accepted_at=case.accepted_at) if before else told


def case_line(case: Case, org: Org, at: datetime) -> say.CaseLine:
    return say.CaseLine(
        case=case.id,
        number=case.number,
        matter=case.matter,
        place=case.place,
        status=case.status.value,
        due_at=case.due_at,
        owner=org.label(case.holder),
        accepted_at=case.accepted_at,
        resolved_at=case.resolved_at,
        overdue=case.is_late(at) or case.ended_late,
        question=case.question if case.awaits_answer else "",
        suspended=case.suspended,
        long_term=case.long_term,
        news=case.news,
        news_at=case.news_at,
        asks=what_it_asks(case),
        supervised=case.supervised_at is not None,
        severity=case.severity,
        joined=case.joined,
        accused=case.conflict,
        contact_due_at=case.contact_due_at if case.accepted_at is None and at < case.contact_due_at else None,
    )


def what_it_asks(case: Case) -> Literal["", "extension", "suspension", "offer", "dismissal", "appeal"]:
    """What waits for somebody's yes or no."""
    if case.status is Status.APPEALED:
        return "appeal"
    if case.asks_dismissal:
        return "dismissal"
    if case.offered_to:
        return "offer"
    if case.asked_due_at is not None:
        return "extension"
    return "suspension" if case.asks_suspension else ""


BY_THE_CLOCK = frozenset({"warn", "due"})
"""Reminders of which there may be too many."""
ON_CARDS = frozenset({"cover", "station", "centre", "district", "offer", "no_owner", "reopened", "overturned"})
"""Reminders that say nothing, and offer nothing to press, which the card does not."""
Echoed = say.StepTaken | say.LimitMoved | say.Suspended | say.Resumed | say.News | say.NoNews | say.PromiseChanged
"""What every resident of a joined case hears of the leading one."""


def _as_of(case: Case, message: Echoed) -> Message | None:
    """The same step as the resident of another case hears it; None where it is not theirs to hear."""
    match message:
        case say.StepTaken():
            return replace(message, number=case.number)
        case say.LimitMoved():
            return replace(message, number=case.number, case=case.id)
        case say.Suspended():
            return replace(message, number=case.number, case=case.id, matter=case.matter)
        case say.Resumed():
            return replace(message, number=case.number, matter=case.matter)
        case say.News(what=Milestone.NEWS):
            return replace(message, number=case.number, case=case.id, matter=case.matter)
        case say.News():
            return None  # an offer, or what was signed, is between the first resident and the office
        case say.NoNews():
            # what was told last may have been an offer, or be from before this case was joined
            return replace(message, number=case.number, case=case.id, matter=case.matter, news="", news_at=None)
        case say.PromiseChanged():
            return replace(message, number=case.number, case=case.id, matter=case.matter)


@dataclass
class Letters:
    """Collects the notifications of one command. Their order is fixed by the command, so their keys are too."""

    uow: UnitOfWork
    at: datetime
    cause: Cause
    written: list[Notification] = field(default_factory=list)
    _called: dict[CaseId, tuple[say.WhistleLine, ...]] = field(default_factory=dict)
    apart: set[CaseId] = field(default_factory=set)
    """Cases that are just leaving the one they were joined to."""
    _first: dict[CaseId, Case | None] = field(default_factory=dict)
    _joined: dict[CaseId, list[Case]] = field(default_factory=dict)
    _joinable: dict[CaseId, bool] = field(default_factory=dict)
    _reused: dict[CaseId, bool] = field(default_factory=dict)
    _entries: dict[CaseId, Entry | None] = field(default_factory=dict)
    _seen: dict[CaseId, Set[ChatRef]] = field(default_factory=dict)

    def tell(
        self,
        chat: ChatRef,
        message: Message,
        case: Case | None = None,
        *,
        key: str = "",
        not_before: datetime | None = None,
    ) -> None:
        """An answer in a conversation, or what somebody else has done, which waits out the night; ahead of everybody when
        the case is 特急. Whether the work is good is asked aloud each time; what was asked before is no longer the message
        that the answer changes."""
        critical = case is not None and case.severity is Severity.CRITICAL
        priority = Priority.ALARM if critical else Priority.ANSWER
        slot, over, shown = "", None, message
        if case is not None and chat == case.reporter:
            shown = self._on_receipt(message, case)
            slot, over = _place_of(shown, case)
            if isinstance(shown, say.StepTaken | say.AskVerdict):
                not_before = max(filter(None, (not_before, self.civil_time(case))), default=None)
        self._write(chat, shown, priority, case, key=key, slot=slot, over=over, not_before=not_before)
        if case is not None and case.joined and chat == case.reporter and isinstance(message, Echoed):
            self._echo(case, message, key, not_before)

    def _on_receipt(self, message: Message, case: Case) -> Message:
        """The message, or the fresh receipt that says it."""
        if isinstance(message, say.StepTaken) and message.step == "accepted" and _is_fresh(case):
            return replace(receipt(case, self.uow.org), taken=message)
        return message

    def _echo(self, leading: Case, message: Echoed, key: str, not_before: datetime | None) -> None:
        """The residents of the cases that go on under this one hear it too, each by their own number; or none of them does,
        where a step is taken back."""
        for case in self._joined_to(leading):
            theirs = case.status is Status.JOINED and case.reporter != leading.reporter
            if theirs and (heard := _as_of(case, message)) is not None:
                own = f"{key}/{case.id}" if key else ""
                self._write(case.reporter, heard, Priority.ANSWER, case, key=own, not_before=not_before)

    def _joined_to(self, leading: Case) -> list[Case]:
        """Asked once for all that is said of a case."""
        if leading.joined and leading.id not in self._joined:
            self._joined[leading.id] = list(self.uow.joined_to(leading.id))
        return [case for case in self._joined.get(leading.id, ()) if leading.joined and case.id not in self.apart]

    def tell_post(
        self,
        post: PostCode,
        message: Message,
        case: Case | None = None,
        *,
        besides: tuple[ChatRef, ...] = (),
        not_before: datetime | None = None,
    ) -> None:
        """The same to every chat of a post, and to some besides; to each once."""
        for chat in dict.fromkeys((*besides, *self.uow.chats_of(post))):
            self.tell(chat, message, case, not_before=not_before)

    def ask(self, chat: ChatRef, message: Message, draft: str, *, not_before: datetime | None = None) -> None:
        """A question of a draft: withdrawn unsent when the resident has spoken meanwhile."""
        self._write(chat, message, Priority.ANSWER, None, key=question_key(draft, self.cause), not_before=not_before)

    def remind(self, post: PostCode, message: say.Reminder, case: Case, *, copies: bool = False) -> None:
        """A push to a post about a case, outside quiet hours unless it is pressing."""
        priority = Priority.ALARM if case.severity is Severity.CRITICAL else Priority.REMINDER
        if post != case.holder and self.uow.org.is_desk(post):
            message = replace(message, desk=True)
        if post in self.uow.away(self.at):
            post = stand_in(self.uow, (case.holder, *covers(self.uow, case)), post, self.at) or post
        for chat in self.uow.chats_of(post):
            if self._has_enough(chat, post, message, case) or self._came_with(chat, message, case):
                continue
            key = f"{reminders_of(case)}{case.clock_from.isoformat()}/{message.step}/{self.cause if copies else ''}/{chat}"
            self._write(chat, message, priority, case, key=key, post=post, not_before=self.civil_time(case))

    def _came_with(self, chat: ChatRef, message: say.Reminder, case: Case) -> bool:
        """Whether the push stands on the card itself: a chat that has just been given its first card of the case need not
        ring twice."""
        if message.step not in ON_CARDS:
            return False
        for place, card in enumerate(self.written):
            if card.to == chat and card.slot == slot_of(case) and isinstance(card.message, say.Card):
                if chat in self.uow.card_chats(case.id):
                    return False
                self.written[place] = replace(card, message=replace(card.message, pushed=message.step))
                return True
        return False

    def _has_enough(self, chat: ChatRef, post: PostCode, message: say.Reminder, case: Case) -> bool:
        """So many cards and reminders in a day that one more by the clock, of an ordinary case, would only be noise: said once a day
        instead. What people do is always passed on, and desks read of lateness in their pages."""
        if message.step not in BY_THE_CLOCK or case.severity is not Severity.NORMAL or self.uow.org.is_desk(post):
            return False  # before anything is counted: most reminders of a busy hour end here
        heard_on = (self.civil_time(case) or self.at).astimezone(self.uow.rules.zone).date()
        limit = self.uow.rules.rings_a_day
        if self.uow.count_ring(chat, datetime.combine(heard_on, time(), self.uow.rules.zone)) <= limit:
            return False
        enough, key = say.EnoughReminders(limit), f"enough/{chat}/{heard_on.isoformat()}"
        self._write(chat, enough, Priority.REMINDER, None, key=key, post=post, not_before=self.morning())
        return True

    def page(self, desk: PostCode, page: say.Digest | say.Weekly | say.Chart, key: str) -> None:
        """The page goes to the desk's chat once; `key` is its day."""
        for chat in self.uow.chats_of(desk)[:1]:
            listed = _list_slot(page, desk) if isinstance(page, say.Digest) else ""
            over = 0 if listed else None
            self._write(chat, page, Priority.DIGEST, None, key=key, post=desk, slot=listed, over=over)

    def list_out(self, chat: ChatRef, page: say.Digest | say.Todo | say.WhistleTodo, of: str) -> None:
        """A list with numbered lines, which its reader may name: it comes anew each time, and the last is known."""
        self._write(chat, page, Priority.ANSWER, None, slot=_list_slot(page, of), over=0)

    def gather(self, desk: PostCode, page: Message, case: Case, *, slot: str) -> None:
        """One message in the desk's chat that grows: its first coming is a push, what joins it an edit."""
        for chat in self.uow.chats_of(desk):
            self._write(chat, page, Priority.CARD, case, post=desk, slot=slot, not_before=self.civil_time(case))

    def keep(
        self,
        chat: ChatRef,
        message: Message,
        case: Case,
        slot: str,
        *,
        post: PostCode | None = None,
        not_before: datetime | None = None,
    ) -> None:
        """One message that is changed in place, as a card is."""
        self._write(chat, message, self._card_priority(case), case, slot=slot, post=post, not_before=not_before)

    def ask_in_place(self, chat: ChatRef, message: Message, case: Case, slot: str, *, over: int = 0) -> None:
        """A question that its answer will take the place of; or that answer, where `over`, the message with the button that was
        pressed, is the question. What comes otherwise is said anew, below what the person has just done."""
        self._write(chat, message, Priority.ANSWER, case, slot=slot, over=over)

    def slotted(self, chat: ChatRef, message: Message, *, slot: str, later: bool = False) -> None:
        """One message that changes in place. `later`: behind everything else, and not at night."""
        priority, wait = (Priority.DIGEST, self.morning()) if later else (Priority.ANSWER, None)
        self._write(chat, message, priority, None, slot=slot, not_before=wait)

    def spread(self, chat: ChatRef, message: Message, *, key: str) -> None:
        """The same to many residents, behind everything else, and not at night."""
        self._write(chat, message, Priority.DIGEST, None, key=key, not_before=self.morning())

    def ask_rating(self, case: Case, message: say.AskRating, *, over: int | None = None) -> None:
        """One message, changed in place from the first question to the thanks; `over`: the button that was pressed stood on
        this one."""
        self._write(case.reporter, message, Priority.ANSWER, case, slot=verdict_slot(case), over=over)

    def report(self, desk: PostCode, message: Message, case: Case | None) -> None:
        """Something a desk should know that can wait until morning."""
        for chat in self.uow.chats_of(desk):
            self._write(chat, message, Priority.CARD, case, post=desk, not_before=self.morning())

    def civil_time(self, case: Case) -> datetime | None:
        """When a push about a case may be heard, if that can wait: None means now."""
        return self.morning() if case.severity is Severity.NORMAL else None

    def held(self, case: Case) -> datetime | None:
        """Until when the resident's word of a worker's step is held back; None where it is not."""
        window = self.uow.rules.undo_window
        return self.at + window + UNDO_MARGIN if window and case.severity is not Severity.CRITICAL else None

    def tell_of_step(
        self, message: Message, case: Case, *, to: ChatRef | None = None, not_before: datetime | None = None
    ) -> None:
        """To the resident, or whoever stands for one, a little later: until then the step can be taken back."""
        chat = to or case.reporter
        moments = [moment for moment in (not_before, self.held(case)) if moment]
        key = f"{step_key(case, self.at)}{self.cause}/{message.kind}/{chat}"
        self.tell(chat, message, case, key=key, not_before=max(moments, default=None))

    def offer_undo(self, chat: ChatRef, case: Case, until: datetime) -> None:
        """The card just written for a chat gets the button; it loses it by an edit, without a sound."""
        for place, card in enumerate(self.written):
            if card.to == chat and isinstance(card.message, say.Card) and card.slot == slot_of(case):
                self.written[place] = replace(card, message=replace(card.message, undo=True))
                self.written.append(replace(card, key=f"{card.key}/after", not_before=until))
                break

    def mark_retracted(self, case: Case) -> None:
        """The cards just written say that words were taken back; the next change of the card drops it, the history does not."""
        for place, card in enumerate(self.written):
            if isinstance(card.message, say.Card) and card.slot == slot_of(case):
                self.written[place] = replace(card, message=replace(card.message, retracted=True))

    def morning(self) -> datetime | None:
        """The end of the quiet hours; None outside of them."""
        awake = self.uow.rules.quiet.awake(self.at)
        return awake if awake > self.at else None

    def show_card(self, case: Case, post: PostCode, role: str, *, asked_by: ChatRef | None = None) -> bool:
        """Puts the case's card into the chats of a post. False when the post answers nowhere. `asked_by` is awake."""
        chats = self.uow.chats_of(post)
        for chat in chats:
            if not any(n.to == chat and n.slot == slot_of(case) for n in self.written):  # a chat sees its first role
                wait = self._first_sight(chat, case) if chat != asked_by else None
                self._card(chat, case, role, post=post, not_before=wait)
                if not self.uow.org.is_department(post):  # a picture may show who sent it
                    self.show_files(chat, case)
        return bool(chats)

    def show_files(self, chat: ChatRef, case: Case, attachments: tuple[Attachment, ...] | None = None) -> None:
        found = case.attachments if attachments is None else attachments
        located = attachments is None and case.lon is not None
        if not found and not located:
            return
        lon, lat = (case.lon, case.lat) if located else (None, None)
        message = say.Files(case.number, files_of(found), lon, lat)
        self._write(chat, message, self._card_priority(case), case, not_before=self.civil_time(case))

    def refresh_cards(self, case: Case, *, skip: Iterable[ChatRef] = ()) -> None:
        """Edits every card of the case that is out there; those of former holders become history. Whoever a complaint is
        about, or may be, sees that it has gone, when it goes, and nothing after that."""
        holders = set(self.uow.chats_of(case.holder))
        for chat, role in self.uow.card_chats(case.id).items():
            gone = case.conflict and not self._may_know(chat, case)
            if chat in skip or (gone and case.handed_at != self.at):
                continue
            wait = self._first_sight(chat, case)
            if chat in holders:
                self._card(chat, case, "triage" if case.triage else "holder", not_before=wait)
            else:
                waiting = role == "cover" and (case.status is Status.FILED or case.holder in self.uow.away(self.at))
                asked = role == "offered" and chat in self.uow.chats_of(case.offered_to)
                live = waiting or asked or role in {"copy", "supervisor", "assist"}
                self._card(chat, case, role, mine=live and not gone, not_before=wait)

    def _may_know(self, chat: ChatRef, case: Case) -> bool:
        return any(chat in self.uow.chats_of(post) for post in (case.holder, *case.assists, *self.uow.org.line(case)))

    def _first_sight(self, chat: ChatRef, case: Case) -> datetime | None:
        """Until when a card waits that nobody there has seen yet, for such a one rings; None for an edit, which does not."""
        wait = self.civil_time(case)
        return wait if wait and chat not in self._seen_in(case) else None

    def _seen_in(self, case: Case) -> Set[ChatRef]:
        """Asked once for all the cards of a case, and only at night."""
        if case.id not in self._seen:
            self._seen[case.id] = self.uow.card_seen_in(case.id)
        return self._seen[case.id]

    def _card(
        self,
        chat: ChatRef,
        case: Case,
        role: str,
        *,
        mine: bool = True,
        post: PostCode | None = None,
        not_before: datetime | None = None,
    ) -> None:
        message = self._card_of(case, role, mine=mine)
        if case.source is not None:
            message = self._with_origin(message, case)
        if is_group(chat):
            message = replace(message, reporter="", in_group=True)
        message = replace(message, whistles=self._whistles_of(case))
        if role == "assist" and self._is_departments(chat, case):
            message = unnamed(message)
        self._write(
            chat, message, self._card_priority(case), case, slot=slot_of(case), post=post, not_before=not_before
        )

    def _with_origin(self, message: say.Card, case: Case) -> say.Card:
        """Asked once for all the cards of a case."""
        if case.id not in self._entries:
            self._entries[case.id] = self.uow.entry(message_of(case.id))
        entry = self._entries[case.id]
        source = case.source.value if case.source else ""
        if entry is None:
            return replace(message, source=source)
        return replace(message, source=source, outside=entry.outside, entered_by=self.uow.org.label(entry.post))

    def _card_of(self, case: Case, role: str, *, mine: bool) -> say.Card:
        hard = is_harder(case.complexity, Complexity.ORDINARY)
        others = self._joined_to(case)
        return replace(
            card(case, self.uow.org, role=role, mine=mine),
            same=self._number_of(case.same_as),
            joinable=self._may_join(case),
            joined_to=self._number_of(case.joined_to),
            joined=tuple(one.number for one in others),
            residents=residents([case, *others]) if others else 0,
            away=case.holder in self.uow.away(self.at),
            reused=self._is_reused(case),
            answer_by=answer_by(case, self.uow.rules),
            complexity=case.complexity.value if hard else "",
            mode=manner_of(case, self.uow.rules).mode.value if hard else "",
        )

    def _is_reused(self, case: Case) -> bool:
        """Asked once for all the cards of a case, and only where there is proof."""
        if case.proof and case.id not in self._reused:
            self._reused[case.id] = any(one.doubt is Doubt.KEPT for one in self.uow.pictures_of(case.id))
        return bool(case.proof) and self._reused[case.id]

    def _number_of(self, case_id: CaseId | None) -> str:
        """Of what came to nothing there is none."""
        found = self._found(case_id)
        return found.number if found and found.status not in {Status.WITHDRAWN, Status.DISMISSED} else ""

    def _may_join(self, case: Case) -> bool:
        """The first case goes on, and the two are none that are never joined: nothing is offered that would be refused.
        Asked once for all the cards of a case."""
        if case.id not in self._joinable:
            found = self._found(case.same_as)
            under_way = found is not None and found.status.is_under_way
            self._joinable[case.id] = found is not None and under_way and not unlike(self.uow, found, case)
        return self._joinable[case.id]

    def _found(self, case_id: CaseId | None) -> Case | None:
        """Asked once for all the cards of a case."""
        if case_id is not None and case_id not in self._first:
            self._first[case_id] = self.uow.find(case_id)
        return self._first[case_id] if case_id is not None else None

    def _whistles_of(self, case: Case) -> tuple[say.WhistleLine, ...]:
        """The last of each department, in the order of the calls. Asked once for all the cards of a case."""
        if not case.whistled:
            return ()
        if case.id not in self._called:
            newest = {one.department: whistle_line(one, self.uow.org) for one in self.uow.whistles_of((case.id,))}
            self._called[case.id] = tuple(newest.values())
        return self._called[case.id]

    def _is_departments(self, chat: ChatRef, case: Case) -> bool:
        helpers = filter(self.uow.org.is_department, case.assists)
        return any(chat in self.uow.chats_of(post) for post in helpers)

    def _card_priority(self, case: Case) -> Priority:
        return Priority.ALARM if case.severity is Severity.CRITICAL else Priority.CARD

    def _write(
        self,
        chat: ChatRef,
        message: Message,
        priority: Priority,
        case: Case | None,
        *,
        key: str = "",
        slot: str = "",
        over: int | None = None,
        post: PostCode | None = None,
        not_before: datetime | None = None,
    ) -> None:
        if is_outside(chat):
            return
        shown = for_group(message, case) if is_group(chat) else message
        if shown is None:
            return
        self.written.append(
            Notification(
                key=key or f"{self.cause}/{message.kind}/{case.id if case else ''}/{chat}/{len(self.written)}",
                to=chat,
                message=shown,
                priority=priority,
                case=case.id if case else None,
                post=post,
                slot=slot,
                over=over,
                not_before=not_before,
                at=self.at,
            )
        )

    def all(self) -> tuple[Notification, ...]:
        return tuple(self.written)


def _list_slot(page: say.Digest | say.Todo | say.WhistleTodo, of: str) -> str:
    """Lists of two kinds, or of two posts, that are on their way at once do not take each other's place."""
    return f"{LISTS}{page.kind}/{of}"


def stand_in(uow: UnitOfWork, line: Iterable[PostCode], absent: PostCode, at: datetime) -> PostCode | None:
    """Who stands in for a post that is not there: the next in line who answers and is there."""
    away = uow.away(at)
    return next((post for post in line if post != absent and post not in away and uow.chats_of(post)), None)


def covers(uow: UnitOfWork, case: Case) -> tuple[PostCode, ...]:
    """Who stands in for the holder, nearest first: nobody from whom a desk took it."""
    others = uow.org.cover(case)
    if not any(line.what is Happening.REASSIGNED for line in uow.history(case.id)):
        return others
    shown = uow.card_chats(case.id)
    return tuple(post for post in others if not any(shown.get(chat) == "holder" for chat in uow.chats_of(post)))


def first_two(uow: UnitOfWork, case: Case) -> tuple[PostCode, ...]:
    """The holder, and the next in line who answers."""
    second = next((post for post in covers(uow, case) if uow.chats_of(post)), case.holder)
    return tuple(dict.fromkeys((case.holder, second)))


def question_key(draft: str, cause: str = "") -> str:
    """Key of a draft's question; without a cause the prefix of all of them."""
    return f"question/{draft}/{cause}"


def card(case: Case, org: Org, *, role: str, mine: bool = True) -> say.Card:
    """The card of a case as facts. `role` is one of messages.Card.role."""
    blank = say.Card(
        case=case.id,
        number=case.number,
        severity=case.severity,
        matter=case.matter,
        topic=case.topic,
        place=case.place,
        said=case.text,
        reporter="" if case.anonymous else case.reporter_name,
        business=case.by_business,
        confidential=case.confidential,
        evidence=telling_words(case, org),
        confidence=case.confidence,
        status=case.status.value,
        contact_due_at=case.contact_due_at,
        due_at=case.due_at,
        mine=mine,
        role=role,  # type: ignore[arg-type]  # one of the card's roles, kept as text in the outbox
        owner=org.label(case.holder),
        reopened=case.reopened,
        lacking=case.lacking,
        files=len(case.attachments),
        lon=case.lon,
        lat=case.lat,
    )
    return replace(
        blank,
        accepted_by=case.accepted_by,
        accepted_at=case.accepted_at,
        arrived_at=case.arrived_at,
        resolved_at=case.resolved_at,
        closed_at=case.closed_at,
        proof_note=case.proof_note,
        obstacle=case.obstacle.value if case.obstacle else "",
        account=case.account,
        suspended=case.suspended,
        review_at=case.paused_until if case.suspended else None,
        asked_due_at=case.asked_due_at,
        extended=case.extended,
        dismissal=case.dismissal.value if case.dismissal else "",
        long_term=case.long_term,
        news=case.news,
        news_at=case.news_at,
        agreement=case.agreement.value if case.agreement else "",
        offered_to=org.label(case.offered_to) if case.offered_to else "",
        offered_why=case.offered_why.value if case.offered_why else "",
        to_desk=org.is_desk(case.offered_to),
        question=case.question,
        answer=case.answer,
        answered_at=case.answered_at,
        paused_at=case.paused_at,
        waited=case.waited,
        assists=tuple(map(org.label, case.assists)),
        supervised=case.supervised_at is not None,
        place_pending=case.place_pending,
        conflict=case.conflict,
        danger=case.danger,
        topics=case.top3 if role == "triage" else (),
    )


def unnamed(message: say.Card) -> say.Card:
    """For a department that helps: the matter and the place, and nothing that the resident said."""
    return replace(
        message,
        reporter="",
        said="",
        evidence=(),
        question="",
        answer="",
        lacking="",
        files=0,
        outside="",
        entered_by="",
    )


def whistle_line(one: Whistle, org: Org) -> say.WhistleLine:
    steps = {WhistleState.ANSWERED: one.answered_at, WhistleState.CAME: one.came_at}
    return say.WhistleLine(
        who=org.label(one.department),
        state=one.state.value,
        at=steps.get(one.state, one.ended_at),
        due_at=one.step_due_at,
        said=one.said,
        late=one.told > 0 and one.state.is_open,
    )


def telling_words(case: Case, org: Org) -> tuple[str, ...]:
    """The few words that decided, without those that stand inside a longer one or only in the name of the place."""
    words = dict.fromkeys(
        e.word for e in case.evidence if e.weight > 0 and e.argues_for not in {BUSINESS, Intent.ABUSE}
    )
    places = [org.unit_label(unit) for unit in org.path(case.unit)]
    inside = [*words, *places]
    return tuple(w for w in words if not any(w != other and w in other for other in inside))[:4]


def event(case: Case, what: Happening, at: datetime, actor: str, note: str = "") -> Event:
    return Event(case.id, what, at, actor, note)
