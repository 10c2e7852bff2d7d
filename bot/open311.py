"""The Open311 interface on this desk: its reads, its keys, and filing by them."""

import asyncio
import secrets
from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b

from starlette.types import ASGIApp

from bot.outside import Brought, Outsider
from bot.settings import Settings
from cases.model import API, CaseId, ChatRef, Source
from cases.pages.open311 import FiledCase, PublicCase, Wanted
from cases.ports import Clock
from console.open311.app import Filing, open311_app
from console.open311.services import services
from storage.store import Store

KEY_BYTES = 24


def new_key() -> str:
    return secrets.token_urlsafe(KEY_BYTES)


def open311(settings: Settings, store: Store, outsider: Outsider, clock: Clock) -> ASGIApp:
    return open311_app(Desk(settings, store, outsider, clock), services())


class Desk:
    """A Desk311."""

    def __init__(self, settings: Settings, store: Store, outsider: Outsider, clock: Clock) -> None:
        self.can_file = settings.open311 == "write"
        self.a_minute = settings.open311_a_minute
        self._store, self._outsider, self._clock = store, outsider, clock

    def now(self) -> datetime:
        return self._clock.now()

    async def public(self, wanted: Wanted) -> Sequence[PublicCase]:
        return await asyncio.to_thread(self._store.public.public, wanted)

    async def key_of(self, secret: str) -> str:
        return await asyncio.to_thread(self._store.api_keys.name_of, secret) if secret else ""

    async def file(self, filing: Filing) -> FiledCase:
        case_id = self._id(filing.key, filing.again or secrets.token_hex(16))
        if filing.again and (before := await self._outsider.find(case_id)):
            return before
        new = filing.new
        whole = new.lon_lat
        return await self._outsider.file(
            Brought(
                chat=_chat(filing.key, new.account_id),
                id=case_id,
                source=Source.API,
                words=new.description or services().by_code[new.service_code].name,
                place=" ".join(filter(None, (new.address_string, new.address_id))),
                contact=new.phone,
                lon=whole[0] if whole else None,
                lat=whole[1] if whole else None,
                topic=filing.topic,
            )
        )

    async def filed_before(self, key: str, again: str) -> FiledCase | None:
        return await self._outsider.find(self._id(key, again))

    def _id(self, key: str, again: str) -> CaseId:
        return self._outsider.id_of(ChatRef(f"{API}{key}"), f"again/{again}")


def _chat(key: str, account: str) -> ChatRef:
    """The same person of the same program, without keeping what that program calls them."""
    who = blake2b(account.encode("utf-8", "replace"), digest_size=8).hexdigest() if account else secrets.token_hex(8)
    return ChatRef(f"{API}{key}/{who}")
