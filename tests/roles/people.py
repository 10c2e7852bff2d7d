"""Everybody who might try something about a case: whom they are to it, from where they speak, and where they belong."""

from dataclasses import dataclass, replace
from functools import cache

from bot.district import FIRST_DEPARTMENT, FIRST_DESK, FIRST_WORKER
from cases.org import Org
from cases.registry import Grid
from storage.registry_files.demo import demo_registry
from tests.roles.table import Who

GROUP, UNKNOWN_GROUP = -1_002_001, -1_002_999
NEIGHBOUR, STRANGER, MEMBER, ADMIN = 1_002, 1_003, 40_001, 1_087_968_824
CALLED = "B0004"
"""A department of the whole district, which can be called to every case."""
OLD_PHONES = 50_000
"""Added to the person of a post: who answered for it before the present one."""


@dataclass(frozen=True)
class Person:
    name: str
    user: int
    where: int = 0
    """The group they speak in; 0 for their private chat."""
    called: str = ""
    """Their name at the messenger, where somebody may look for it."""

    @property
    def chat(self) -> str:
        return f"tg:{self.where or self.user}"


@dataclass(frozen=True)
class Spot:
    """A grid, and who works in it and around it."""

    place: str
    grid: Grid
    by_group: bool = False
    """The post of its worker answers in a group."""

    @property
    def village(self) -> str:
        return self.grid.village

    @property
    def street(self) -> str:
        return org().parent(self.village)

    @property
    def colleague(self) -> str:
        """A full-time worker of another grid of the village."""
        others = (grid.full_time for grid in demo_registry().grids_of_village[self.village])
        return next(post for post in others if post != self.grid.full_time)


@cache
def org() -> Org:
    return Org(demo_registry())


def spot(place: str, code: str, *, by_group: bool = False) -> Spot:
    return Spot(place, demo_registry().grid[code], by_group)


LAMP_ROW = spot("文昌街道大寨村2组", "410871062209002")
IN_A_GROUP = spot("李万街道韩愈路社区阳光里小区3号楼", "410871060001001", by_group=True)


@cache
def number_of(post: str) -> int:
    """The account of whoever sits at a post."""
    registry = demo_registry()
    workers = {worker.id: FIRST_WORKER + n for n, worker in enumerate(registry.workers)}
    desks = {area.code: FIRST_DESK + n for n, area in enumerate(registry.areas)}
    departments = {one.code: FIRST_DEPARTMENT + n for n, one in enumerate(registry.departments)}
    return (workers | desks | departments)[post]


def at_post(post: str, name: str) -> Person:
    by_group = post == IN_A_GROUP.grid.full_time
    return Person(name, MEMBER if by_group else number_of(post), GROUP if by_group else 0)


def staff_around(here: Spot) -> dict[str, Person]:
    """By the part they play, whoever serves the place, and those next to them who do not."""
    elsewhere = IN_A_GROUP if here is not IN_A_GROUP else LAMP_ROW
    next_village = next(v for v in org().units_below(here.street) if v != here.village)
    posts = {
        "holder": here.grid.full_time,
        "part-time cover": here.grid.part_time,
        "grid leader": here.grid.leader,
        "worker next door": here.colleague,
        "worker of the next village": demo_registry().grids_of_village[next_village][0].full_time,
        "worker of another street": elsewhere.colleague,
        "own station": here.village,
        "next station": next_village,
        "station of another street": elsewhere.village,
        "own centre": here.street,
        "another centre": elsewhere.street,
        "district": org().top,
        "called department": CALLED,
    }
    return {name: at_post(post, name) for name, post in posts.items()}


def everybody(here: Spot, reporter: Person) -> tuple[Person, ...]:
    """All who try, whatever they are to the case."""
    found = staff_around(here)
    strangers = (
        reporter,
        replace(reporter, name="reporter in a strange group", where=UNKNOWN_GROUP),
        Person("another resident", NEIGHBOUR),
        Person("somebody new", STRANGER),
        Person("holder in a strange group", found["holder"].user, UNKNOWN_GROUP),
        Person("who had the post before", number_of(here.grid.full_time) + OLD_PHONES),
        Person("member of a group, at home", MEMBER),
        Person("nameless admin of a group", ADMIN, GROUP),
    )
    members = () if here.by_group else (Person("member of another group", MEMBER, GROUP),)
    return (*strangers, *found.values(), *members)


ORDINARY = {
    "reporter": {Who.REPORTER},
    "holder": {Who.HOLDER},
    "part-time cover": {Who.COVER},
    "grid leader": {Who.LEADER},
    "own station": {Who.STATION},
    "own centre": {Who.CENTRE},
    "district": {Who.DISTRICT},
    "who had the post before": {Who.FORMER},
}
"""What they are to an ordinary case of the place. Whoever is not named is nobody to it."""
SORTED_AT_THE_STATION = ORDINARY | {"holder": set(), "part-time cover": set(), "grid leader": set()} | {
    "own station": {Who.STATION, Who.HOLDER}
}  # fmt: skip
"""To a case of which only the village is known."""
COMPLAINT = {"reporter": {Who.REPORTER}, "own centre": {Who.CENTRE, Who.HOLDER}, "district": {Who.DISTRICT}}
"""To a complaint about the workers of the place: their station is as near to them as they are."""
