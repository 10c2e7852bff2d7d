"""What the matter is, corrected: by the resident, by the holder of the case, or by a desk over it."""

from cases import messages as say
from cases.aftercare import own_case
from cases.commands import Action, Command, FixTopic, Retopic, SetTopic
from cases.corrections import note_of, of_topic, with_topic
from cases.errors import WrongStatus
from cases.letters import Letters, event
from cases.model import CITIZEN, Case, Change, Happening, PostCode
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
    letters.tell(command.by.chat, say.AskTopic(case.id, case.number, choices), case)
    return Change(notifications=letters.all())


def _correct(uow: UnitOfWork, case: Case, command: Command, topic: str, who: str) -> Change:
    """Chosen again, a topic is confirmed to whoever chose it, and nothing more is kept."""
    by_staff = who != CITIZEN
    if case.triage and by_staff:
        return sort_out(uow, case, command, topic, PostCode(who), typed=True)
    corrected = with_topic(case, topic)
    letters = Letters(uow, command.at, command.cause)
    told = say.Done(case.number, "topic", note=topic) if by_staff else say.Added(case.number, "topic", topic)
    letters.tell(command.by.chat, told, corrected)
    if topic == case.topic:
        return Change(notifications=letters.all())
    letters.refresh_cards(corrected)
    happened = event(case, Happening.TOPIC_CHANGED, command.at, who, note_of(of_topic(case, topic)))
    return Change(case=corrected, events=(happened,), notifications=letters.all())
