"""Under an answer a number or its words choose; anywhere else they are words like any others."""

import pytest

from cases.counsel_commands import Wish
from cases.model import DraftState
from tests.handlers.desk import Desk
from tests.handlers.phone import RESIDENT, says


@pytest.mark.parametrize(
    ("state", "text", "wish"),
    [
        (DraftState.CONSULT, "1", Wish.VISIT),
        (DraftState.CONSULT, "没说清，问人。", Wish.PERSON),
        (DraftState.BEYOND, "2", Wish.MEDIATOR),
        (DraftState.BEYOND, "法律援助", Wish.AID),
        (DraftState.BEYOND, "3", Wish.OTHER),
    ],
)
async def test_a_number_or_its_words_choose(state: DraftState, text: str, wish: Wish, desk: Desk) -> None:
    desk.ask(RESIDENT, state)
    ((name, command),) = await desk.hear(says(text=text))
    assert (name, command.draft, command.wish) == ("ask_further", "d1", wish)


@pytest.mark.parametrize("state", [None, DraftState.WHAT, DraftState.CHOICE])
async def test_elsewhere_they_are_heard_as_words(state: DraftState | None, desk: Desk) -> None:
    if state:
        desk.ask(RESIDENT, state)
    assert await desk.names(says(text="2")) == ["hear"]
    assert await desk.names(says(text="法律援助")) == ["hear"]
