"""Tests of the console, spoken to over ASGI as a browser or Telegram would."""

import httpx
from starlette.applications import Starlette


def browser(app: Starlette) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost", follow_redirects=True)
