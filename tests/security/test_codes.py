"""What is good once is good once: a code that binds a chat to a post, and a link into the console."""

import threading
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select

from cases.commands import BindPost, IssueCode
from cases.errors import BadCode, BadLink, CaseError
from cases.model import Actor, ChatRef, PersonRef, PostCode
from cases.ports import UseCase
from cases.posts import ALPHABET, CODE_LENGTH, bind_post, digest_of, fresh_code, issue_code
from cases.signing_commands import AskLink, OpenSession
from cases.signing_in import ask_link, open_session
from storage.tables import bind_code, sign_in
from tests.cases.conftest import Desk

POST = PostCode("Z0102")
CODE, LINK = "ABCD2345EF", "a-link-that-nobody-guesses"
AT_ONCE, ROUNDS = 6, 3


def person(number: int) -> Actor:
    return Actor(ChatRef(f"tg:99{number}"), PersonRef(f"tg:99{number}"), f"陌生人{number}")


def issue(desk: Desk, code: str = CODE) -> None:
    desk.run(issue_code, IssueCode(POST, digest_of(code), desk.clock.at))


def bind(desk: Desk, who: int, code: str = CODE) -> None:
    desk.run(bind_post, BindPost(person(who), desk.clock.at, desk.cause(), code))


def chats(desk: Desk) -> set[str]:
    with desk.store.unit_of_work() as uow:
        return set(uow.chats_of(POST))


def test_a_code_binds_one_chat_and_no_second(desk: Desk) -> None:
    issue(desk)
    bind(desk, 1)
    with pytest.raises(BadCode):
        bind(desk, 2)
    assert chats(desk) == {"tg:991"}


def test_a_code_of_yesterday_binds_nobody(desk: Desk) -> None:
    issue(desk)
    desk.clock.at += desk.store.rules.code_life + timedelta(seconds=1)
    with pytest.raises(BadCode):
        bind(desk, 1)
    assert "tg:991" not in chats(desk)


def link(desk: Desk, code: str = LINK) -> None:
    desk.run(ask_link, AskLink(desk.holder(POST), desk.clock.at, desk.cause(), code))


def entering(desk: Desk, session: str, code: str = LINK) -> OpenSession:
    return OpenSession(code, session, desk.clock.at, desk.cause())


def test_a_link_opens_one_session_and_no_second(desk: Desk) -> None:
    link(desk)
    desk.run(open_session, entering(desk, "first"))
    with pytest.raises(BadLink):
        desk.run(open_session, entering(desk, "second"))
    with desk.store.unit_of_work() as uow:
        assert uow.session("first")
        assert uow.session("second") is None


def test_a_link_that_lay_about_opens_nothing(desk: Desk) -> None:
    link(desk)
    desk.clock.at += desk.store.rules.link_life + timedelta(seconds=1)
    with pytest.raises(BadLink):
        desk.run(open_session, entering(desk, "late"))


def at_once(desk: Desk, use_case: UseCase, commands: Sequence[object]) -> Counter[str]:
    """What came of commands that arrived in the same moment, each in a transaction of its own."""
    gate = threading.Barrier(len(commands))
    outcomes: list[str] = []

    def attempt(command: object) -> None:
        gate.wait()
        try:
            desk.run(use_case, command)
            outcomes.append("done")
        except CaseError as error:
            outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=attempt, args=(command,)) for command in commands]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return Counter(outcomes)


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_of_those_who_use_a_code_in_the_same_moment_one_is_bound(desk: Desk, turn: int) -> None:
    """Read by two before one of them had spent it, it bound both, where several processes write at once."""
    issue(desk)
    binding = [BindPost(person(n), desk.clock.at, desk.cause(), CODE) for n in range(AT_ONCE)]
    assert at_once(desk, bind_post, binding) == {"done": 1, "BadCode": AT_ONCE - 1}


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_of_those_who_use_a_link_in_the_same_moment_one_gets_in(desk: Desk, turn: int) -> None:
    link(desk)
    opening = [entering(desk, f"session{n}") for n in range(AT_ONCE)]
    assert at_once(desk, open_session, opening) == {"done": 1, "BadLink": AT_ONCE - 1}


def test_neither_a_code_nor_a_link_can_be_read_out_of_the_database(desk: Desk) -> None:
    issue(desk)
    link(desk)
    with desk.store._engine.begin() as db:
        kept = repr([*db.execute(select(bind_code)), *db.execute(select(sign_in))])
    assert CODE not in kept
    assert LINK not in kept


def test_a_code_cannot_be_guessed_while_it_is_good() -> None:
    made = {fresh_code() for _ in range(1000)}
    assert len(made) == 1000
    assert len(ALPHABET) ** CODE_LENGTH > 10**14  # a thousand tries a second need over three thousand years
    assert all(len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) for code in made)
