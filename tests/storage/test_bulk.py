"""What many cases do in one transaction is written like what one does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.model import CLOCK, Case, Change, Event, Happening
from storage.bulk import FEW
from storage.errors import StaleCase
from storage.store import Store
from tests.storage.conftest import NOON, a_message, filed, save

MANY = 3 * FEW
LATER = NOON + timedelta(days=1)


def many(store: Store) -> list[Case]:
    return [filed(store, f"tg:{n}#1", number=f"0306-{n:03}") for n in range(MANY)]


def reminded(case: Case) -> Change:
    moved = replace(case, rung=2, look_at=LATER if case.number < "0306-012" else None, lacking="\x00缺")
    said = a_message(f"reminder/{case.id}/new", case=case.id)
    happened = Event(case.id, Happening.REMINDED, NOON, CLOCK, "half\ud800")
    return Change(moved, events=(happened,), notifications=(said,), withdrawn=(f"reminder/{case.id}/old",))


def test_many_cases_move_at_once_each_with_its_history_and_its_messages(store: Store) -> None:
    cases = many(store)
    save(store, *(Change(notifications=(a_message(f"reminder/{case.id}/old"),)) for case in cases))
    with store.unit_of_work() as uow:
        for case in [uow.case(case.id) for case in cases]:
            uow.record(reminded(case))
        uow.commit()
    with store.unit_of_work() as uow:
        for case in cases:
            after = uow.case(case.id)
            assert (after.rung, after.version) == (2, 2)
            assert after.look_at == (LATER if case.number < "0306-012" else None)
            assert after.lacking == "\ufffd缺"
            assert [(line.what, line.note) for line in uow.history(case.id)] == [(Happening.REMINDED, "half\ufffd")]
            assert uow.said([f"reminder/{case.id}/new"])
    assert store.outbox.waiting() == MANY


def test_one_case_that_somebody_else_changed_takes_all_back(store: Store) -> None:
    cases = many(store)
    save(store, Change(replace(cases[-1], lacking="somebody was quicker")))
    with pytest.raises(StaleCase):
        save(store, *(reminded(case) for case in cases))
    with store.unit_of_work() as uow:
        assert [uow.case(case.id).rung for case in cases] == [0] * MANY
