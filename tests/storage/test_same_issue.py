"""Recent cases around a place are found in one index, however long the history, and the link is kept."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import event

from cases.likely import told_of
from cases.model import CaseId, Change, Status
from storage.engine import open_engine
from storage.store import Store
from tests.storage.conftest import NOON, RULES, FixedClock, filed, save

FORTNIGHT = timedelta(days=14)


def around(store: Store, *units: str, limit: int = 9) -> list[str]:
    with store.unit_of_work() as uow:
        return [case.id for case in uow.around(units, NOON - FORTNIGHT, limit)]


def test_open_cases_and_those_closed_lately_are_around_newest_first(store: Store) -> None:
    filed(store, "old", opened_at=NOON - timedelta(days=90))
    filed(store, "new", opened_at=NOON)
    filed(store, "lately", status=Status.CONFIRMED, closed_at=NOON - FORTNIGHT, opened_at=NOON - timedelta(days=20))
    filed(store, "long ago", status=Status.SILENT, closed_at=NOON - FORTNIGHT - timedelta(seconds=1))
    filed(store, "elsewhere", grid="G2", unit="G2")
    filed(store, "withdrawn", status=Status.WITHDRAWN, closed_at=NOON)
    filed(store, "about the worker", conflict=True)
    filed(store, "somewhere in the village", grid="", unit="V1", opened_at=NOON - timedelta(hours=1))
    assert around(store, "V1", "G1") == ["new", "somewhere in the village", "lately", "old"]
    assert around(store, "V1", "G1", limit=2) == ["new", "somewhere in the village"]
    assert around(store, "V2", "G2") == ["elsewhere"]
    assert around(store) == []


def test_what_was_just_recorded_is_around_too(store: Store) -> None:
    case = filed(store, "one")
    with store.unit_of_work() as uow:
        uow.record(Change(replace(case, grid="G2", unit="G2")))
        assert [found.id for found in uow.around(["G2"], NOON, 9)] == ["one"]


def test_what_is_around_is_told_as_the_case_has_it(store: Store) -> None:
    case = filed(store, object="路灯", fault="不亮", matter="路灯不亮", top3=("城乡建设", "政法"), lon=113.1, lat=35.2)
    with store.unit_of_work() as uow:
        assert uow.around(["G1"], NOON, 9) == [told_of(case)]


def test_the_link_is_kept_and_can_be_taken_back(store: Store) -> None:
    first = filed(store, "one")
    second = filed(store, "two", same_as=first.id)
    assert (first.same_as, second.same_as) == (None, CaseId("one"))
    save(store, Change(replace(second, same_as=None)))
    with store.unit_of_work() as uow:
        assert uow.case(second.id).same_as is None


def test_history_closed_long_ago_is_never_read(file_url: str, clock: FixedClock) -> None:
    """The plan is SQLite's: unit and closing time both stand in the index, for the open half and for the closed one."""
    store, asked = Store(file_url, clock, RULES), list[tuple[str, Any]]()

    def note(_db: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if "FROM cases" in statement:
            asked.append((statement, parameters))

    event.listen(store._engine, "before_cursor_execute", note)
    around(store, "V1", "G1")
    store.close()
    ((statement, parameters),) = asked
    with open_engine(file_url).connect() as db:
        plan = [line[3] for line in db.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    looked_up = [line for line in plan if "cases" in line]
    assert len(looked_up) == 2
    assert all(line.startswith("SEARCH cases USING INDEX ix_cases_around (unit=? AND closed_at") for line in looked_up)
