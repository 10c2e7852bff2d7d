"""The organisation is replaced whole, noticed by everybody, and never pulled from under an open case."""

from dataclasses import replace

import pytest

from cases.model import Actor, Binding, Change, ChatRef, PersonRef, PostCode, Status
from cases.registry import Registry
from storage.store import RegistryInUse, Store
from tests.storage.conftest import NOON, REGISTRY, RULES, FixedClock, a_case

WITHOUT_G1 = replace(REGISTRY, grids=REGISTRY.grids[1:])


def rechat(chat: str) -> Registry:
    return replace(REGISTRY, workers=(replace(REGISTRY.workers[0], chat=chat), REGISTRY.workers[1]))


def chats(store: Store, post: str) -> list[str]:
    with store.unit_of_work() as uow:
        return list(uow.chats_of(PostCode(post)))


def test_it_is_read_back_equal(store: Store) -> None:
    assert store.load_registry() == REGISTRY
    assert store.glance.org().path("G1") == ("G1", "V1", "S1", "D")


def test_before_the_first_there_is_none(tmp_path: object) -> None:
    empty = Store(f"sqlite:///{tmp_path}/new.db", FixedClock(), RULES)
    empty.migrate()
    assert empty.load_registry() is None
    assert not empty.glance.org().knows("D")
    empty.close()


def test_a_chat_known_at_import_is_bound_to_its_worker(store: Store) -> None:
    assert chats(store, "Z1") == ["tg:501"]
    assert store.glance.posts_of(Actor(ChatRef("tg:501"), PersonRef("tg:501"))) == {"Z1"}
    assert chats(store, "Z2") == []


def test_another_process_notices_a_new_registry_with_its_next_transaction(store: Store, url: str) -> None:
    other = Store(url, FixedClock(), RULES)
    with other.unit_of_work() as uow:
        assert uow.org.knows("G1") is False
        assert uow.org.unit_label("G1") == "大寨村1组"
    store.save_registry(WITHOUT_G1)
    with other.unit_of_work() as uow:
        assert uow.org.unit_label("G1") == ""
    assert other.check().registry_revision == store.check().registry_revision == 2
    other.close()


def test_the_organisation_is_not_read_again_while_it_stays_the_same(store: Store) -> None:
    with store.unit_of_work() as first:
        pass
    with store.unit_of_work() as second:
        assert second.org is first.org


def test_a_grid_with_open_cases_cannot_be_dropped(store: Store) -> None:
    with store.unit_of_work() as uow:
        uow.record(Change(a_case()))
        uow.commit()
    with pytest.raises(RegistryInUse) as refusal:
        store.save_registry(WITHOUT_G1)
    assert refusal.value.grids == ("G1",)
    assert store.load_registry() == REGISTRY


def test_a_grid_whose_cases_are_closed_can_be_dropped(store: Store) -> None:
    with store.unit_of_work() as uow:
        uow.record(Change(a_case(status=Status.CONFIRMED)))
        uow.commit()
    store.save_registry(WITHOUT_G1)
    assert store.load_registry() == WITHOUT_G1


def test_open_cases_follow_their_grid_to_another_village(store: Store) -> None:
    with store.unit_of_work() as uow:
        uow.record(Change(a_case()))
        uow.commit()
    store.save_registry(replace(REGISTRY, grids=(replace(REGISTRY.grids[0], village="V2"), REGISTRY.grids[1])))
    with store.unit_of_work() as uow:
        assert uow.open_under("V1") == []
        assert len(uow.open_under("V2")) == len(uow.open_under("D")) == 1


def test_a_new_import_of_an_old_chat_does_not_undo_a_later_bind(store: Store) -> None:
    with store.unit_of_work() as uow:
        uow.record(Change(binding=Binding(PostCode("Z1"), ChatRef("tg:9"), PersonRef("tg:9"), "王芳", NOON)))
        uow.commit()
    store.save_registry(REGISTRY)
    assert chats(store, "Z1") == ["tg:9"]
    store.save_registry(rechat("502"))
    assert chats(store, "Z1") == ["tg:502"]


def test_who_has_left_loses_the_chat(store: Store) -> None:
    store.save_registry(replace(REGISTRY, workers=REGISTRY.workers[1:]))
    assert chats(store, "Z1") == []


def test_desks_can_be_bound_without_a_code(store: Store) -> None:
    store.bind_desks({PostCode("V1"): ChatRef("tg:-100"), PostCode("D"): ChatRef("tg:7")})
    with store.unit_of_work() as uow:
        assert uow.bound_desks() == ["D", "V1"]
