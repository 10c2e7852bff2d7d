"""The door: a link out of the chat, a button, a cookie."""

import secrets

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from cases.errors import BadLink
from cases.signing_commands import EndSession, OpenSession
from cases.signing_in import digest_of, end_session, open_session
from console.desk import ConsoleDesk
from console.shown import shown
from console.visitors import COOKIE, Visitor, fresh_cause, is_from_here, refused, signed_in, visitor_of

BYTES = 32


def routes(desk: ConsoleDesk) -> list[BaseRoute]:
    """Following the link shows a button and uses nothing up: messengers follow links too, to show what is behind them."""

    async def ask(request: Request) -> Response:
        if await visitor_of(desk, request):
            return RedirectResponse("/today", status_code=303)
        return shown("sign-in.html", None)

    async def knock(request: Request) -> Response:
        return shown("enter.html", None, code=request.path_params["code"])

    async def enter(request: Request) -> Response:
        secret, now = secrets.token_urlsafe(BYTES), desk.clock.now()
        if not is_from_here(request):
            return refused("请从聊天里的链接点进来。", None, 403)
        opening = OpenSession(request.path_params["code"], digest_of(secret), now, fresh_cause())
        try:
            await desk.run(open_session, opening)
        except BadLink:
            return refused("这个链接用过了或过期了。请在聊天里再发一次「控制台」，点新的链接。", None, 410)
        answer = RedirectResponse("/today", status_code=303)
        # no age: it goes with the browser, and the session ends by itself before long
        answer.set_cookie(COOKIE, secret, httponly=True, samesite="strict", secure=desk.secure)
        return answer

    async def leave(_: Request, visitor: Visitor) -> Response:
        await desk.run(end_session, EndSession(visitor.signed.session, desk.clock.now(), fresh_cause()))
        answer = RedirectResponse("/sign-in", status_code=303)
        answer.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=desk.secure)
        return answer

    return [
        Route("/sign-in", ask),
        Route("/enter/{code}", knock, methods=["GET"]),
        Route("/enter/{code}", enter, methods=["POST"]),
        Route("/leave", signed_in(desk, leave), methods=["POST"]),
    ]
