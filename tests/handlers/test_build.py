"""The order of the routers, and who is passed by."""

from aiogram import Router
from aiogram.filters import StateFilter

from handlers.build import build_dispatcher
from handlers.filters import StartsAtGrid, Types
from tests.handlers.desk import Desk

NEEDS_A_COMMAND = Types | StartsAtGrid


def actions(desk: Desk) -> Router:
    (found,) = [router for router in build_dispatcher(desk.kit).sub_routers if router.name == "actions"]
    return found


def test_what_plain_sentences_pass_by_listens_to_commands_and_answers_alone(desk: Desk) -> None:
    deaf = [
        handler.callback.__name__
        for router in actions(desk).chain_tail
        for handler in router.message.handlers
        if not any(isinstance(one.callback, NEEDS_A_COMMAND | StateFilter) for one in handler.filters or ())
    ]
    assert not deaf, "a plain sentence never reaches these"


def test_edits_are_no_actions(desk: Desk) -> None:
    assert not [handler for router in actions(desk).chain_tail for handler in router.edited_message.handlers]
