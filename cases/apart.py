"""Several matters told in one message: one conversation, one question for the place they share, and a case for each."""

from collections.abc import Sequence
from dataclasses import replace

from cases.commands import Said
from cases.model import Case, CaseId, Draft
from cases.reading import NOWHERE, Intent, Matter, PlaceKind, PlaceReading, Reading, Severity


def matters_of(draft: Draft) -> tuple[Matter, ...]:
    """Everything the draft is about, in the order of filing; () while nothing was said."""
    first = (Matter(draft.text, draft.reading, draft.place or NOWHERE),) if draft.reading else ()
    return first + draft.also


def apart(draft: Draft) -> tuple[Draft, ...]:
    """A draft for each matter, the first under the draft's own id. Whoever one of them accuses must receive none."""
    if any(matter.reading.conflict for matter in matters_of(draft)):
        reading = guarded(draft.reading) if draft.reading else None
        draft = replace(draft, reading=reading, also=all_guarded(draft.also))
    first = replace(draft, also=())
    return (first, *(_alone(first, matter, turn) for turn, matter in enumerate(draft.also, 2)))


def _alone(first: Draft, matter: Matter, turn: int) -> Draft:
    own_id = CaseId(f"{first.id}.{turn}")
    told = replace(first, id=own_id, text=matter.text, reading=matter.reading, place=matter.place)
    return undoubted(told)  # only the first is asked about: 现在还有吗?


def guarded(reading: Reading) -> Reading:
    """As of a matter that whoever is accused must not receive."""
    return replace(reading, conflict=True)


def all_guarded(matters: tuple[Matter, ...]) -> tuple[Matter, ...]:
    return tuple(replace(matter, reading=guarded(matter.reading)) for matter in matters)


def undoubted(draft: Draft) -> Draft:
    """A possible emergency nobody would answer about is pressing, though not an alarm."""
    if draft.reading is None or not draft.reading.doubtful:
        return draft
    return replace(draft, reading=replace(draft.reading, doubtful=False, severity=Severity.URGENT))


def message_of(case_id: CaseId) -> CaseId:
    """The id of the first matter of the message that a case came from."""
    return CaseId(case_id.partition(".")[0])


def told_with(case: Case, among: Sequence[Case]) -> tuple[Case, ...]:
    """The case and the others of the same message among these, as they were told."""
    found = [case, *(c for c in among if c.id != case.id and message_of(c.id) == message_of(case.id))]
    return tuple(sorted(found, key=lambda one: one.id))


# --- the place ---


def lacks_place(reading: Reading | None, place: PlaceReading) -> bool:
    """It cannot be filed to anybody yet: no grid is known, or only the writer's home."""
    if place.kind is PlaceKind.NONE:
        return needs_place(reading)
    if place.kind is PlaceKind.PLACE and accuses(reading):
        return False
    return place.kind is not PlaceKind.GRID or place.home


def accuses(reading: Reading | None) -> bool:
    """About people and not about a thing: the village says whom, and to be pressed for the group one lives in frightens."""
    return reading is not None and reading.conflict and not reading.fault


def needs_place(reading: Reading | None) -> bool:
    """A question or a suggestion can be answered without knowing where."""
    return reading is None or reading.intent not in {Intent.QUESTION, Intent.SUGGESTION}


def place_in_question(draft: Draft) -> PlaceReading:
    """The place that is asked for next: of the first matter that lacks one, and of all that share it."""
    lacking = (matter.place for matter in matters_of(draft) if lacks_place(matter.reading, matter.place))
    return next(lacking, draft.place or NOWHERE)


def in_question(draft: Draft) -> tuple[Matter, ...]:
    """The matters that the question for the place is about."""
    asked = place_in_question(draft)
    return tuple(matter for matter in matters_of(draft) if matter.place == asked)


def with_place(draft: Draft, found: PlaceReading, words: str = "") -> Draft:
    """The answer goes to every matter it was asked for; so do its words, but for the first matter, which has them."""
    asked = place_in_question(draft)
    also = tuple(
        replace(matter, place=found, text=lines(matter.text, words)) if matter.place == asked else matter
        for matter in draft.also
    )
    return replace(draft, place=found if (draft.place or NOWHERE) == asked else draft.place, also=also)


def told_again(old: Matter, new: Matter | None) -> Matter:
    """A matter that an answer names once more, perhaps with its place."""
    if new is None:
        return old
    place = old.place if lacks_place(new.reading, new.place) else new.place
    return replace(old, text=lines(old.text, new.text), place=place)


def lines(*parts: str) -> str:
    """What was said, one part under the other."""
    return "\n".join(part for part in parts if part)


# --- what is said ---


def alone(said: Said, matter: Matter) -> Said:
    """The message as if it told of this matter only."""
    return replace(said, text=matter.text, reading=matter.reading, place=matter.place, matters=())


def placed(said: Said, place: PlaceReading) -> Said:
    """The message at a place that was known before it, unless it names one itself."""
    if said.place.kind is not PlaceKind.NONE:
        return said
    matters = tuple(replace(m, place=place) if m.place.kind is PlaceKind.NONE else m for m in said.matters)
    return replace(said, place=place, matters=matters)


def of(said: Said, matters: tuple[Matter, ...]) -> Said:
    """The message with only these of its matters."""
    return alone(said, matters[0]) if len(matters) == 1 else replace(said, matters=matters)
