"""The district's settings for casework: clocks, limits, waiting times. Built once from settings; every figure a default."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time, timedelta, tzinfo

from cases.clocks import Office, Quiet, Span, Unit
from cases.knowledge import Knows, Nothing
from cases.likely import FindsSame, none_alike
from cases.modes import MANNERS, Manner
from cases.reading import Complexity, Severity
from cases.retention import Retention
from cases.scores import Weights
from cases.signs import Sign

CONTACT = {
    Severity.CRITICAL: Span(15, Unit.MINUTE),
    Severity.URGENT: Span(1, Unit.URGENT_HOUR),
    Severity.NORMAL: Span(2, Unit.OFFICE_HOUR),
}
"""First human contact by severity (default rule set of docs/glossary.md, 时限)."""
FINISH = {
    Severity.CRITICAL: Span(1, Unit.URGENT_HOUR),
    Severity.URGENT: Span(24, Unit.URGENT_HOUR),
    Severity.NORMAL: Span(7, Unit.DAY),
}
"""Finish by severity where no object and fault say otherwise."""


DECISION = Span(4, Unit.OFFICE_HOUR)
APPEAL = Span(5, Unit.WORKDAY)
ARRIVAL = {
    Severity.CRITICAL: Span(30, Unit.MINUTE),
    Severity.URGENT: Span(1, Unit.URGENT_HOUR),
    Severity.NORMAL: Span(2, Unit.OFFICE_HOUR),
}
SUPERVISION = {
    Severity.CRITICAL: Span(30, Unit.MINUTE),
    Severity.URGENT: Span(2, Unit.URGENT_HOUR),
    Severity.NORMAL: Span(1, Unit.WORKDAY),
}
CONCLUSION = {
    Severity.CRITICAL: Span(4, Unit.URGENT_HOUR),
    Severity.URGENT: Span(24, Unit.URGENT_HOUR),
    Severity.NORMAL: Span(2, Unit.WORKDAY),
}


@dataclass(frozen=True)
class Rules:
    """Everything a use case may need to know about the house rules. Times in `office.zone`."""

    office: Office
    quiet: Quiet
    limits: Mapping[tuple[str, str], Span] = field(default_factory=dict)
    """(object, fault) -> finish limit; ("", fault) for any object."""
    contact: Mapping[Severity, Span] = field(default_factory=lambda: CONTACT)
    finish: Mapping[Severity, Span] = field(default_factory=lambda: FINISH)
    manners: Mapping[Complexity, Manner] = field(default_factory=lambda: MANNERS)
    """How each class of difficulty is worked on, and which clocks it runs on."""
    question_patience: timedelta = timedelta(minutes=10)
    voice_patience: timedelta = timedelta(minutes=3)
    """After a voice message that nobody has put into words: then a person has to listen (GB/T 33358: an answer within 3 min)."""
    flood_times: int = 6
    """So many times the same within `flood_window` is a flood; the chat then rests for as long."""
    flood_window: timedelta = timedelta(minutes=10)
    surge_filings: int = 10
    """So many of one matter in one village or street within `surge_window` are a surge; 0: never."""
    surge_window: timedelta = timedelta(hours=1)
    surge_life: timedelta = timedelta(hours=24)
    """How long one answer to all stands where its desk names no time."""
    longest_stop: int = 30
    """Days for which a desk may stop hearing a chat."""
    follow_up_patience: timedelta = timedelta(hours=2)
    """How long a question about a case that exists stays open."""
    answer_patience: timedelta = timedelta(hours=24)
    """How long the limits stand still for a resident's answer."""
    max_extensions: int = 2
    max_suspensions: int = 1
    heartbeat: timedelta = timedelta(days=14)
    """How often the resident of a long-term or suspended case hears of it."""
    news_ahead: int = 3
    """So many working days before that whoever has a long-term case is reminded to write what was done."""
    offer_patience: timedelta = timedelta(minutes=30)
    """How long somebody may think about taking a case that is handed on to them."""
    decision_limit: Span = DECISION
    """Within which a centre decides whose it is, once it was handed on a second time."""
    appeal_window: timedelta = timedelta(days=10)
    """After a dismissal, how long the resident may have it looked at again."""
    appeal_limit: Span = APPEAL
    """Within which the desk above decides about that."""
    undo_window: timedelta = timedelta()
    """How long a worker's step can be taken back, and so how long the resident's word of it is held back; none: not at all."""
    supervision_limit: Mapping[Severity, Span] = field(default_factory=lambda: SUPERVISION)
    """From 督办 to the holder's answer: a step, or a word of how far it is."""
    whistle_patience: timedelta = timedelta(minutes=30)
    """How long a called department may take to answer (应哨)."""
    whistle_arrival: Mapping[Severity, Span] = field(default_factory=lambda: ARRIVAL)
    """From the answer to 到场."""
    whistle_conclusion: Mapping[Severity, Span] = field(default_factory=lambda: CONCLUSION)
    """From 到场 to 结论."""
    whistle_climb: Span = DECISION
    """How much later an unanswered whistle is put before the district."""
    critical_patience: timedelta = timedelta(minutes=1)
    urgent_patience: timedelta = timedelta(minutes=5)
    silence_reminder: timedelta = timedelta(days=3)
    silence_close: timedelta = timedelta(days=4)
    """After resolving: one reminder, then closed as silent."""
    reopen_window: timedelta = timedelta(days=7)
    facilities: frozenset[str] = frozenset()
    """Things that break again: their repair is asked about once more."""
    lasting_check: timedelta = timedelta(days=28)
    """So long after the resident agreed."""
    join_window: timedelta = timedelta(minutes=30)
    """A picture sent this soon after a filing joins that case."""
    cut_length: int = 4096
    """A message this long was cut by the messenger: what follows within `cut_wait` is its other half."""
    cut_wait: timedelta = timedelta(seconds=10)
    code_life: timedelta = timedelta(days=7)
    console_url: str = ""
    """Where people reach the console, without a slash at the end; "" where there is none."""
    link_life: timedelta = timedelta(minutes=10)
    session_life: timedelta = timedelta(hours=12)
    """Of a link into the console, and of the session it opens."""
    digest_at: time = time(8, 30)
    digest_chart: bool = False
    """A picture follows the morning page of centres and the district."""
    weekly_at: time = time(9)
    """On the first working day of a week desks read of the week before."""
    sensitive: Sequence[Sign] = ()
    """What centre and district hear of at once."""
    skills: Sequence[Sign] = ()
    """Which cases ask for which skill."""
    notice_ahead: timedelta = timedelta(days=3)
    """How long before its deadline those who have not read a notice are to be called."""
    offer_place: timedelta = timedelta(days=90)
    """The place of a resident's last case is offered for so long."""
    contest_window: timedelta = timedelta(days=7)
    """How long after the end of a month a unit may contest what counts in it."""
    rings_a_day: int = 15
    """Cards and reminders to one worker: after so many the clock adds none of an ordinary case, which stands in their list."""
    silent_grid: timedelta = timedelta(days=30)
    """A grid of which nothing was heard for so long is named."""
    album_wait: timedelta = timedelta(seconds=3)
    max_questions: int = 2
    gas_hotline: str = ""
    retention: Retention = field(default_factory=Retention)
    """How long what is kept of people."""
    id_key: bytes = b""
    """Ids of cases are made with it, so that nobody can count back from one to a chat. At most 64 bytes."""
    common_places: frozenset[str] = frozenset()
    """Words for places that nearly every village has: no landmark is learnt by such a name."""
    same_issue: FindsSame = none_alike
    """Which recent case a new one most likely repeats."""
    knowledge: Knows = field(default_factory=Nothing)
    """What may be answered at once."""
    public_topics: frozenset[str] = frozenset()
    """Topics of what anybody may see in the street: only of these is a resident told that others have told the same."""
    weights: Weights = field(default_factory=Weights)
    """Of the three rates in the score of a ranking."""

    @property
    def zone(self) -> tzinfo:
        return self.office.zone

    def limit(self, thing: str, fault: str, severity: Severity) -> Span:
        """The finish limit: by object and fault, else by fault, else by severity. 特急 is never longer than its own."""
        if severity is Severity.CRITICAL:
            return self.finish[severity]
        found = self.limits.get((thing, fault)) or self.limits.get(("", fault))
        return found or self.finish[severity]
