"""Numbers that name a person: hidden in every row, and the original sealed apart, for whoever has the key."""

from datetime import timedelta

from sqlalchemy import update

from cases.model import Change, ChatRef, KeptNumber
from storage.engine import open_engine
from storage.keys import Keys
from storage.revealing import numbers_of
from storage.store import Store
from storage.tables import kept_number
from tests.storage.conftest import KEYS, NOON, RULES, FixedClock, a_case, save
from tests.storage.full_desk import all_rows

HERS, PHONE = ChatRef("tg:1"), "13812345678"


def kept(url: str, keys: Keys, chat: ChatRef = HERS) -> list[str]:
    with open_engine(url).connect() as db:
        return numbers_of(db, chat, keys)


def test_what_is_sealed_is_read_with_the_key_only(store: Store, url: str) -> None:
    save(store, Change(numbers=(KeptNumber(HERS, PHONE, NOON), KeptNumber(HERS, PHONE, NOON))))
    assert PHONE not in repr(all_rows(url))
    assert kept(url, KEYS) == [PHONE]
    assert kept(url, Keys(("n" * 32, *KEYS.secrets))) == [PHONE]
    assert kept(url, Keys(("n" * 32,))) == kept(url, Keys()) == []


def test_without_a_key_nothing_is_kept(url: str) -> None:
    save(Store(url, FixedClock(), RULES), Change(numbers=(KeptNumber(HERS, PHONE, NOON),)))
    assert all_rows(url)["kept_number"] == []


def test_a_number_that_was_moved_to_somebody_else_is_not_read(store: Store, url: str) -> None:
    save(store, Change(numbers=(KeptNumber(HERS, PHONE, NOON),)))
    with open_engine(url).begin() as db:
        db.execute(update(kept_number).values(chat="tg:2"))
    assert kept(url, KEYS, ChatRef("tg:2")) == []


def test_numbers_go_with_the_last_case_they_could_belong_to(store: Store, url: str, clock: FixedClock) -> None:
    old, new = (a_case(f"tg:1#{n}", closed_at=NOON + timedelta(days=100 * n), look_at=None) for n in range(2))
    save(store, Change(old, numbers=(KeptNumber(HERS, PHONE, NOON),)), Change(new))
    clock.at = NOON + timedelta(days=200)
    assert store.forget_old().cases == 1
    assert kept(url, KEYS) == [PHONE]
    clock.at = NOON + timedelta(days=300)
    assert store.forget_old().cases == 1
    assert all_rows(url)["kept_number"] == []
