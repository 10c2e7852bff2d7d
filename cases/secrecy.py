"""匿名 and 保密: who may know who reported. Whoever asks for it is nameless at once, and chooses then."""

import re
from dataclasses import replace

from cases import messages as say
from cases.aftercare import own_case
from cases.apart import placed
from cases.commands import ChooseSecrecy, Command, Hear, Said
from cases.dialogue import open_draft
from cases.errors import Expired
from cases.letters import Letters, event, question_key
from cases.model import CITIZEN, Case, Change, Draft, DraftState, Happening, Secrecy
from cases.ports import UnitOfWork
from cases.reading import NOWHERE

NUMBERED = {"1": Secrecy.ANONYMOUS, "2": Secrecy.CONFIDENTIAL}
_NUMBER = re.compile(r"\s*([12])(?:[\s,，、.．。:：]+|$)")
CHOICES = frozenset(NUMBERED.values())


def heard(uow: UnitOfWork, command: Hear, draft: Draft | None) -> Change | None:
    """What a message changes that is about this and nothing else; None when there is a matter to be heard."""
    said, wish = command.said, command.said.secrecy
    if said.edited or said.attachments:
        return None
    if draft is not None and draft.state is DraftState.SECRECY:
        chosen = _chosen(said)
        return None if chosen is None or _rest(said) else _settle(uow, command, draft, chosen)
    bare = wish in {Secrecy.ASKED, *CHOICES}
    tells = said.reading is not None and not said.reading.is_vague
    if wish is None or (not bare and tells) or _is_asked_about(draft):
        return None
    if case := next((c for c in uow.reported_by(command.by.chat, command.at) if c.status.is_open), None):
        return kept(uow, case, command, wish) if wish in CHOICES else _ask_about(uow, command, case)
    return _begin(uow, command, draft) if bare else None


def _is_asked_about(draft: Draft | None) -> bool:
    """A matter is being told: the wish goes with it."""
    return draft is not None and draft.about is None and not draft.is_idle


def within(command: Hear, draft: Draft | None) -> tuple[Hear, Draft | None]:
    """A matter told in answer to the question, perhaps behind the number of a choice. Nameless is what was not chosen."""
    if draft is None or draft.state is not DraftState.SECRECY:
        return command, draft
    chosen, said = _chosen(command.said), command.said
    if said.text[:1] in NUMBERED and chosen:
        said = replace(said, text=_rest(said))
    told = replace(draft, state=DraftState.WHAT, secrecy=chosen or Secrecy.ANONYMOUS)
    return replace(command, said=said), told


def _chosen(said: Said) -> Secrecy | None:
    number = _NUMBER.match(said.text)
    return NUMBERED[number[1]] if number else said.secrecy if said.secrecy in CHOICES else None


def _rest(said: Said) -> str:
    """What is said besides the choice."""
    if number := _NUMBER.match(said.text):
        return said.text[number.end() :].strip()
    return "" if said.secrecy in CHOICES else said.text


def _begin(uow: UnitOfWork, command: Hear, idle: Draft | None) -> Change:
    """Nothing was reported yet: the choice first, then the matter."""
    chosen = command.said.secrecy if command.said.secrecy in CHOICES else None
    blank = replace(command.said, text="", reading=None, matters=())
    if idle is not None and idle.is_idle:
        uow.record(Change(draft=replace(idle, closed=True)))
        if idle.state is DraftState.HERE:
            blank = placed(blank, idle.place or NOWHERE)
    draft = replace(
        open_draft(command.by, blank, command.at, uow.rules),
        state=DraftState.WHAT if chosen else DraftState.SECRECY,
        secrecy=chosen or Secrecy.ANONYMOUS,
        expires_at=command.at + uow.rules.follow_up_patience,
    )
    letters = Letters(uow, command.at, command.cause)
    letters.ask(draft.chat, say.SecrecyKept(chosen.value) if chosen else say.AskSecrecy(draft.id), draft.id)
    return Change(draft=draft, notifications=letters.all())


def _settle(uow: UnitOfWork, command: Command, draft: Draft, chosen: Secrecy) -> Change:
    letters = Letters(uow, command.at, command.cause)
    letters.ask(draft.chat, say.SecrecyKept(chosen.value), draft.id)
    settled = replace(draft, state=DraftState.WHAT, secrecy=chosen)
    return Change(draft=settled, notifications=letters.all(), withdrawn=(question_key(draft.id),))


def _ask_about(uow: UnitOfWork, command: Command, case: Case) -> Change:
    """Nameless at once, and known to no more people than before; which of the two is chosen then."""
    now = Secrecy.CONFIDENTIAL if case.confidential else Secrecy.ANONYMOUS
    change = kept(uow, case, command, now, quietly=True)
    letters = Letters(uow, command.at, command.cause)
    letters.tell(case.reporter, say.AskSecrecy(case.id, case.number), case)
    return replace(change, notifications=(*change.notifications, *letters.all()))


def kept(uow: UnitOfWork, case: Case, command: Command, wish: Secrecy, *, quietly: bool = False) -> Change:
    """The case without its reporter's name: for nobody to know, or for the centre's duty desk only."""
    hidden = replace(case, anonymous=True, confidential=wish is Secrecy.CONFIDENTIAL)
    letters = Letters(uow, command.at, command.cause)
    if not quietly:
        letters.tell(case.reporter, say.SecrecyKept(wish.value, case.number), hidden)
    letters.refresh_cards(hidden)
    what = Happening.CONFIDED if hidden.confidential else Happening.ANONYMISED
    return Change(case=hidden, events=(event(case, what, command.at, CITIZEN),), notifications=letters.all())


def choose_secrecy(uow: UnitOfWork, command: ChooseSecrecy) -> None:
    """匿名 or 保密 was pressed, for what is about to be reported or for a case. Raises Expired, NotYours, NoSuchCase."""
    with uow:
        draft = uow.draft(command.case)
        if draft is None or draft.about is not None or uow.find(command.case) is not None:
            uow.record(kept(uow, own_case(uow, command), command, command.wish))
        elif draft.closed or draft.person != command.by.person:
            raise Expired
        else:
            uow.record(_settle(uow, command, draft, command.wish))
        uow.commit()
