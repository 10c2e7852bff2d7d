"""Who reported a case, put into a message at the moment it is sent: it is stored in no row of the outbox."""

from dataclasses import replace

from sqlalchemy import Connection, select

from cases.messages import Message, Revealed
from cases.privacy import masked
from storage.keys import Keys, unseal
from storage.tables import cases, event, kept_number


def filled(db: Connection, message: Message, keys: Keys) -> Message:
    if not isinstance(message, Revealed):
        return message
    case = db.execute(select(cases).where(cases.c.id == message.case)).mappings().first()
    if case is None:
        return message
    notes = db.execute(select(event.c.note).where(event.c.case_id == message.case)).scalars()
    told = "\n".join((case["text"], case["lacking"], case["answer"], *notes))
    # who takes in a hundred people's orders has all their numbers: those of this case are kept under the case
    kept = numbers_of(db, case["id"], keys) or numbers_of(db, case["reporter"], keys)
    numbers = tuple(number for number in kept if masked(number) in told)
    return replace(message, name=case["reporter_name"], account=case["reporter"], numbers=numbers)


def numbers_of(db: Connection, chat: str, keys: Keys) -> list[str]:
    """What somebody wrote of telephone and identity numbers, or what a work order holds of them, as far as it can be read.
    `chat` is a chat or a case."""
    rows = db.execute(select(kept_number).where(kept_number.c.chat == chat).order_by(kept_number.c.id))
    found = [unseal(row.sealed, row.chat, row.key, keys) for row in rows]
    return list(dict.fromkeys(filter(None, found)))
