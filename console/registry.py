"""登记簿: who serves where and whether they answer; codes to bind a chat, and posters with a code to scan."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from urllib.parse import urlencode

import segno
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cases.commands import IssueCode
from cases.model import PostCode
from cases.org import Org
from cases.posts import digest_of, fresh_code, issue_code
from cases.registry import Grid
from console.desk import ConsoleDesk
from console.shown import shown
from console.visitors import Visitor, for_district, refused

MOST = 100
NOBODY = "登记簿里没有这个编码。"


@dataclass(frozen=True, slots=True)
class Line:
    """A unit or a post, in a list."""

    code: str
    name: str
    kind: str
    where: str
    link: str
    bound: bool | None = None
    """None for what nobody can be bound to."""


@dataclass(frozen=True, slots=True)
class PostPage:
    head: Line
    facts: tuple[tuple[str, str], ...]
    people: tuple[Line, ...]
    below: tuple[Line, ...]
    is_grid: bool
    is_area: bool
    has_grids: bool
    """A village, whose posters are printed together."""


@dataclass(frozen=True, slots=True)
class Poster:
    name: str
    where: str
    link: str
    qr: Markup


def routes(desk: ConsoleDesk) -> list[BaseRoute]:
    async def search(request: Request, visitor: Visitor) -> Response:
        words = request.query_params.get("words", "").strip()[:50]
        org, bound = visitor.org, await desk.ask(desk.upkeep.posts.bound)
        found = list(matches(org, words) if words else org.units_below(org.top))
        lines = [_line(org, code, bound) for code in found[:MOST]]
        posts = [*org.registry.worker, *org.registry.area, *org.registry.department]
        page = {"words": words, "lines": lines, "found": len(found), "top": _line(org, org.top, bound)}
        numbers = {"posts": len(posts), "bound": len(bound & set(posts)), "grids": len(org.registry.grids)}
        return shown("registry.html", visitor, at=desk.clock.now(), page=page | numbers)

    async def show(request: Request, visitor: Visitor) -> Response:
        return await _shown(desk, visitor, request.query_params.get("code", ""))

    async def give_code(request: Request, visitor: Visitor) -> Response:
        post = str((await request.form()).get("code", ""))
        if not visitor.org.knows(post):
            return refused(NOBODY, visitor, 404)
        code, now = fresh_code(), desk.clock.now()
        await desk.run(issue_code, IssueCode(PostCode(post), digest_of(code), now, visitor.doer))
        return await _shown(desk, visitor, post, code)

    async def posters(request: Request, visitor: Visitor) -> Response:
        found = posters_of(desk, visitor.org, request.query_params.get("code", ""))
        if not found:
            return refused("没有可以印的：编码不对，或者机器人的用户名还没问到，过一会儿再试。", visitor, 404)
        return shown("posters.html", visitor, posters=found)

    return [
        Route("/registry", for_district(desk, search)),
        Route("/registry/post", for_district(desk, show), methods=["GET"]),
        Route("/registry/post", for_district(desk, give_code), methods=["POST"]),
        Route("/registry/posters", for_district(desk, posters)),
    ]


async def _shown(desk: ConsoleDesk, visitor: Visitor, code: str, secret: str = "") -> Response:
    """`secret`: a code to bind with, shown this once."""
    org, posts = visitor.org, desk.upkeep.posts
    if not (org.knows(code) or code in org.registry.grid):
        return refused(NOBODY, visitor, 404)
    bound = await desk.ask(posts.bound)
    held = 0 if code in org.registry.grid else (await desk.ask(posts.held, [code]))[PostCode(code)]
    within = await desk.ask(posts.open_in, code) if _is_unit(org, code) else None
    link = desk.upkeep.links.to_bind(secret) if secret else ""
    page = post_page(org, code, bound, held, within)
    now = desk.clock.now()
    qr, until = _qr(link) if link else "", now + desk.upkeep.code_life
    return shown("post.html", visitor, at=now, page=page, secret=secret, link=link, qr=qr, until=until)


def matches(org: Org, words: str) -> Iterator[str]:
    """Codes whose name, other names or code have the words in them: areas, grids, people, departments."""
    registry = org.registry
    named = {one.code: (one.name, *one.aliases) for one in registry.areas}
    named |= {one.code: (one.name, *one.aliases) for one in registry.grids}
    named |= {one.code: one.words for one in registry.departments}
    for code, names in named.items():
        if any(words in told for told in (code, org.label(code), *names)):
            yield code
    yield from (one.id for one in registry.workers if words in one.id or words in one.name)


def post_page(org: Org, code: str, bound: Set[str], held: int, within: int | None) -> PostPage:
    """`within`: open cases of the whole unit, where it is one."""
    grid = org.registry.grid.get(code)
    people = org.staff(code) if grid else tuple(one.code for one in org.registry.departments if one.unit == code)
    below = org.units_below(code) if org.is_desk(code) else org.grids_of(code)
    facts = [("编码", code), ("所属", _where(org, code)), *(_facts_of_grid(grid) if grid else ())]
    facts += [] if grid else [("手上在办", f"{held} 件")]
    facts += [("范围内在办", f"{within} 件")] if within is not None else []
    return PostPage(
        _line(org, code, bound),
        tuple((name, told) for name, told in facts if told),
        tuple(_line(org, one, bound) for one in people),
        tuple(_line(org, one, bound) for one in below),
        grid is not None,
        org.is_desk(code),
        code in org.registry.grids_of_village,
    )


def _facts_of_grid(grid: Grid) -> list[tuple[str, str]]:
    return [("类型", grid.kind), ("户数", str(grid.households or "")), ("范围", grid.scope)]


def _is_unit(org: Org, code: str) -> bool:
    return org.is_desk(code) or code in org.registry.grid


def _line(org: Org, code: str, bound: Set[str]) -> Line:
    link = f"/registry/post?{urlencode({'code': code})}"
    if grid := org.registry.grid.get(code):
        return Line(code, grid.name, "网格", _where(org, code), link)
    if worker := org.registry.worker.get(code):
        kind = worker.role.value if worker.on_duty else f"{worker.role.value}，不在岗"
    elif department := org.registry.department.get(code):
        kind = f"部门（{department.trade}）"
    else:
        kind = org.registry.area[code].level.value
    return Line(code, org.label(code), kind, _where(org, code), link, code in bound)


def _where(org: Org, code: str) -> str:
    worker, department = org.registry.worker.get(code), org.registry.department.get(code)
    unit = worker.village if worker else department.unit if department else org.parent(code)
    return "".join(org.unit_label(one) for one in reversed(org.path(unit)[:-1]))


# --- posters ---


def posters_of(desk: ConsoleDesk, org: Org, code: str) -> Sequence[Poster]:
    """Of one grid, or of all that a village has. What has no link has no poster."""
    grid = org.registry.grid.get(code)
    grids = (grid,) if grid else org.registry.grids_of_village.get(code, ())
    linked = ((one, desk.upkeep.links.to_grid(one.code)) for one in grids)
    return [Poster(one.name, _where(org, one.code), link, _qr(link)) for one, link in linked if link]


def _qr(link: str) -> Markup:
    """Its size is the style sheet's; black on white also where the page is dark."""
    return Markup(segno.make(link, error="m", micro=False).svg_inline(omitsize=True, light="white"))
