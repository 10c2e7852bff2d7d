"""Who sits in which chat: one-time codes that bind a chat to a post."""

import hashlib
import secrets
from dataclasses import replace

from cases import messages as say
from cases.commands import BindPost, IssueCode
from cases.deeds import Act, Deed
from cases.errors import BadCode, NoSuchPost
from cases.letters import Letters
from cases.model import BindCode, Binding, Change, Notification, PostCode
from cases.named import in_hand_of
from cases.ports import UnitOfWork
from cases.whistle_letters import show_open_whistles

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0 O 1 I: a code is read aloud and copied by hand."""
CODE_LENGTH = 10


def fresh_code() -> str:
    """To be shown once and kept nowhere."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def digest_of(code: str) -> str:
    """What is stored of a code. A code is random and short-lived, so one round of SHA-256 is enough."""
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()


def issue_code(uow: UnitOfWork, command: IssueCode) -> None:
    """Makes a code valid for a post. Raises NoSuchPost."""
    with uow:
        if not uow.org.knows(command.post):
            raise NoSuchPost("", command.post)
        code = BindCode(command.digest, command.post, command.at + uow.rules.code_life)
        issued = Deed(Act.CODE_ISSUED, command.at, command.by.post, command.by.person, outcome=command.post)
        uow.record(Change(code=code, deeds=(issued,)))
        uow.commit()


def bind_post(uow: UnitOfWork, command: BindPost) -> None:
    """/bind CODE: this chat now answers for the post; the chat that did before is told."""
    with uow:
        code = uow.code(digest_of(command.code))
        if code is None or code.used_at is not None or code.expires_at <= command.at:
            raise BadCode
        label = uow.org.label(code.post)
        letters = Letters(uow, command.at, command.cause)
        letters.tell(command.by.chat, say.Bound(label))
        for chat in uow.chats_of(code.post):
            if chat != command.by.chat:
                letters.tell(chat, say.Bound(label, moved=True))
        binding = Binding(code.post, command.by.chat, command.by.person, command.by.name, command.at)
        spent = replace(code, used_at=command.at)
        uow.record(Change(binding=binding, code=spent, notifications=letters.all()))
        uow.record(Change(notifications=_open_cards(uow, code.post, command)))
        uow.commit()


def _open_cards(uow: UnitOfWork, post: PostCode, command: BindPost) -> tuple[Notification, ...]:
    """The cards of what the post holds: a new phone must show what the old one did, at whatever hour it is bound."""
    letters = Letters(uow, command.at, command.cause)
    for case in in_hand_of(uow, (post,)):
        letters.show_card(case, post, "triage" if case.triage else "holder", asked_by=command.by.chat)
    if uow.org.is_department(post):
        show_open_whistles(post, letters)
    return letters.all()
