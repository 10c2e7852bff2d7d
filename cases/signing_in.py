"""Signing in to the console through the chat: nobody has a password, whoever can write in a post's chat can come in."""

import hashlib
from dataclasses import replace

from cases import messages as say
from cases.deeds import Act, Deed
from cases.errors import BadLink, NoConsole, NotStaff
from cases.letters import Letters
from cases.model import Change, ChatRef, SignIn
from cases.ports import UnitOfWork
from cases.signing_commands import AskLink, EndSession, OpenSession


def digest_of(secret: str) -> str:
    """What is stored of a link's code or a session's secret. Both are long and random, so one round of SHA-256 is enough."""
    return hashlib.sha256(secret.strip().encode()).hexdigest()


def ask_link(uow: UnitOfWork, command: AskLink) -> None:
    """控制台: a link that opens the console once, told to the person alone. Raises NoConsole, NotStaff."""
    with uow:
        if not uow.rules.console_url:
            raise NoConsole
        if all(uow.org.is_department(post) for post in uow.posts_of(command.by)):
            raise NotStaff
        asked = SignIn(digest_of(command.code), command.by, command.at + uow.rules.link_life)
        letters = Letters(uow, command.at, command.cause)
        link = say.ConsoleLink(f"{uow.rules.console_url}/enter/{command.code}", asked.expires_at)
        letters.tell(ChatRef(command.by.person), link)
        if command.by.group:
            letters.tell(command.by.chat, say.LinkSentApart())
        uow.record(Change(sign_in=asked, notifications=letters.all()))
        uow.commit()


def open_session(uow: UnitOfWork, command: OpenSession) -> None:
    """Raises BadLink: the link is used up, too old, was never given, or its chat answers for nothing any more."""
    with uow:
        asked = uow.sign_in(digest_of(command.code))
        if asked is None or asked.session or command.at >= asked.expires_at or not uow.posts_of(asked.by):
            raise BadLink
        until = command.at + uow.rules.session_life
        opened = replace(asked, session=command.session, opened_at=command.at, expires_at=until)
        post = min(uow.posts_of(asked.by))
        deed = Deed(Act.SIGNED_IN, command.at, post, asked.by.person, cause=command.cause)
        uow.record(Change(sign_in=opened, deeds=(deed,)))
        uow.commit()


def end_session(uow: UnitOfWork, command: EndSession) -> None:
    """Nothing happens where there is none."""
    with uow:
        if session := uow.session(command.session):
            uow.record(Change(sign_in=replace(session, ended=True)))
            uow.commit()
