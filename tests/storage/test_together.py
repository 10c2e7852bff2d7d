"""Many works in one commit: each has its effect or none, and a failing database leaves nothing half done."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from cases.model import Change
from storage.store import Store
from storage.transactions import GroupBroken
from tests.storage.conftest import a_case, a_message, save


def saying(store: Store, key: str, fails: bool = False) -> Any:
    def work() -> str:
        save(store, Change(notifications=(a_message(key, f"tg:{key}"),)))
        if fails:
            raise KeyError(key)
        return key

    return work


def said(store: Store, *keys: str) -> list[bool]:
    with store.unit_of_work() as uow:
        found = uow.said(keys)
        return [key in found for key in keys]


def test_each_work_gets_its_own_result(store: Store) -> None:
    one, two, three = store.together([saying(store, "1"), saying(store, "2", fails=True), saying(store, "3")])
    assert (one, three) == ("1", "3")
    assert isinstance(two, KeyError)


def test_what_a_work_leaves_uncommitted_is_taken_back_alone(store: Store) -> None:
    def half() -> None:
        with store.unit_of_work() as uow:
            uow.record(Change(a_case(), notifications=(a_message("half"),)))
            assert uow.said(["half"])

    assert store.together([saying(store, "1"), half, saying(store, "3")]) == ["1", None, "3"]
    assert said(store, "1", "half", "3") == [True, False, True]


def test_works_see_what_those_before_them_did(store: Store) -> None:
    seen: list[bool] = []
    store.together([saying(store, "1"), lambda: seen.extend(said(store, "1"))])
    assert seen == [True]


def test_when_the_database_fails_nothing_of_the_group_has_happened(store: Store) -> None:
    def broken() -> None:
        raise OperationalError("INSERT", {}, Exception("disk I/O error"))

    with pytest.raises(GroupBroken):
        store.together([saying(store, "1"), broken, saying(store, "3")])
    assert said(store, "1", "3") == [False, False]
    assert store.together([saying(store, "1")]) == ["1"]


def test_when_the_commit_fails_nothing_is_believed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy.engine.default import DefaultDialect

    def full(self: Any, connection: Any) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(DefaultDialect, "do_commit", full)
        with pytest.raises(OSError, match="disk full"):
            store.together([saying(store, "1"), saying(store, "2")])
    assert said(store, "1", "2") == [False, False]


def test_a_full_disk_in_the_middle_of_a_group_is_survived(file_url: str) -> None:
    from tests.storage.conftest import RULES, FixedClock

    store = Store(file_url, FixedClock(), RULES)
    with store._engine.connect() as db:
        pages = db.execute(text("PRAGMA page_count")).scalar_one()
    from sqlalchemy import event

    event.listen(store._engine, "connect", lambda driver, _: driver.execute(f"PRAGMA max_page_count={pages + 8}"))
    store._engine.dispose()
    works = [saying(store, f"{n}-" + "x" * 3000) for n in range(40)]
    with pytest.raises((GroupBroken, OperationalError)):
        store.together(works)
    assert not any(said(store, *(f"{n}-" + "x" * 3000 for n in range(40))))
    assert store.check().sound
    store.close()
