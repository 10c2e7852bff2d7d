"""What the matter is, corrected: by the resident, by the holder of the case, or by a desk over it."""

from dataclasses import replace

from cases import messages as say
from cases.aftercare import add_to, close_question, own_case, with_words
from cases.commands import Action, Command, FixTopic, Retopic, Said, SetTopic
from cases.corrections import note_of, of_topic, with_topic
from cases.dialogue import ask_about
from cases.errors import WrongStatus
from cases.filing import start_clocks
from cases.letters import Letters, event
from cases.model import CITIZEN, Case, Change, DraftState, Happening, PostCode, Status
from cases.named import meant_by_staff, named_case
from cases.ports import UnitOfWork
from cases.reading import UNSURE
from cases.supervision import corrector, sort_out


def ask_topic(uow: UnitOfWork, command: FixTopic) -> None:
    """改事情 or 改主题 was pressed: offer the topics, the likeliest first."""
    with uow:
        case, _ = _may_correct(uow, command)
        uow.record(_offer(uow, case, command))
        uow.commit()


def set_topic(uow: UnitOfWork, command: SetTopic) -> None:
    with uow:
        case, who = _may_correct(uow, command)
        if who == CITIZEN:
            close_question(uow, command)
        uow.record(_correct(uow, case, command, command.topic, who))
        uow.commit()


def retopic_case(uow: UnitOfWork, command: Retopic) -> None:
    """改主题, or 主题改成环境保护, typed by staff: as a reply to the card, with the number, or about the only case."""
    with uow:
        case = meant_by_staff(uow, command, command.target, Action.OTHER)
        if case is not None:
            post = corrector(uow, command.by, _still_open(case))
            uow.record(
                _correct(uow, case, command, command.topic, post) if command.topic else _offer(uow, case, command)
            )
        uow.commit()


def _may_correct(uow: UnitOfWork, command: FixTopic | SetTopic) -> tuple[Case, str]:
    """The case, and as whom this person corrects it. Raises NoSuchCase, NotYours, WrongStatus."""
    case = named_case(uow, command) if command.case else own_case(uow, command)
    who = CITIZEN if case.reporter == command.by.chat else corrector(uow, command.by, case)
    return _still_open(case), who


def _still_open(case: Case) -> Case:
    if not case.status.is_open:
        raise WrongStatus(case.number, case.status.value)
    return case


def _offer(uow: UnitOfWork, case: Case, command: Command) -> Change:
    choices = tuple(say.Choice(topic, topic) for topic in case.top3 if topic != UNSURE)
    letters = Letters(uow, command.at, command.cause)
    own = case.reporter == command.by.chat
    letters.tell(command.by.chat, say.AskTopic(case.id, case.number, choices, in_words=own), case)
    if not own:
        return Change(notifications=letters.all())
    close_question(uow, command)
    until = command.at + uow.rules.question_patience
    return Change(draft=ask_about(case, command, DraftState.NEW_MATTER, expires_at=until), notifications=letters.all())


def reword(uow: UnitOfWork, case: Case, said: Said, command: Command) -> Change:
    """The resident says in words what the matter is. It stays where it is, with whoever has it, and its limit is never
    later; words that name nothing are kept for people to read."""
    reading = said.reading
    if reading is None or case.status is Status.JOINED or (reading.topic == UNSURE and not reading.fault):
        return add_to(uow, case, said, command)
    what = {name: getattr(reading, name) for name in ("topic", "topic2", "object", "fault", "matter")}
    corrected = replace(with_words(case, said), **what)
    if reading.severity.rank > case.severity.rank:
        sooner = start_clocks(replace(corrected, severity=reading.severity, danger=reading.danger), uow.rules)
        corrected = replace(sooner, due_at=min(case.due_at, sooner.due_at))
    letters = Letters(uow, command.at, command.cause)
    letters.refresh_cards(corrected)
    letters.tell(case.reporter, _told(uow, case, reading.matter, case.matter), corrected)
    events = [event(case, Happening.ADDED, command.at, CITIZEN, said.text)]
    if reading.topic != case.topic:
        note = note_of(of_topic(case, reading.topic))
        events.insert(0, event(case, Happening.TOPIC_CHANGED, command.at, CITIZEN, note))
    return Change(case=corrected, events=tuple(events), notifications=letters.all())


def _told(uow: UnitOfWork, case: Case, now: str, before: str) -> say.Added:
    """To the resident: what it is called now, or that it was called so before."""
    return say.Added(case.number, "same_topic" if now == before else "topic", now, uow.org.label(case.holder))


def _correct(uow: UnitOfWork, case: Case, command: Command, topic: str, who: str) -> Change:
    """Chosen again, a topic is confirmed to whoever chose it, and nothing more is kept."""
    by_staff = who != CITIZEN
    if case.triage and by_staff:
        return sort_out(uow, case, command, topic, PostCode(who), typed=True)
    corrected = with_topic(case, topic)
    letters = Letters(uow, command.at, command.cause)
    done = say.Done(case.number, "topic", note=topic)
    told = done if by_staff else _told(uow, case, topic, case.topic)
    letters.tell(command.by.chat, told, corrected)
    if topic == case.topic:
        return Change(notifications=letters.all())
    letters.refresh_cards(corrected)
    happened = event(case, Happening.TOPIC_CHANGED, command.at, who, note_of(of_topic(case, topic)))
    return Change(case=corrected, events=(happened,), notifications=letters.all())
