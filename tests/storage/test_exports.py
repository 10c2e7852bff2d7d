"""The exporting reader on both engines: streamed, in order, with what hangs on a case beside it."""

from datetime import timedelta

from cases.model import CaseId, Change, Entry, PostCode, Source
from storage.store import Store
from tests.storage.conftest import NOON, a_case, save


def test_cases_come_oldest_first_and_all_matters_of_an_order_have_its_number(store: Store) -> None:
    first, second = f"{0xA1:024x}", f"{0xA1:024x}.2"
    save(
        store,
        Change(a_case("late", number="0303-001", opened_at=NOON + timedelta(days=1))),
        Change(a_case(first, number="0302-001", opened_at=NOON, source=Source.HOTLINE)),
        Change(a_case(second, number="0302-002", opened_at=NOON, source=Source.HOTLINE)),
        Change(entry=Entry(CaseId(first), Source.HOTLINE, PostCode("D"), NOON, "GD1")),
    )
    found = [(one.number, one.outside, one.source) for one in store.exports.cases()]
    assert found == [("0302-001", "GD1", "hotline"), ("0302-002", "GD1", "hotline"), ("0303-001", "", "")]


def test_more_rows_than_are_fetched_at_once(store: Store) -> None:
    save(store, *(Change(a_case(f"c{n}", number=f"0302-{n}", opened_at=NOON)) for n in range(1_100)))
    assert sum(1 for _ in store.exports.cases()) == 1_100


def test_whoever_stops_reading_leaves_nothing_open(store: Store) -> None:
    save(store, *(Change(a_case(f"c{n}", number=f"0302-{n}", opened_at=NOON)) for n in range(600)))
    rows = store.exports.cases()
    next(rows)
    rows.close()  # type: ignore[attr-defined]
    save(store, Change(a_case("more", number="0302-999", opened_at=NOON)))
    assert store.check().faults == ()
