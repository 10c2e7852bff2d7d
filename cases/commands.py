"""What people and the clock can ask for: one frozen dataclass each, handed to the use case of the like-named verb."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from cases.deeds import ADMINISTRATOR, Doer
from cases.messages import About
from cases.model import Actor, Attachment, CaseId, Cause, Draft, Obstacle, PostCode, Secrecy, Source, TransferReason
from cases.months import Month
from cases.reading import NOWHERE, Matter, PlaceReading, Reading
from cases.scores import Answer


class Verdict(StrEnum):
    """What a resident says of finished work."""

    FIXED = "fixed"
    NOT_FIXED = "not_fixed"
    BROKE_AGAIN = "broke_again"
    NOT_MINE = "not_mine"
    NONE = "none"
    """The words are about something else."""


ANY_MATTER = "*"
"""Among the effects of a fault: one that every matter may have."""


class Follow(StrEnum):
    """What a line of a resident is of a case that they have, where it is nothing else."""

    NONE = ""
    ASKS_WHEN = "asks_when"
    GIVES_UP = "gives_up"
    PERSON = "person"
    """They want to speak to somebody."""
    ABOVE = "above"
    """Whoever is above the holder shall look at it."""
    ANOTHER = "another"
    """还有一件事: what follows is a matter of its own."""


class Action(StrEnum):
    """What a worker says was done, or wants done with the case."""

    ACCEPT = "accept"
    ARRIVE = "arrive"
    WORKING = "working"
    RESOLVE = "resolve"
    ASK = "ask"
    TRANSFER = "transfer"
    RETURN = "return"
    WHISTLE = "whistle"
    EXTEND = "extend"
    SHELVE = "shelve"
    DISMISS = "dismiss"
    SAME = "same"
    """It repeats another case."""
    OTHER = "other"


class Muster(StrEnum):
    """What a called department says or presses."""

    ANSWER = "answer"
    DECLINE = "decline"
    COME = "come"
    CONCLUDE = "conclude"
    ASK = "ask"
    """They want to know something before they come."""


class Order(StrEnum):
    """What a duty desk, or whoever was asked to take a case, says of it in a word."""

    AGREE = "agree"
    REFUSE = "refuse"
    UPHOLD = "uphold"
    OVERTURN = "overturn"
    TAKE = "take"
    DECLINE = "decline"
    SUPERVISE = "supervise"
    REASSIGN = "reassign"
    SHOW = "show"
    UNFOLD = "unfold"
    """The rest of the list."""
    CONFIRM = "confirm"
    """Yes, to what was asked last."""


@dataclass(frozen=True, slots=True)
class Directive:
    """2 督办, 同意 14 天, 换人 0228-001 给网格员丙."""

    order: Order
    line: int = 0
    """Of the list that was shown last, or of the one replied to."""
    number: str = ""
    days: int | None = None
    to: str = ""
    """Whom to, as they were named."""
    note: str = ""
    """Why, in words."""
    sure: bool = True
    """False: it may mean something else, and is asked about first."""


class Reason(StrEnum):
    """Why a case is sent on, given more time, put aside or not worked on."""

    NOT_MY_GRID = "not_my_grid"
    NOT_MY_DUTY = "not_my_duty"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    """It is about the worker or the worker's own people: 涉及本人, 回避."""
    PARTS = "parts"
    MONEY = "money"
    OWNERSHIP = "ownership"
    """Whose it is, or what policy says, is not settled: 等产权单位, 等政策."""
    PROCEDURE = "procedure"
    COURT = "court"
    ELSEWHERE = "elsewhere"
    PRIVATE = "private"
    UNTRUE = "untrue"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Said:
    """One incoming message, already translated: nothing of any messenger is left in it."""

    message: int
    text: str = ""
    got: str = "text"
    """text, photo, voice, video, video_note, document, audio, location, venue, contact, sticker …"""
    reading: Reading | None = None
    """Of `text`; None where there is none."""
    place: PlaceReading = NOWHERE
    """Text and map point together."""
    matters: tuple[Matter, ...] = ()
    """Where the text tells of several: each by itself, the most pressing first. Text, reading and place stay the whole's."""
    turn: int = 0
    """Which of several matters this is, where one of them is heard by itself; else 0."""
    lon: float | None = None
    lat: float | None = None
    attachments: tuple[Attachment, ...] = ()
    album: str = ""
    reply_to: int | None = None
    edited: bool = False
    verdict: Verdict = Verdict.NONE
    action: Action = Action.OTHER
    note: str = ""
    """The rest of a worker's sentence or of a verdict: 清了两桶, 就倒了一个桶."""
    sure: bool = True
    reason: Reason | None = None
    """Why a worker wants to hand it on, have more time or put it off, where the words say so."""
    days: int | None = None
    """How many days more."""
    to: tuple[str, ...] = ()
    """Whom a worker calls, as they were named: 环卫, 物业."""
    muster: Muster | None = None
    """What the words are in the mouth of a called department."""
    answer: str = ""
    """The rest of them: the reason, the conclusion, the question."""
    comes_at: datetime | None = None
    """When the department says that it will be there."""
    yes: bool | None = None
    """The words are a plain yes or no."""
    out: bool | None = None
    """The words say that everybody is out of the house, or that somebody is still in it."""
    still: bool | None = None
    """The words say that a danger goes on, or that it is over."""
    courtesy: Literal["", "thanks", "noted"] = ""
    """The words only thank us, or only say that they were read."""
    rating: Answer | None = None
    """The words are an answer to one of the questions after closing, and nothing else."""
    pressing: bool = False
    """The words say that it is urgent, and nothing else."""
    well: bool = False
    """The words say that a thing still works, and nothing else."""
    away_too: bool = False
    """The words are 我也不在, of whoever was to stand in for somebody."""
    directive: Directive | None = None
    """What the words are in the mouth of a duty desk."""
    number: str = ""
    """A case number found in the text."""
    other: str = ""
    """The case that this one repeats, as a worker names it: its number, or only its day."""
    same: bool | None = None
    """The words are 就是这件 or 不是一回事, and nothing else."""
    urgent: bool = False
    """The words are a bare call for help: 急."""
    follow: Follow = Follow.NONE
    """What the words are of a case that there is, and nothing else."""
    effects: frozenset[str] = frozenset()
    """Things and faults on which the words tell on without naming them, or ANY_MATTER."""
    put_right: PlaceReading = NOWHERE
    """The place that is meant instead: the 9组 of 不是3组，是9组."""
    nth: int = 0
    """The words mean one of a list, and say no more."""
    secrecy: Secrecy | None = None
    """The words wish that nobody learns who speaks; which way, where they say so and nothing else."""
    appeal: str | None = None
    """What follows 不同意 or 申请复核, perhaps nothing; None where the words say neither."""

    @property
    def names_matter(self) -> bool:
        return self.reading is not None and self.reading.names_matter


@dataclass(frozen=True, slots=True)
class Command:
    """Who, when (the desk's time), and what made it happen: an update or a look of the clock."""

    by: Actor
    at: datetime
    cause: Cause


# --- residents: cases/conversation.py, cases/courtesies.py, cases/aftercare.py ---


@dataclass(frozen=True, slots=True)
class Hear(Command):
    """hear: a resident's message of any kind opens, joins or corrects a case."""

    said: Said
    here: Draft | None = None
    """Found by the use case: the chat came by the code at a grid's door, and has not told of a matter since."""


@dataclass(frozen=True, slots=True)
class Greet(Command):
    """greet: /start without a payload, /help."""


@dataclass(frozen=True, slots=True)
class Shrug(Command):
    """shrug: answer politely without doing anything."""

    about: About
    said: str = ""


@dataclass(frozen=True, slots=True)
class ChoosePlace(Command):
    """choose_place: one of the offered places was tapped. Empty `code` means 不方便说."""

    draft: CaseId
    code: str = ""


@dataclass(frozen=True, slots=True)
class AnswerDanger(Command):
    """answer_danger: 现在还有吗?"""

    draft: CaseId
    still: bool


@dataclass(frozen=True, slots=True)
class AskProgress(Command):
    """tell_progress: 我那个事咋样了, /progress."""


@dataclass(frozen=True, slots=True)
class OnCase(Command):
    """A command about one case, named by id or, when it was typed, by number; a resident may leave it empty."""

    case: CaseId


@dataclass(frozen=True, slots=True)
class ShowReads(OnCase):
    """show_reads: 谁看过我的信息."""


@dataclass(frozen=True, slots=True)
class RetractWords(OnCase):
    """retract_words: 撤回这段."""


@dataclass(frozen=True, slots=True)
class GiveVerdict(OnCase):
    """give_verdict"""

    verdict: Verdict
    note: str = ""
    pressed: int = 0
    """The message of the chat whose button it was."""


@dataclass(frozen=True, slots=True)
class RateCase(OnCase):
    """rate_case: 解决, 满意, 有人催我 was pressed. None for a button we never made."""

    answer: Answer | None


@dataclass(frozen=True, slots=True)
class UrgeCase(OnCase):
    """urge_case"""


@dataclass(frozen=True, slots=True)
class ChooseMeant(Command):
    """choose_meant: words that were put to a case, or a place put right, are of the case of this number; empty for a matter of
    its own."""

    draft: CaseId
    number: str


@dataclass(frozen=True, slots=True)
class WithdrawCase(OnCase):
    """withdraw_case"""


@dataclass(frozen=True, slots=True)
class FixPlace(OnCase):
    """ask_new_place: 改地点 was pressed."""


@dataclass(frozen=True, slots=True)
class FixTopic(OnCase):
    """ask_topic: 改事情 was pressed by the resident, 改主题 by staff."""


@dataclass(frozen=True, slots=True)
class SetTopic(OnCase):
    """set_topic: by the resident, the holder or a desk (correction); triage_case. `topic` is a first-level topic's name, `typed` as
    in Supervise."""

    topic: str
    typed: bool = False


@dataclass(frozen=True, slots=True)
class AddPhoto(OnCase):
    """ask_photo: 补照片 was pressed."""


@dataclass(frozen=True, slots=True)
class WhetherOut(OnCase):
    """answer_whether_out: 您出来了吗?"""

    out: bool


@dataclass(frozen=True, slots=True)
class ChooseSecrecy(OnCase):
    """choose_secrecy: 匿名 or 保密; `case` may also be the draft in which it was asked."""

    wish: Secrecy = Secrecy.ANONYMOUS


@dataclass(frozen=True, slots=True)
class LookAt(OnCase):
    """look_at: 看联系人, with one of `looking.REASONS` or in free words; without one the reasons are offered."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReadCase(OnCase):
    """read_case: the page of a case is opened in the console."""

    noted: bool = False
    """That it was opened is in the audit log already: what is shown on it follows."""


@dataclass(frozen=True, slots=True)
class HideName(OnCase):
    """hide_name: 不要留我名字 was pressed."""


# --- staff: cases/fieldwork.py, cases/supervision.py, cases/posts.py ---


@dataclass(frozen=True, slots=True)
class Target:
    """The case a worker means: by id, by number, by the message replied to; else the only one in hand."""

    case: CaseId | None = None
    number: str = ""
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class Work(Command):
    """do_work: accept, arrive, resolve by button or typed command. RESOLVE without a note asks for the proof."""

    action: Action
    target: Target
    note: str = ""


@dataclass(frozen=True, slots=True)
class AskResident(Command):
    """ask_resident: 问居民, by button or typed. Without words the next message is the question."""

    target: Target
    question: str = ""


@dataclass(frozen=True, slots=True)
class AskExtension(Command):
    """ask_extension: 延期. Without a reason the answer asks for it; then for how long, one of `extending.LENGTHS`."""

    target: Target
    length: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class DecideExtension(OnCase):
    """decide_extension: 同意 or 不同意, by a desk over the holder. `why` not, in words, is for the holder."""

    grants: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class AskSuspension(Command):
    """ask_suspension: 现在办不了. Without an obstacle the answer offers them; then a sentence for the resident is asked for."""

    target: Target
    obstacle: Obstacle | None = None


@dataclass(frozen=True, slots=True)
class DecideSuspension(OnCase):
    """decide_suspension: for so many days, one of `suspending.REVIEWS`, or not (0), by a desk over the holder."""

    days: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class ResumeCase(OnCase):
    """resume_case: 恢复办理, before the review date."""


@dataclass(frozen=True, slots=True)
class ShowMoves(OnCase):
    """show_moves: 更多 was pressed on the card."""


@dataclass(frozen=True, slots=True)
class Transfer(Command):
    """transfer_case: 转派, by button or typed. Without a reason the answer asks for one; then, where it matters, to whom."""

    target: Target
    why: TransferReason | None = None
    to: PostCode | None = None
    named: tuple[str, ...] = ()
    """Whom to, in words: 物业."""


@dataclass(frozen=True, slots=True)
class Retopic(Command):
    """retopic_case: 改主题 or 主题改成环境保护, typed by staff. Without a topic the answer offers them."""

    target: Target
    topic: str = ""


@dataclass(frozen=True, slots=True)
class EnterCase(Command):
    """enter_case: 录入. Without a source it is asked for; without words they are. `outside` is a number of another
    office, `done` says that it was put right on the spot."""

    source: Source | None
    said: Said | None = None
    outside: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class EnterOrder(Command):
    """enter_order: a work order that another office sent in a file, for the desk that takes such orders in. Nobody sits at
    the other end, so nothing is asked and no receipt is sent."""

    post: PostCode
    outside: str
    """Its number there; never filed twice."""
    said: Said
    source: Source = Source.HOTLINE
    due_at: datetime | None = None
    """By when that office wants it done."""


@dataclass(frozen=True, slots=True)
class ContestCase(OnCase):
    """contest_case: 申诉, by a ranked unit's desk, against what counts in the ranking."""

    reason: str


@dataclass(frozen=True, slots=True)
class DecideContest(OnCase):
    """decide_contest: 同意申诉 or 驳回申诉, by the district's desk."""

    upheld: bool


@dataclass(frozen=True, slots=True)
class StaffHear(Command):
    """hear_staff: a worker's or supervisor's free message."""

    said: Said


@dataclass(frozen=True, slots=True)
class ResolveNow(OnCase):
    """resolve_now: 直接办结 with the pictures already sent."""


@dataclass(frozen=True, slots=True)
class AnswerOffer(OnCase):
    """answer_offer: 我接, or 不接 and perhaps why, by whom the case was to be handed on to."""

    takes: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class GiveDirective(Command):
    """give_directive: 同意, 督办, 换人 … in words, with the case's number."""

    directive: Directive
    target: Target


@dataclass(frozen=True, slots=True)
class Supervise(OnCase):
    """supervise_case: 督办. `typed`: in words, which are answered in words; a press has its answer where it was pressed."""

    typed: bool = False


@dataclass(frozen=True, slots=True)
class OfferReassign(OnCase):
    """offer_reassign: 换人; answer with candidates and their load. `to`: whoever was named."""

    to: str = ""


@dataclass(frozen=True, slots=True)
class Reassign(OnCase):
    """reassign_case. `pressed`: the message that asked to whom; 0 where it was said in words, or on a page."""

    post: PostCode
    pressed: int = 0


@dataclass(frozen=True, slots=True)
class RememberLandmark(OnCase):
    """remember_landmark: 记住…在本网格 was pressed. `name` must be one that the resident said."""

    name: str


@dataclass(frozen=True, slots=True)
class TakeLeave(Command):
    """take_leave: 请假 明天, for all posts of this person. `first` None where no day was understood."""

    first: date | None
    days: int = 1


@dataclass(frozen=True, slots=True)
class EndLeave(Command):
    """end_leave: 销假"""


@dataclass(frozen=True, slots=True)
class AwayToo(Command):
    """away_too: 我也不在, by whoever was to stand in during that leave."""

    leave: str


@dataclass(frozen=True, slots=True)
class ShowTodo(Command):
    """show_todo: /todo"""


@dataclass(frozen=True, slots=True)
class ShowCase(Command):
    """show_case: /case NUMBER, or 〔看〕. Whoever may not know of the case hears NoSuchCase."""

    target: Target


@dataclass(frozen=True, slots=True)
class BindPost(Command):
    """bind_post: /bind CODE, or the deep link /start bind_CODE. `code` is the plain one-time code."""

    code: str


@dataclass(frozen=True, slots=True)
class ShowDigest(Command):
    """show_digest: a supervisor asks for the digest now, or for what did not fit on it."""

    rest: bool = False


@dataclass(frozen=True, slots=True)
class ShowMonth(Command):
    """A page of a month. `asked` is the month as typed, empty for the running one; `month` what it was understood as."""

    asked: str = ""
    month: Month | None = None


@dataclass(frozen=True, slots=True)
class ShowRanking(ShowMonth):
    """show_ranking: 排名, /ranking 2026-02."""


# --- the clock and the administrator: cases/sweeps.py, cases/posts.py ---


@dataclass(frozen=True, slots=True)
class Look:
    """climb_ladder, answer_for_silence, send_digests: a sweep at `at` over at most `limit` rows, after the first `skip`."""

    at: datetime
    limit: int = 100
    skip: int = 0


@dataclass(frozen=True, slots=True)
class IssueCode:
    """issue_code: `digest` = posts.digest_of(code); raises NoSuchPost."""

    post: PostCode
    digest: str
    at: datetime
    by: Doer = ADMINISTRATOR


@dataclass(frozen=True, slots=True)
class ReportDead:
    """report_undeliverable: a message about `case` can never arrive. `post` is who should have read it, None the resident."""

    case: CaseId
    post: PostCode | None
    why: str
    at: datetime
    cause: Cause = field(default=Cause(""))


@dataclass(frozen=True, slots=True)
class Refuse(Command):
    """refuse: say why a CaseError stopped a command."""

    error: str
    number: str = ""
    facts: tuple[str, ...] = ()
