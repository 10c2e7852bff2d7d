"""Words that were taken back: blanked in the history, and with them the numbers that were hidden in them."""

from sqlalchemy import Connection, delete, select, update

from cases.model import Unsaid
from cases.privacy import masked
from storage.keys import Keys, unseal
from storage.tables import event, kept_number


def unsay(db: Connection, unsaid: Unsaid, keys: Keys) -> None:
    line = (event.c.case_id == unsaid.case, event.c.what == unsaid.what.value, event.c.at == unsaid.at)
    db.execute(update(event).where(*line, event.c.note == unsaid.words).values(note=unsaid.left))
    kept = db.execute(select(kept_number).where(kept_number.c.chat.in_([unsaid.chat, unsaid.case]))).all()
    gone = []
    for row in kept:
        number = unseal(row.sealed, row.chat, row.key, keys)
        if number and masked(number) in unsaid.words and masked(number) not in unsaid.left:
            gone.append(row.id)
    if gone:
        db.execute(delete(kept_number).where(kept_number.c.id.in_(gone)))
