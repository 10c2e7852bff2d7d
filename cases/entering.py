"""录入: staff bring in what others told them, or what they found. It is read and placed like a resident's own words."""

from dataclasses import replace

from cases import messages as say
from cases.commands import Action, EnterCase, Hear, Said, StaffHear
from cases.conversation import begin, hear_within
from cases.dialogue import BEFORE_FILING, is_another_matter, open_draft, own_id
from cases.errors import AlreadyEntered, NeedsPhoto, NotStaff
from cases.letters import Letters
from cases.model import CaseId, Change, Draft, DraftState, Entry, PostCode
from cases.ports import UnitOfWork
from cases.rules import Rules
from cases.withholding import withheld

STEPS = frozenset({Action.ACCEPT, Action.ARRIVE, Action.WORKING, Action.RESOLVE})
"""What a worker says was done."""
AFTER_FILING = frozenset(
    {DraftState.NEW_PLACE, DraftState.NEW_MATTER, DraftState.MORE, DraftState.LACKING, DraftState.ANSWER}
)


def enter_case(uow: UnitOfWork, command: EnterCase) -> None:
    """录入 走访 …, or 巡查 已处理 … with a picture. Raises AlreadyEntered, NeedsPhoto, NotStaff."""
    with uow:
        post = _post_of(uow, command)
        if command.said is not None:
            command = replace(command, said=withheld(uow, command, command.said))
        if command.source is None:
            _ask(uow, command, "")
        else:
            release(uow, command.outside)
            _enter(
                uow,
                command,
                Entry(_id_of(command, uow.rules), command.source, post, command.at, command.outside, command.done),
            )
        uow.commit()


def _post_of(uow: UnitOfWork, command: EnterCase) -> PostCode:
    """The lowest of this person's posts. Raises NotStaff."""
    posts = sorted(uow.posts_of(command.by), key=lambda post: (uow.org.is_desk(post), post))
    if not posts:
        raise NotStaff
    return posts[0]


def _id_of(command: EnterCase, rules: Rules) -> CaseId:
    return own_id(command.by.chat, command.said.message if command.said else command.cause, rules)


def release(uow: UnitOfWork, outside: str) -> None:
    """A number of another office belongs to one case. Raises AlreadyEntered with that; one that was never filed is free."""
    entry = uow.entry_from(outside) if outside else None
    if entry is None:
        return
    if case := uow.find(entry.id):
        raise AlreadyEntered(case.number, outside)
    uow.record(Change(entry=replace(entry, outside="")))
    if (draft := uow.draft(entry.id)) and not draft.closed:
        uow.record(Change(draft=replace(draft, closed=True)))


def _enter(uow: UnitOfWork, command: EnterCase, entry: Entry) -> None:
    said = command.said
    if uow.draft(entry.id) is not None or uow.find(entry.id) is not None:
        return  # this very message was heard before
    if entry.done and (said is None or not said.attachments):
        raise NeedsPhoto
    uow.record(Change(entry=entry))
    if said is None or not (said.text or said.attachments):
        _ask(uow, command, entry.source.value, _blank(uow, command, entry))
    else:
        begin(uow, Hear(command.by, command.at, command.cause, said))


def _blank(uow: UnitOfWork, command: EnterCase, entry: Entry) -> Draft:
    """The source is known, the words come next."""
    draft = open_draft(command.by, Said(message=0), command.at, uow.rules)
    return replace(draft, id=entry.id, asked=1)


def _ask(uow: UnitOfWork, command: EnterCase, source: str, draft: Draft | None = None) -> None:
    letters = Letters(uow, command.at, command.cause)
    letters.tell(command.by.chat, say.AskEntry(source))
    if draft is not None:
        draft = replace(draft, expires_at=command.at + uow.rules.follow_up_patience)
    uow.record(Change(draft=draft, notifications=letters.all()))


def goes_on(command: StaffHear, draft: Draft | None) -> Draft | None:
    """The open question of what this person brings in, when the message can be its answer. In a group only a reply is."""
    said = command.said
    if draft is None or draft.state not in BEFORE_FILING | AFTER_FILING:
        return None
    if (draft.state in BEFORE_FILING) is (draft.about is not None):
        return None
    work = said.action in STEPS and said.sure and draft.state is not DraftState.WHAT
    talk = command.by.group and said.reply_to is None
    return None if work or talk or said.number else draft


def hear_on(uow: UnitOfWork, command: StaffHear, draft: Draft) -> None:
    """Another matter told meanwhile comes from the same source."""
    told = Hear(command.by, command.at, command.cause, command.said)
    entry = uow.entry(draft.id)
    if entry is not None and draft.about is None and is_another_matter(draft, command.said):
        own_id = open_draft(command.by, command.said, command.at, uow.rules).id
        uow.record(Change(entry=replace(entry, id=own_id, outside="")))
    hear_within(uow, told, draft)
