"""aiogram's view of the open draft, so that state filters work. It remembers nothing: the draft lives in the desk."""

import asyncio
from collections.abc import Mapping
from typing import Any, NoReturn

from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from cases.model import Actor, Draft
from cases.ports import Glance
from handlers.actor import chat_ref, person_ref


class ReadOnly(RuntimeError):
    """A state was to be written from a handler. States change only in use cases."""


class DraftView(BaseStorage):
    def __init__(self, glance: Glance) -> None:
        self._glance = glance

    async def get_state(self, key: StorageKey) -> str | None:
        draft = await self._draft(key)
        return draft.state.value if draft else None

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """{} without a draft, else `draft` (its id) and `about` (the case it is about, or None)."""
        draft = await self._draft(key)
        return {"draft": draft.id, "about": draft.about} if draft else {}

    async def set_state(self, key: StorageKey, state: StateType = None) -> NoReturn:  # noqa: ARG002
        raise ReadOnly("a conversation's state is changed by a use case, not by a handler")

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> NoReturn:  # noqa: ARG002
        raise ReadOnly("a conversation's data are changed by a use case, not by a handler")

    async def close(self) -> None:
        """Nothing is held."""

    async def _draft(self, key: StorageKey) -> Draft | None:
        group = key.chat_id < 0
        chat = chat_ref(key.chat_id, key.thread_id if group else None)
        return await asyncio.to_thread(self._glance.draft_of, Actor(chat, person_ref(key.user_id), group=group))
