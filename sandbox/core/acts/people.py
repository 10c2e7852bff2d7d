"""People come, press START, block the bot and take it back."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from sandbox.core.errors import Json, Refused
from sandbox.core.members import member_as
from sandbox.core.people import Person
from sandbox.core.world import World

FIRST_ID = 500_000_001
_KNOWN = {field.name for field in fields(Person)}
_TEXTS = ("name", "username", "role", "note")


def put_people(world: World, wishes: Any) -> list[Json]:
    """Add people, or change those whose id is known; the whole list or nothing."""
    if not isinstance(wishes, list) or not all(isinstance(wish, dict) for wish in wishes):
        raise Refused('请给出一个列表，每人一项，例如 [{"name": "王秀兰"}]。')
    next_id = _next_id(world) if any(not wish.get("id") for wish in wishes) else FIRST_ID
    people = []
    for wish in wishes:
        person = _read(world, wish, next_id)
        next_id = max(next_id, person.id + 1)
        people.append(person)
    for person in people:
        world.people[person.id] = person
        world.renamed(person)
    views = [person.view() for person in people]
    world.tell("people", people=views)
    return views


def _next_id(world: World) -> int:
    return max([FIRST_ID - 1, *(i for i in world.people if i < 10**10)]) + 1


def _read(world: World, wish: Json, next_id: int) -> Person:
    unknown = set(wish) - _KNOWN
    if unknown:
        raise Refused(f"不认识的字段：{'、'.join(sorted(unknown))}。")
    try:
        person_id = int(wish.get("id") or next_id)
    except (TypeError, ValueError):
        raise Refused("id 要用正整数。") from None
    if person_id <= 0:
        raise Refused("id 要用正整数。")
    old = world.people.get(person_id)
    values = (old.view() if old else {"name": ""}) | {name: wish[name] for name in wish if wish[name] is not None}
    if not str(values["name"]).strip():
        raise Refused("每个人都要有 name。")
    typed: Json = {name: str(values[name]) for name in _TEXTS if name in values}
    typed |= {name: bool(values.get(name, False)) for name in ("started", "blocked", "deactivated")}
    return Person(id=person_id, **typed)


def block(world: World, person_id: int) -> Json:
    """The person stops the bot: it learns so, and can write no more."""
    return _turn(world, world.person(person_id), blocked=True)


def unblock(world: World, person_id: int) -> Json:
    """The person lets the bot in again."""
    return _turn(world, world.person(person_id), blocked=False)


def _turn(world: World, person: Person, *, blocked: bool) -> Json:
    if person.blocked == blocked:
        return person.view()
    person.blocked = blocked
    person.started = person.started or not blocked
    room = world.room(person.id)
    names = ("member", "kicked") if blocked else ("kicked", "member")
    old, new = (member_as(world.bot.user(), status) for status in names)
    world.membership(room, person.id, old, new)
    world.tell("people", people=[person.view()])
    return person.view()


def start(world: World, person: Person) -> None:
    """The first START; from now on the bot may write first."""
    if not person.started:
        person.started = True
        world.tell("people", people=[person.view()])


def known_members(world: World, numbers: Iterable[Any]) -> list[int]:
    """Member ids of a wish, every one a known person."""
    try:
        members = [int(number) for number in numbers]
    except (TypeError, ValueError):
        raise Refused("members 要是人的编号列表。") from None
    for number in members:
        world.person(number)
    return list(dict.fromkeys(members))
