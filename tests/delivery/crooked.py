"""A server that answers what a test tells it to: what the sandbox never says, and what stands between us and Telegram."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

Answer = tuple[int, str]
OK: Answer = (
    200,
    json.dumps({"ok": True, "result": {"message_id": 5, "date": 1, "chat": {"id": 1, "type": "private"}}}),
)


def refusal(code: int, description: str, **parameters: Any) -> Answer:
    body = {"ok": False, "error_code": code, "description": description, "parameters": parameters}
    return code, json.dumps({key: value for key, value in body.items() if value != {}})


async def heard(reader: asyncio.StreamReader) -> tuple[str, str]:
    """Head and body of the next call. Raises IncompleteReadError where none comes."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    length = next(line for line in head.lower().split("\r\n") if line.startswith("content-length"))
    return head, (await reader.readexactly(int(length.split(":")[1]))).decode()


class Crooked:
    def __init__(self, answers: Sequence[Answer]) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []
        """The methods called."""
        self.said: list[str] = []
        """What was in each call."""
        self.trickle_seconds = 0.0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                await self._answer(*await heard(reader), writer)
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, head: str, body: str, writer: asyncio.StreamWriter) -> None:
        self.said.append(body)
        self.asked.append(head.split()[1].rsplit("/", 1)[1])
        status, answer = self._answers.pop(0) if self._answers else OK
        raw = answer.encode()
        writer.write(f"HTTP/1.1 {status} X\r\ncontent-length: {len(raw)}\r\n\r\n".encode())
        for byte in raw:
            writer.write(bytes([byte]))
            if self.trickle_seconds:
                await writer.drain()
                await asyncio.sleep(self.trickle_seconds)
        await writer.drain()


@asynccontextmanager
async def crooked(*answers: Answer) -> AsyncIterator[tuple[Crooked, str]]:
    """The server, which answers in this order and then always with a message sent, and where it listens."""
    server = Crooked(answers)
    door = await asyncio.start_server(server.talk, "127.0.0.1", 0)
    async with door:
        yield server, f"http://127.0.0.1:{door.sockets[0].getsockname()[1]}"
