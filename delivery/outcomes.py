"""What an error of the Bot API means for the message: try again, follow the group, give up on the chat, or on ourselves."""

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from cases.ports import Moved, OurFault, OutboxRow, Outcome, RetryLater, Undeliverable
from delivery.calls import NotSent
from delivery.chats import chat_ref

LONGEST_WAIT = 60.0
UNCHANGED = "message is not modified"
GONE = (
    "message to edit not found",
    "message can't be edited",
    "there is no text in the message to edit",
    "message_id_invalid",
    "message_author_required",
    "message_edit_time_expired",
)
"""Answers to an edit that mean: say it anew."""
UNREACHABLE = (
    "chat not found",
    "user not found",
    "user is deactivated",
    "group chat was deleted",
    "group chat was deactivated",
    "chat_id_invalid",
    "channel_private",
    "input_user_deactivated",
    "user_is_blocked",
    "not enough rights",
    "have no rights to send",
    "have no write access",
    "chat_write_forbidden",
    "chat_restricted",
    "chat_admin_required",
    "need administrator rights",
    "peer_id_invalid",
    "message thread not found",
    "topic_closed",
    "topic_deleted",
)


def outcome_of(error: TelegramError, row: OutboxRow) -> Outcome:
    """Order matters: BadRequest is a NetworkError to this library, and 429 and migrations are their own classes."""
    if not is_telegrams(error):
        return RetryLater(backoff(row.attempts), uncertain=True)
    match error:
        case RetryAfter():
            return RetryLater(seconds_of(error))
        case Forbidden():
            return Undeliverable(error.message)
        case ChatMigrated():
            return Moved(chat_ref(error.new_chat_id))
        case BadRequest():
            return Undeliverable(error.message if is_unreachable(error) else f"rejected: {error.message}")
        case InvalidToken():
            return OurFault("the Bot API refuses the token")
        case _:
            return RetryLater(backoff(row.attempts), uncertain=may_have_arrived(error))


def is_unreachable(error: BadRequest) -> bool:
    return _says(error, UNREACHABLE)


def is_gone(error: BadRequest) -> bool:
    return _says(error, GONE)


def is_unchanged(error: BadRequest) -> bool:
    return _says(error, (UNCHANGED,))


def is_telegrams(error: TelegramError) -> bool:
    """False when whoever stands in between (a proxy, a captive portal) refused in Telegram's place: nobody's message is
    buried for that, and no token is bad."""
    return not isinstance(error.__cause__, TelegramError)


def may_have_arrived(error: TelegramError) -> bool:
    if isinstance(error.__cause__, NotSent):
        return False
    return not (isinstance(error, NetworkError) and "too many requests" in error.message.lower())


def backoff(attempts: int) -> float:
    """Seconds before the next try: 1, 2, 4 … a minute at most. The first try is the first attempt."""
    return min(LONGEST_WAIT, 2.0 ** min(max(attempts - 1, 0), 10))


def seconds_of(error: RetryAfter) -> float:
    # PTB is moving this attribute from int to timedelta; it still warns when asked for either
    return max(1.0, error._retry_after.total_seconds())


def _says(error: TelegramError, phrases: tuple[str, ...]) -> bool:
    said = error.message.lower()
    return any(phrase in said for phrase in phrases)
