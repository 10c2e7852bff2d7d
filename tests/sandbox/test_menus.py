"""The command menu: scopes, languages and the documented order of looking."""

from typing import Any

import pytest

from tests.sandbox.desk import ANNA, BO, Desk


def put(desk: Desk, name: str, scope: dict[str, Any] | None = None, language: str = "") -> None:
    arguments: dict[str, Any] = {"commands": [{"command": name, "description": name}]}
    arguments |= {"scope": scope} if scope else {}
    arguments |= {"language_code": language} if language else {}
    desk.call("setMyCommands", **arguments)


def menu(desk: Desk, chat: int, person: int) -> list[str]:
    return [item["command"] for item in desk.get(f"commands?chat={chat}&person={person}")]


def test_a_private_chat_looks_at_itself_then_all_private_then_default(desk: Desk) -> None:
    assert menu(desk, ANNA, ANNA) == []
    for name, scope in (
        ("for_all", None),
        ("for_private", {"type": "all_private_chats"}),
        ("for_anna", {"type": "chat", "chat_id": desk.send(ANNA, "a")["chat"]["id"]}),
    ):
        put(desk, name, scope)
        assert menu(desk, ANNA, ANNA) == [name]
    assert menu(desk, BO, BO) == ["for_private"]


def test_a_group_looks_from_member_to_administrators_to_chat_to_all(desk: Desk) -> None:
    group = desk.group()
    for name, kind, sees_anna, sees_bo in (
        ("a_default", "default", "a_default", "a_default"),
        ("b_groups", "all_group_chats", "b_groups", "b_groups"),
        ("c_admins", "all_chat_administrators", "c_admins", "b_groups"),
        ("d_chat", "chat", "d_chat", "d_chat"),
        ("e_chat_admins", "chat_administrators", "e_chat_admins", "d_chat"),
        ("f_member", "chat_member", "f_member", "d_chat"),
    ):
        scope: dict[str, Any] = {"type": kind}
        scope |= {"chat_id": group} if kind.startswith("chat") else {}
        scope |= {"user_id": ANNA} if kind == "chat_member" else {}
        put(desk, name, scope)
        assert menu(desk, group, ANNA) == [sees_anna]
        assert menu(desk, group, BO) == [sees_bo]


def test_language_comes_before_no_language_at_each_level(desk: Desk) -> None:
    put(desk, "plain", {"type": "all_private_chats"})
    put(desk, "chinese_default", None, "zh")
    assert menu(desk, ANNA, ANNA) == ["plain"]
    put(desk, "chinese", {"type": "all_private_chats"}, "zh")
    assert menu(desk, ANNA, ANNA) == ["chinese"]
    desk.call("deleteMyCommands", scope={"type": "all_private_chats"}, language_code="zh")
    assert menu(desk, ANNA, ANNA) == ["plain"]


def test_asking_for_a_scope_gives_exactly_that_scope(desk: Desk) -> None:
    put(desk, "for_all")
    assert desk.call("getMyCommands", scope={"type": "all_private_chats"}) == []
    assert desk.call("getMyCommands")[0]["command"] == "for_all"


@pytest.mark.parametrize("name", ["Start", "查询", "a-b", "x" * 33, ""])
def test_a_wrong_name_is_refused(desk: Desk, name: str) -> None:
    commands = [{"command": name, "description": "x"}]
    assert desk.refusal("setMyCommands", commands=commands).text == "Bad Request: BOT_COMMAND_INVALID"


def test_a_hundred_commands_of_256_characters_are_the_most(desk: Desk) -> None:
    full = [{"command": f"c{n}", "description": "说" * 256} for n in range(100)]
    desk.call("setMyCommands", commands=full)
    assert desk.refusal("setMyCommands", commands=[*full, full[0]]).code == 400
    assert desk.refusal("setMyCommands", commands=[{"command": "a", "description": "说" * 257}]).code == 400


def test_a_scope_that_is_none_is_refused(desk: Desk) -> None:
    commands = [{"command": "a", "description": "a"}]
    assert desk.refusal("setMyCommands", commands=commands, scope={"type": "moon"}).code == 400
    unknown = desk.refusal("setMyCommands", commands=commands, scope={"type": "chat", "chat_id": 7})
    assert unknown.text == "Bad Request: chat not found"
