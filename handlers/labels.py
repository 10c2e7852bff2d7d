"""What stands on a button, typed, is the press of that button: for old phones, and for whoever answers below a message in its words."""

import logging
import re
from collections.abc import Iterator

from aiogram.types import CallbackQuery, Message

from cases.model import Actor
from cases.ports import Below, SaidBefore
from cases.taps import Tap, Verb
from handlers.kit import Kit
from handlers.message import TYPED, answered, is_reply_to, words
from handlers.words import typed_in
from texts.saying import MAX_LABEL, Button, Saying

log = logging.getLogger(__name__)

IN_WORDS = frozenset({Verb.RATE, Verb.SUPERVISE})
"""Typed, these are answered in words; a press changes the message alone, which stands above what was typed."""
ONLY_IN_REPLY = frozenset({Verb.ERASE, Verb.KNOWN})
"""删除 is for ever, and 知道了 is said of much."""
NEEDS_A_NUMBER = frozenset({Verb.CLASSIFY, Verb.CONTEST_NO, Verb.CONTEST_YES, Verb.RELEASE, Verb.SPLIT})
"""Commands that mean no case by themselves: bare, they answer what was said last. Of the others the speaker's hand is looked through."""
LONGEST = MAX_LABEL + 4
"""Of a text that is looked at: a label, and what people put around it."""
_AROUND = " \t\n〔〕[]「」【】.,，。!！"
_NTH = re.compile(r"^(\d{1,2})[\s.、，)）]+(?=\S)")
_BOX = re.compile(r"^[☐☑]\s*")
_LOAD = re.compile(r"\s+\d+/\d+$")
"""Behind a name, how much its owner has in hand: nobody types that."""


class Labels:
    """Looks up what a message of ours offers, in the words it is shown with."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    def below(self, message: Message, by: Actor, us: int) -> Below | None:
        """The message of ours whose buttons may be meant: the one replied to or, in a private chat, the newest. None for a
        text that can be no label, and of somebody who can press nothing."""
        replied = answered(message)
        if not by.person or not 0 < len(self._text(message)) <= LONGEST:
            return None
        if replied is not None:
            return Below(replied.message_id, reply=True) if is_reply_to(message, us) else None
        return None if by.group else Below(message.message_id, reply=False)

    def press(self, message: Message, said: SaidBefore | None) -> CallbackQuery | None:
        """The press that a text means, of a button of what was `said`. None for any other text, and for a label that
        stands on several buttons."""
        who = message.from_user
        if said is None or who is None:
            return None
        text = self._text(message)
        tap = tap_in(text, self._shown(said))
        if tap is None or tap.verb in IN_WORDS:
            return None
        if answered(message) is None and not _is_meant(tap, text):
            return None
        where = message.model_copy(update={"message_id": said.number})
        return CallbackQuery(id=TYPED, from_user=who, chat_instance="", message=where, data=tap.encode())

    def _text(self, message: Message) -> str:
        return words(message, self._kit.bot_username) if message.text else ""

    def _shown(self, said: SaidBefore) -> Saying:
        """As it was worded then: 明天 on a button is the day after it was said."""
        try:
            return self._kit.voice.render(said.what, said.at)
        except Exception as error:
            # of another release, perhaps; retried for ever, it would hold up whoever answers it
            log.warning("a message cannot be worded again: %s", type(error).__name__)
            return Saying("")


def _is_meant(tap: Tap, text: str) -> bool:
    """Below a message to which it is no reply: neither a command with a meaning of its own, nor what is too much, or too little, to
    be done by chance."""
    if tap.verb in ONLY_IN_REPLY:
        return False
    return tap.verb in NEEDS_A_NUMBER or typed_in(text) is None


def tap_in(text: str, saying: Saying) -> Tap | None:
    """The one button whose label a text is, with its number before it, without it, or without what changes on it."""
    typed = _plain(text)
    found = {button.tap for row in saying.buttons for button in row if typed in _names(button)}
    return found.pop() if len(found) == 1 else None


def _names(button: Button) -> Iterator[str]:
    label = _plain(button.label)
    for name in (label, _LOAD.sub("", label)):
        yield name
        yield _NTH.sub("", name)


def _plain(text: str) -> str:
    return _NTH.sub(r"\1 ", _BOX.sub("", text.strip(_AROUND)))
