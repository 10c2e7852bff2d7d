"""Cases brought to every point at which somebody may do something about them, by what people really write and press."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from cases.model import CITIZEN, CLOCK, Case, CaseId, Change, Doubt, Event, Happening, PersonRef, Picture, Shown
from cases.ports import UnitOfWork
from cases.taps import Verb
from tests.roles.people import (
    COMPLAINT,
    GROUP,
    IN_A_GROUP,
    LAMP_ROW,
    MEMBER,
    ORDINARY,
    SORTED_AT_THE_STATION,
    Person,
    Spot,
    org,
    staff_around,
)
from tests.roles.table import Who
from tests.roles.town import TOLD_TWICE, Town

Parts = dict[str, set[Who]]


@dataclass(frozen=True)
class Kind:
    """A sort of case. `words` is what the resident writes, but for the stages that need other words."""

    name: str
    here: Spot
    words: str
    parts: Parts = field(default_factory=lambda: ORDINARY)
    nameless: bool = False

    @property
    def complains(self) -> bool:
        return self.parts is COMPLAINT

    @property
    def village(self) -> str:
        """The place as far as its village, in a resident's words."""
        return "李万街道韩愈路社区" if self.here.by_group else "文昌街道大寨村"


KINDS = (
    Kind("in a worker's chat", LAMP_ROW, "{place}路灯坏了"),
    Kind("in a group's chat", IN_A_GROUP, "{place}路灯坏了"),
    Kind("nameless", LAMP_ROW, "{place}路灯坏了", nameless=True),
    Kind("a complaint about the workers", LAMP_ROW, "举报{place}网格员收了钱不修路灯", COMPLAINT),
)


@dataclass
class Prepared:
    """A case at its stage, and what each person is to it."""

    kind: Kind
    stage: str
    reporter: Person
    subject: str
    """Id of the case, or of the draft or the leave that the buttons of this stage are about."""
    number: str = ""
    words: str = ""
    parts: Parts = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    later: timedelta = timedelta()
    """How much later than the scene it is tried."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """What nobody learns who may not know of the case."""
        found = (self.number, self.mark, self.reporter.called)
        return tuple(word for word in found if word)

    @property
    def mark(self) -> str:
        """A word of the resident's that stands in no other case."""
        return f"暗语{self.reporter.user}" if self.words else ""

    def part_of(self, person: Person) -> set[Who]:
        return self.parts.get(person.name, set())


@dataclass
class Story:
    """One case being brought to its stage."""

    town: Town
    kind: Kind
    reporter: Person
    made: Prepared

    @property
    def staff(self) -> dict[str, Person]:
        return staff_around(self.kind.here)

    @property
    def holder(self) -> Person:
        return self.staff["own centre"] if self.kind.complains else self.holder_at_present

    @property
    def holder_at_present(self) -> Person:
        user = self.town.sits_at(self.kind.here.grid.full_time)
        return Person("holder", user, GROUP if user == MEMBER else 0)

    async def file(self, words: str = "") -> None:
        said = (words or self.kind.words).format(place=self.kind.here.place)
        await self.town.say(self.reporter, f"{said}，{self.made_mark}")
        self.town.deliver()
        self.take_note(self.town.newest_case(self.reporter))
        if self.kind.nameless:
            await self.press(self.reporter, Verb.ANONYMOUS)

    def take_note(self, case: Case) -> None:
        self.made.subject, self.made.number, self.made.words = case.id, case.number, case.text

    @property
    def made_mark(self) -> str:
        return f"暗语{self.reporter.user}"

    async def press(self, person: Person, verb: Verb, value: str = "") -> None:
        await self.town.tap(person, verb, self.made.subject, value)
        self.town.deliver()

    async def type(self, person: Person, words: str) -> None:
        await self.town.say(person, words.format(number=self.made.number))
        self.town.deliver()


Recipe = Callable[[Story], Awaitable[None]]


async def filed(story: Story) -> None:
    await story.file()


async def late(story: Story) -> None:
    """Pressing enough to stand at the head of every list."""
    await story.file("举报{place}网格员把井盖偷走卖了，路上井盖没了" if story.kind.complains else "{place}井盖没了")
    await story.press(story.holder, Verb.ACCEPT)
    story.made.later = timedelta(days=9)


async def accepted(story: Story) -> None:
    await story.file()
    await story.press(story.holder, Verb.ACCEPT)


async def resolved(story: Story) -> None:
    await accepted(story)
    await story.type(story.holder, "/resolve {number} 换了新灯泡")


async def added_to(story: Story) -> None:
    """The reporter has just said more."""
    await story.file()
    story.town.run_now(say_more_now, story.made.subject)


def say_more_now(uow: UnitOfWork, case_id: CaseId) -> None:
    with uow:
        case = uow.case(case_id)
        more = Event(case.id, Happening.ADDED, case.opened_at, CITIZEN, "在路东")
        uow.record(Change(case=replace(case, text=f"{case.text}\n在路东"), events=(more,)))
        uow.commit()


async def picture_doubted(story: Story) -> None:
    """The proof looks like what the resident had shown."""
    await resolved(story)
    story.town.run_now(doubt_it_now, story.made.subject)


def doubt_it_now(uow: UnitOfWork, case_id: CaseId) -> None:
    with uow:
        case = uow.case(case_id)
        chat, at = uow.chats_of(case.holder)[0], case.opened_at
        seen = Picture(f"p{case.number}", case.id, "f", Shown.DONE, at, case.holder, chat, PersonRef(chat), None, 1)
        uow.record(Change(pictures=(replace(seen, doubt=Doubt.ASKED, like=case.id, asked_at=at),)))
        uow.commit()


async def confirmed(story: Story) -> None:
    await resolved(story)
    await story.press(story.reporter, Verb.FIXED)


async def asked_whether_it_lasts(story: Story) -> None:
    """Four weeks later the clock has asked."""
    await confirmed(story)
    story.town.run_now(ask_about_it_now, story.made.subject)


def ask_about_it_now(uow: UnitOfWork, case_id: CaseId) -> None:
    with uow:
        case = replace(uow.case(case_id), look_at=None, rung=1)
        uow.record(Change(case=case, events=(Event(case.id, Happening.LASTING_ASKED, case.opened_at, CLOCK),)))
        uow.commit()


async def proof(story: Story) -> None:
    """The worker has said that it is done, and is asked for a picture or a sentence."""
    await accepted(story)
    await story.press(story.holder, Verb.RESOLVE)


async def offered(story: Story) -> None:
    await accepted(story)
    await story.press(story.holder, Verb.TRANSFER_TO, f"not_my_grid/{story.made.facts['colleague']}")
    asked = "district" if story.kind.complains else "worker next door"
    story.made.parts[asked] = story.made.parts.get(asked, set()) | {Who.ASKED}


async def extension_asked(story: Story) -> None:
    await accepted(story)
    await story.type(story.holder, "/extend {number} 要等配件到货")
    await story.press(story.holder, Verb.EXTEND, "full")


async def suspension_asked(story: Story) -> None:
    await accepted(story)
    await story.press(story.holder, Verb.SUSPEND, "parts")
    await story.type(story.holder, "要等产权单位确认")


async def suspended(story: Story) -> None:
    await suspension_asked(story)
    await story.press(story.staff["district"], Verb.SUSPENSION, "30")


async def dismissal_asked(story: Story) -> None:
    await accepted(story)
    await story.press(story.holder, Verb.DISMISS, "court")
    await story.type(story.holder, "法院已经受理，要等判决")


async def dismissed(story: Story) -> None:
    await dismissal_asked(story)
    desk = "district" if story.kind.complains else "own station"
    await story.press(story.staff[desk], Verb.DISMISSAL_YES)


async def appealed(story: Story) -> None:
    await dismissed(story)
    await story.press(story.reporter, Verb.APPEAL)


async def contested(story: Story) -> None:
    await confirmed(story)
    desk = "own centre" if story.kind.complains else "own station"
    await story.type(story.staff[desk], "/contest {number} 那几天整个片区停电")


async def stopped(story: Story) -> None:
    """The district hears the reporter no more."""
    await filed(story)
    await story.type(story.staff["district"], "/stop {number} 7 反复发广告")


async def brought_in(story: Story) -> None:
    """The station has entered it after a visit, and the worker says that it is done."""
    station = story.staff["own station"]
    await story.town.say(station, f"录入 走访 {story.kind.here.place}路灯坏了，{story.made_mark}")
    story.town.deliver()
    story.take_note(story.town.newest_case(station))
    story.made.parts.pop("reporter")
    await story.press(story.holder, Verb.ACCEPT)
    await story.type(story.holder, "/resolve {number} 换了新灯泡")


async def whistled(story: Story) -> None:
    """A department of the district has been called, and has not answered yet."""
    await accepted(story)
    await story.type(story.holder, "{number} 叫燃气公司来关阀门")
    story.made.parts["called department"] = {Who.CALLED}


async def whistle(story: Story) -> None:
    """The same, for buttons that hang under the whistle."""
    await whistled(story)
    story.made.subject = f"{story.made.subject}~1"


async def told_twice(story: Story) -> None:
    """A neighbour has told it before; the same worker has both cases."""
    neighbour = Person("neighbour", story.reporter.user + 5000)
    words = f"{{place}}垃圾桶满了，{TOLD_TWICE}{story.reporter.user}"
    await story.town.say(neighbour, words.format(place=story.kind.here.place))
    story.town.deliver()
    await story.file(words)


async def joined(story: Story) -> None:
    await told_twice(story)
    await story.press(story.holder, Verb.JOIN)


async def triage(story: Story) -> None:
    """Of the place only the village is known."""
    await story.town.say(story.reporter, f"{story.kind.village}路灯坏了，{story.made_mark}")
    draft = story.town.draft_of(story.reporter)
    assert draft, "the place was understood after all"
    await story.town.tap(story.reporter, Verb.NO_PLACE, draft.id)
    story.town.deliver()
    story.take_note(story.town.newest_case(story.reporter))
    story.made.parts = {name: set(parts) for name, parts in SORTED_AT_THE_STATION.items()}
    if story.kind.nameless:
        await story.press(story.reporter, Verb.ANONYMOUS)


async def landmark(story: Story) -> None:
    await story.file("{place}老面粉厂对面路灯坏了")


async def place_asked(story: Story) -> None:
    await _ask(story, f"{story.kind.village}路灯坏了，{story.made_mark}")


async def danger_asked(story: Story) -> None:
    await _ask(story, f"{story.kind.here.place}昨天有煤气味，今天没了，{story.made_mark}")


async def turned_away(story: Story) -> None:
    """A matter for others, with three doors."""
    await _ask(story, f"法院判决我不服，怎么办，{story.made_mark}")


async def put_to_it(story: Story) -> None:
    """More words were put to the case, and may be of another matter."""
    await story.file()
    await _ask(story, f"已经坏了三天了，{story.made_mark}")


async def _ask(story: Story, words: str) -> None:
    await story.town.say(story.reporter, words)
    draft = story.town.draft_of(story.reporter)
    assert draft, "nothing was asked"
    story.made.subject, story.made.words = draft.id, words
    story.made.facts["place"] = draft.options[0].code if draft.options else ""


async def leave(story: Story) -> None:
    """The worker will not be there in three weeks; 兼职 is to stand in."""
    await story.type(story.holder_at_present, "/leave 3月25日")
    story.made.subject = story.town.newest_leave()
    story.made.parts = {"part-time cover": {Who.COVER}}


STAGES: dict[str, Recipe] = {
    "filed": filed,
    "accepted": accepted,
    "late": late,
    "resolved": resolved,
    "added to": added_to,
    "picture doubted": picture_doubted,
    "confirmed": confirmed,
    "asked whether it lasts": asked_whether_it_lasts,
    "offered": offered,
    "extension asked": extension_asked,
    "suspension asked": suspension_asked,
    "suspended": suspended,
    "dismissal asked": dismissal_asked,
    "dismissed": dismissed,
    "appealed": appealed,
    "contested": contested,
    "stopped": stopped,
    "brought in": brought_in,
    "whistled": whistled,
    "whistle": whistle,
    "told twice": told_twice,
    "joined": joined,
    "triage": triage,
    "landmark": landmark,
    "place asked": place_asked,
    "danger asked": danger_asked,
    "turned away": turned_away,
    "put to it": put_to_it,
    "leave": leave,
    "proof": proof,
    "just done": accepted,
}
ON_NEW_PHONES = ("leave", "proof", "just done")
"""What hangs on the very chat in which it was begun: prepared when the posts have moved."""
NOT_OF_NAMELESS = (
    *ON_NEW_PHONES,
    "brought in",
    "told twice",
    "joined",
    "place asked",
    "danger asked",
    "turned away",
    "put to it",
)
NOT_OF_COMPLAINTS = (
    "asked whether it lasts",
    "brought in",
    "told twice",
    "joined",
    "triage",
    "landmark",
    "place asked",
    "danger asked",
    "turned away",
    "put to it",
    "leave",
)


async def prepare(town: Town) -> dict[tuple[str, str], Prepared]:
    """Every stage of every kind of case, by the names of both."""
    found: dict[tuple[str, str], Prepared] = {}
    pairs = [(kind, stage) for stage in STAGES for kind in KINDS]
    first = [(kind, stage) for kind, stage in pairs if stage not in ON_NEW_PHONES]
    for kind, stage in first:
        await _prepare(town, kind, stage, found)
    await town.change_phones()
    for kind, stage in pairs:
        if stage in ON_NEW_PHONES:
            await _prepare(town, kind, stage, found)
    return found


async def _prepare(town: Town, kind: Kind, stage: str, found: dict[tuple[str, str], Prepared]) -> None:
    if (kind.complains and stage in NOT_OF_COMPLAINTS) or (kind.nameless and stage in NOT_OF_NAMELESS):
        return
    user = 1100 + len(found)
    reporter = Person("reporter", user, called=f"反映人{user}")
    parts = {name: set(parts) for name, parts in kind.parts.items()}
    colleague = org().top if kind.complains else kind.here.colleague
    desk = org().top if kind.complains else kind.here.street
    made = Prepared(kind, stage, reporter, "", parts=parts, facts={"desk": desk, "colleague": colleague})
    await STAGES[stage](Story(town, kind, reporter, made))
    found[kind.name, stage] = made
