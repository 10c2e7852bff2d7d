"""Reads a message once and says what it is about, how urgent it is, what is wanted, where it is, and why it thinks so."""

from dataclasses import dataclass, replace
from typing import Any, Protocol

from cases.reading import BUSINESS, NOWHERE, UNSURE, Danger, Evidence, Intent, PlaceReading, Reading, Severity
from nlp.alarms import Alarm, Alarms, calmed
from nlp.beyond import Beyonds
from nlp.beyond import Matter as Told
from nlp.business import Businesses
from nlp.clean import clean
from nlp.complexity import Complexities
from nlp.conflict import Blame, Conflicts
from nlp.intents import TALK, Intents, Seen, decide
from nlp.learnt import Heard
from nlp.letters import Letter, Letters, letter_of
from nlp.matters import NOTHING, Matter, Matters
from nlp.short import Shorts, signs_of_intent
from nlp.spelling import Spelling
from nlp.tables import rows_of
from nlp.topics import NO_TOPIC, OTHER, TopicReading, Topics

_BLAMELESS = frozenset({Intent.PRAISE, Intent.QUESTION})
"""Whoever writes so accuses nobody. A suggestion that names a misdeed does."""
_CALM = TALK | _BLAMELESS | {Intent.SUGGESTION, Intent.PROGRESS}
"""Whoever writes so is not in trouble now; a possible 特急 is still asked about."""
_MISSING_COVER = ("井盖", "缺失")
INSULTED = 8
"""Weight of words from which whoever complains is angry with us as well, and is told that we heard it."""
PLAINLY = 0.6
"""Confidence from which a matter of those who govern is about whoever would handle it, also where nobody is named. On
messages made to try the tables it found eight more conflicts and was never wrong; below it half were none."""


class Locates(Protocol):
    """Finds the place that a text names; `nlp.place.Locator` is one."""

    def locate(self, text: str, *, within: str = "", home: str = "") -> PlaceReading: ...


@dataclass(frozen=True, slots=True)
class Look:
    """What the tables found in a message, before one answer is weighed in the light of the others. `whole`: the text as they are matched
    against it."""

    whole: str
    letter: Letter | None
    heard: Heard
    """Learnt words of the letter."""
    matter: Matter
    blame: Blame
    topic: TopicReading
    conflict: tuple[str, ...]
    totals: dict[Intent, int]
    why: dict[Intent, list[Evidence]]
    seen: Seen

    by_rule: Intent
    """What `intents.csv` takes it for."""

    @property
    def alarm(self) -> Alarm:
        return self.seen.alarm


class Reader:
    """Loads the lexicon once; `read` changes nothing and may be called from any thread."""

    def __init__(
        self, locator: Locates | None = None, topics: Topics | None = None, shorts: Shorts | None = None
    ) -> None:
        self._locator = locator
        self._spelling = Spelling()
        self._topics = topics or Topics()
        self._matters = Matters()
        self._alarms = Alarms()
        self._intents = Intents()
        self._letters = Letters()
        self._conflicts = Conflicts()
        self._shorts = shorts or Shorts()
        self._complexities = Complexities()
        self._beyonds = Beyonds()
        self._businesses = Businesses()
        self._dangers = {row["seen"]: row["matter"] for row in rows_of("hints")}
        self._governing = {row["level1"] for row in rows_of("hints") if row["seen"] == "conflict"}

    def body_of(self, text: str) -> str:
        """The text as the tables are matched against it."""
        return self._spelling.put_right(clean(text))

    def read(self, text: str, *, title: str = "", within: str = "", home: str = "") -> Reading:
        """A reading of the first `nlp.clean.READ_AT_MOST` characters. Words of `title` count three times for the topic.

        `within` and `home` (codes) go to the locator: where to look first, and where the resident lives.
        """
        shown = clean(text)
        place = self._locator.locate(shown, within=within, home=home) if self._locator else NOWHERE
        return self.judge(self.look(shown, title), place)

    def judge(self, look: Look, place: PlaceReading = NOWHERE) -> Reading:
        """The answers, each weighed in the light of the others."""
        whole, letter, matter, alarm = look.whole, look.letter, look.matter, look.alarm
        topic, conflict, totals, why = look.topic, look.conflict, look.totals, look.why
        intent, by_manager = look.by_rule, look.seen.property_manager
        together = self._shorts.heard(whole) if not letter else {}
        learnt: tuple[Evidence, ...] = ()
        if letter:
            intent, learnt = self._letters.intent(look.heard, intent, totals)
        elif not conflict and str(intent) not in whole:  # who names it (举报, 建议, 咨询) is believed
            intent, learnt = self._shorts.intent(
                together, intent, signs_of_intent(whole, totals, intent, look.seen), alarm
            )
        why[intent] = [*why.get(intent, ()), *learnt]
        if intent is Intent.ABUSE and matter.fault:
            intent = Intent.COMPLAINT  # anger about something that is broken
        if intent in TALK:
            topic, matter, conflict = NO_TOPIC, NOTHING, ()
        blameless = intent in _BLAMELESS
        if blameless:
            conflict = ()
        if not conflict and not letter and intent not in TALK:
            conflict = self._shorts.conflict(together, look.blame, blameless=blameless)
        if blameless and conflict:
            intent = Intent.COMPLAINT if by_manager else Intent.ACCUSATION
        if calm := intent in _CALM:
            alarm = calmed(alarm) if intent is not Intent.SPAM else Alarm()
        if not letter and intent is not Intent.SPAM:
            alarm = self._shorts.danger(together, alarm, intent, fault=bool(matter.fault), calm=calm)
            if not calm:
                alarm = self._shorts.pressing(together, alarm, intent, fault=bool(matter.fault))
        matter = self._named_by_danger(matter, alarm)
        beyond, beyond_word = self._beyonds.read(whole, Told(intent, matter.fault, alarm, bool(conflict)))
        business = "" if intent in TALK else self._businesses.read(whole)
        return Reading(
            intent=intent,
            topic=topic.topic,
            topic2=topic.topic2,
            object=matter.object,
            fault=matter.fault,
            severity=alarm.severity,
            doubtful=alarm.doubtful,
            danger=_danger(alarm, matter),
            complexity=self._complexities.read(whole),
            conflict=bool(conflict),
            confidence=topic.confidence,
            top3=topic.top3,
            evidence=(
                *topic.evidence,
                *alarm.evidence,
                *why.get(intent, ()),
                *(
                    why.get(Intent.ABUSE, ())
                    if intent is Intent.COMPLAINT and totals.get(Intent.ABUSE, 0) >= INSULTED
                    else ()
                ),
                *(Evidence(word, f"{matter.object}{matter.fault}", 1) for word in matter.words),
                *(Evidence(word, "回避", 1) for word in conflict),
                *((Evidence(business, BUSINESS, 1),) if business else ()),
                *((Evidence(beyond_word, beyond, 1),) if beyond else ()),
            ),
            place=place,
            over=alarm.over,
            beyond=beyond,
        )

    def look(self, shown: str, title: str = "") -> Look:
        """What each table finds by itself; `shown` is cleaned."""
        body, head = self._spelling.put_right(shown), self.body_of(title)
        whole = f"{head}。{body}" if head else body
        matter, alarm, blame = self._matters.read(whole), self._alarms.read(whole), self._conflicts.read(whole)
        letter = letter_of(whole)
        heard: Heard = self._letters.heard(letter) if letter else {}
        if letter:
            titled = self._alarms.read(letter.title) if alarm.evidence else alarm
            alarm = self._letters.weigh(heard, alarm, titled)
        totals, why = self._intents.scores(whole)
        by_manager = any(word.startswith(("物业", "保安", "门岗")) for word in blame.words)
        topic = self._topics.read(body, head, _seen(alarm, by_manager=by_manager, conflict=bool(blame.words)))
        conflict = blame.words or self._blamed(topic)
        seen = Seen(UNSURE if topic.thin else topic.topic, matter.fault, alarm, bool(conflict), by_manager)
        return Look(whole, letter, heard, matter, blame, topic, conflict, totals, why, seen, decide(totals, seen))

    def _blamed(self, topic: TopicReading) -> tuple[str, ...]:
        """The words that show a conflict where nobody was named: 盖个章跑六趟 is about whoever holds the stamp. 匿名, or any other
        word alone, tells of nobody."""
        if topic.topic not in self._governing or topic.topic2 == OTHER or topic.confidence < PLAINLY:
            return ()
        said = dict.fromkeys(part for one in topic.evidence for part in one.word.split(" "))
        apart = tuple(word for word in said if not any(word in other for other in said if other != word))
        return apart[:2] if len(apart) > 1 else ()

    def _named_by_danger(self, matter: Matter, alarm: Alarm) -> Matter:
        """A danger is a matter of its own: somebody on a roof is no question of housing."""
        if matter.fault or alarm.danger is None or not (alarm.doubtful or alarm.severity is Severity.CRITICAL):
            return matter
        return replace(matter, object="", fault=self._dangers.get(alarm.danger, ""))


def _seen(alarm: Alarm, *, by_manager: bool, conflict: bool) -> tuple[str, ...]:
    """What hints at a topic: the danger, and a conflict with anybody but 物业, which is a matter of housing."""
    danger = (str(alarm.danger),) if alarm.danger else ()
    return (*danger, "conflict") if conflict and not by_manager else danger


def _danger(alarm: Alarm, matter: Matter) -> Danger | None:
    """The danger to advise on; an open manhole needs advice even when it is only 紧急."""
    if alarm.danger is None and (matter.object, matter.fault) == _MISSING_COVER:
        return Danger.MANHOLE
    return alarm.danger


def as_json(id: str, reading: Reading) -> dict[str, Any]:
    """A reading as `minhu read` prints it: nothing found is null, never an empty string."""
    place = reading.place
    return {
        "id": id,
        "intent": str(reading.intent),
        "topic": reading.topic,
        "topic2": reading.topic2 or None,
        "object": reading.object or None,
        "fault": reading.fault or None,
        "severity": str(reading.severity),
        "doubtful": reading.doubtful,
        "complexity": str(reading.complexity),
        "conflict": reading.conflict,
        "confidence": reading.confidence,
        "top3": list(reading.top3),
        "evidence": [{"word": one.word, "for": one.argues_for, "weight": one.weight} for one in reading.evidence],
        "place": {
            "kind": str(place.kind),
            "code": place.code or None,
            "codes": list(place.codes),
            "options": [{"code": option.code, "label": option.label} for option in place.options],
            "said": place.said or None,
        },
    }
