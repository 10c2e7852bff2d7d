"""Who is looking: a session cookie leads to the chat in which the link was asked for, and what that chat may do now."""

import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from cases.commands import Command, Refuse
from cases.courtesies import FOREIGN, keep_out
from cases.deeds import Doer
from cases.errors import CaseError
from cases.messages import Refusal
from cases.model import Actor, Cause, PostCode, SignIn
from cases.org import Org
from cases.pages.work import Scope
from cases.ports import UseCase
from cases.registry import Level
from cases.signing_in import digest_of
from cases.withholding import spared
from console.desk import ConsoleDesk
from console.nav import Door
from console.shown import shown
from texts.refusals import refusal

P = ParamSpec("P")
COOKIE = "minhu"
FORM_TOKEN = "token"


@dataclass(frozen=True)
class Visitor:
    """One person for one request. Rights are those of the chat at this moment, not of the time of signing in."""

    signed: SignIn
    secret: str
    posts: frozenset[PostCode]
    org: Org
    path: str
    """Of the page that is looked at."""

    @property
    def by(self) -> Actor:
        return self.signed.by

    @cached_property
    def desk(self) -> PostCode | None:
        """The highest desk held; None for workers."""
        desks = [post for post in self.posts if self.org.is_desk(post)]
        return min(desks, key=lambda post: (len(self.org.path(post)), post), default=None)

    @property
    def level(self) -> Level | None:
        return self.org.registry.area[self.desk].level if self.desk else None

    @property
    def is_district(self) -> bool:
        """Whoever may change what holds for all: the registry, words, knowledge, settings."""
        return self.desk is not None and self.desk == self.org.top

    def may_pass(self, door: Door) -> bool:
        match door:
            case Door.ANYBODY:
                return True
            case Door.DESK:
                return self.desk is not None
            case Door.DISTRICT:
                return self.is_district

    @property
    def doer(self) -> Doer:
        """Of what is accounted for without a use case."""
        return Doer(self.desk or min(self.posts), self.by.person)

    @property
    def label(self) -> str:
        return self.org.label(self.desk or min(self.posts))

    @property
    def scope(self) -> Scope:
        if self.desk is None:
            return Scope(posts=self.posts)
        return Scope(self.desk, self.org.may_judge(self.desk), whole=self.is_district)

    def scope_in(self, unit: str) -> Scope:
        """Of a place within the visitor's own."""
        return replace(self.scope, unit=unit, whole=unit == self.org.top)

    def key_of(self, number: str) -> str:
        """What the addresses of a case's files carry: whoever has it was shown the page of the case in this session."""
        return digest_of(f"files of {number} {self.secret}")

    @property
    def token(self) -> str:
        """What every form of this session carries: another site cannot know it."""
        return digest_of(f"form {self.secret}")


Page = Callable[[Request, Visitor], Awaitable[Response]]
DeskPage = Callable[[Request, Visitor, PostCode], Awaitable[Response]]


def signed_in(desk: ConsoleDesk, page: Page, door: Door = Door.ANYBODY) -> Callable[[Request], Awaitable[Response]]:
    """The page for whoever is signed in and may pass the door; everybody else is shown how to come in, or politely kept out. A form
    must come from this site and carry the session's token."""

    @wraps(page)
    async def guarded(request: Request) -> Response:
        visitor = await visitor_of(desk, request)
        if visitor is None:
            return RedirectResponse("/sign-in", status_code=303)
        if not visitor.may_pass(door):
            return refused("这一页您的岗位看不了。", visitor, 403)
        if request.method != "GET" and not _is_own(request, await request.form(), visitor):
            return refused("这张表单过期了，什么都没有改。请回到原来的页面再点一次。", visitor, 403)
        return await page(request, visitor)

    return guarded


def for_desk(desk: ConsoleDesk, page: DeskPage) -> Callable[[Request], Awaitable[Response]]:
    """The page is told which desk it is for."""

    @wraps(page)
    async def of_it(request: Request, visitor: Visitor) -> Response:
        assert visitor.desk  # the door let nobody else in
        return await page(request, visitor, visitor.desk)

    return signed_in(desk, of_it, Door.DESK)


def for_district(desk: ConsoleDesk, page: Page) -> Callable[[Request], Awaitable[Response]]:
    return signed_in(desk, page, Door.DISTRICT)


async def visitor_of(desk: ConsoleDesk, request: Request) -> Visitor | None:
    secret = request.cookies.get(COOKIE, "")
    if not secret:
        return None
    return await desk.ask(_look, desk, secret, request.url.path)


def _look(desk: ConsoleDesk, secret: str, path: str) -> Visitor | None:
    signed = desk.sessions.session(digest_of(secret))
    if signed is None or not signed.is_open(desk.clock.now()):
        return None
    org = desk.glance.org()
    served = frozenset(post for post in desk.glance.posts_of(signed.by) if not org.is_department(post))
    return Visitor(signed, secret, served, org, path) if served else None


async def do(
    desk: ConsoleDesk,
    visitor: Visitor,
    use_case: UseCase,
    command: Callable[Concatenate[Actor, datetime, Cause, P], Command],
    *facts: P.args,
    **named: P.kwargs,
) -> None:
    """Runs a use case of the chat as this visitor. Raises the CaseError of a refusal; reaching for what is others' is noted."""
    cause, now = fresh_cause(), desk.clock.now()
    try:
        await desk.run(use_case, spared(command(visitor.by, now, cause, *facts, **named)))
    except CaseError as error:
        if type(error).__name__ in FOREIGN:
            await desk.run(keep_out, Refuse(visitor.by, now, cause, type(error).__name__, error.number, error.facts))
        raise


def refusal_of(error: CaseError) -> str:
    """As the chat would say it."""
    return refusal(Refusal(type(error).__name__, error.number, error.facts)).text


def fresh_cause() -> Cause:
    return Cause(f"console/{secrets.token_hex(8)}")


def refused(why: str, visitor: Visitor | None, status: int) -> Response:
    return shown("refused.html", visitor, status=status, why=why)


def is_from_here(request: Request) -> bool:
    """A browser says of every form from which site it comes."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def _is_own(request: Request, form: FormData, visitor: Visitor) -> bool:
    said = str(form.get(FORM_TOKEN, "")).encode(errors="replace")  # text that is not ASCII cannot be compared
    return is_from_here(request) and hmac.compare_digest(said, visitor.token.encode())
