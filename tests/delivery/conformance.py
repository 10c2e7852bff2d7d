"""What every MessageSender must do, whatever the messenger: subclass `SenderConformance` and give it a `messenger`."""

from dataclasses import replace
from datetime import timedelta
from typing import Protocol

import pytest

from cases.messages import Closed, Message
from cases.model import ChatRef
from cases.ports import MessageSender, OurFault, OutboxRow, RetryLater, Sent, Undeliverable
from cases.taps import Tap, Verb
from texts.saying import RESEND_MARK, Saying, button, row

PLAIN = Saying("您好 <b>*不是粗体*</b> _也不是斜体_ `x` [y](z) &amp;")
ASKING = Saying("好了吗？", (row(button("1 好了", Verb.FIXED, "tg:1#2"), button("2 没好", Verb.NOT_FIXED, "tg:1#2")),))


def outbox_row(chat: ChatRef, *, id: int = 1, edit: int | None = None, resend: bool = False) -> OutboxRow:
    return OutboxRow(id, chat, anything(), None, attempts=1, edit=edit, resend=resend)


def anything() -> Message:
    """The sender never looks inside: what is said is decided by the render function it was given."""
    return Closed("1123-018", "confirmed")


class Messenger(Protocol):
    """A messenger with one willing person, one who blocked us, and a switchable network."""

    @property
    def sender(self) -> MessageSender: ...

    willing: ChatRef
    blocked: ChatRef
    nobody: ChatRef
    saying: Saying
    """What the render function given to `sender` returns."""

    def heard(self) -> list[str]:
        """The texts the willing person sees now, oldest first."""
        ...

    def offered(self) -> list[Tap]:
        """The buttons under the last of them."""
        ...

    def delete_all(self) -> None: ...
    def go_offline(self) -> None: ...
    def lose_answers(self) -> None: ...
    def ask_for_patience(self) -> None: ...
    def distrust(self) -> None:
        """From now on our credentials are refused."""
        ...


class SenderConformance:
    @pytest.fixture
    def messenger(self) -> Messenger:
        raise NotImplementedError

    async def test_text_arrives_letter_by_letter(self, messenger: Messenger) -> None:
        messenger.saying = PLAIN
        outcome = await messenger.sender.send(outbox_row(messenger.willing))
        assert isinstance(outcome, Sent)
        assert messenger.heard() == [PLAIN.text]

    async def test_buttons_carry_their_taps(self, messenger: Messenger) -> None:
        messenger.saying = ASKING
        await messenger.sender.send(outbox_row(messenger.willing))
        assert messenger.offered() == [Tap(Verb.FIXED, "tg:1#2"), Tap(Verb.NOT_FIXED, "tg:1#2")]

    async def test_an_edit_changes_the_same_message(self, messenger: Messenger) -> None:
        messenger.saying = PLAIN
        first = await messenger.sender.send(outbox_row(messenger.willing))
        assert isinstance(first, Sent)
        messenger.saying = ASKING
        second = await messenger.sender.send(outbox_row(messenger.willing, edit=first.message))
        assert second == first
        assert messenger.heard() == [ASKING.text]

    async def test_an_edit_that_changes_nothing_is_sent(self, messenger: Messenger) -> None:
        messenger.saying = ASKING
        first = await messenger.sender.send(outbox_row(messenger.willing))
        assert isinstance(first, Sent)
        assert await messenger.sender.send(outbox_row(messenger.willing, edit=first.message)) == first

    async def test_an_edit_of_a_lost_message_is_said_anew(self, messenger: Messenger) -> None:
        messenger.saying = PLAIN
        first = await messenger.sender.send(outbox_row(messenger.willing))
        assert isinstance(first, Sent)
        messenger.delete_all()
        again = await messenger.sender.send(outbox_row(messenger.willing, edit=first.message))
        assert isinstance(again, Sent)
        assert again != first
        assert messenger.heard() == [PLAIN.text]

    async def test_what_may_have_come_before_says_so(self, messenger: Messenger) -> None:
        messenger.saying = PLAIN
        await messenger.sender.send(outbox_row(messenger.willing, resend=True))
        assert messenger.heard() == [f"{PLAIN.text}\n{RESEND_MARK}"]

    async def test_an_edit_needs_no_mark(self, messenger: Messenger) -> None:
        messenger.saying = PLAIN
        first = await messenger.sender.send(outbox_row(messenger.willing))
        assert isinstance(first, Sent)
        messenger.saying = ASKING
        await messenger.sender.send(outbox_row(messenger.willing, edit=first.message, resend=True))
        assert messenger.heard() == [ASKING.text]

    async def test_who_blocked_us_cannot_be_reached(self, messenger: Messenger) -> None:
        messenger.saying = PLAIN
        assert isinstance(await messenger.sender.send(outbox_row(messenger.blocked)), Undeliverable)

    async def test_who_does_not_exist_cannot_be_reached(self, messenger: Messenger) -> None:
        messenger.saying = PLAIN
        assert isinstance(await messenger.sender.send(outbox_row(messenger.nobody)), Undeliverable)

    async def test_a_chat_of_another_messenger_cannot_be_reached(self, messenger: Messenger) -> None:
        messenger.saying = PLAIN
        assert isinstance(await messenger.sender.send(outbox_row(ChatRef("elsewhere:1"))), Undeliverable)

    async def test_being_told_to_wait_is_no_loss(self, messenger: Messenger) -> None:
        messenger.saying = PLAIN
        messenger.ask_for_patience()
        outcome = await messenger.sender.send(outbox_row(messenger.willing))
        assert isinstance(outcome, RetryLater)
        assert outcome.seconds >= 1
        assert not outcome.uncertain

    async def test_a_lost_answer_leaves_it_open(self, messenger: Messenger) -> None:
        messenger.saying = PLAIN
        messenger.lose_answers()
        outcome = await messenger.sender.send(outbox_row(messenger.willing))
        assert isinstance(outcome, RetryLater)
        assert outcome.uncertain
        assert messenger.heard() == [PLAIN.text]

    async def test_no_network_is_no_loss(self, messenger: Messenger) -> None:
        messenger.saying = PLAIN
        messenger.go_offline()
        assert isinstance(await messenger.sender.send(outbox_row(messenger.willing)), RetryLater)

    async def test_refused_credentials_are_our_fault(self, messenger: Messenger) -> None:
        messenger.saying = PLAIN
        messenger.distrust()
        assert isinstance(await messenger.sender.send(outbox_row(messenger.willing)), OurFault)

    async def test_the_wait_grows_and_has_an_end(self, messenger: Messenger) -> None:
        messenger.saying = PLAIN
        messenger.go_offline()
        early = await messenger.sender.send(outbox_row(messenger.willing))
        late = await messenger.sender.send(replace(outbox_row(messenger.willing), attempts=500))
        assert isinstance(early, RetryLater)
        assert isinstance(late, RetryLater)
        assert early.seconds < late.seconds <= timedelta(minutes=10).total_seconds()
