"""Engines on this machine that make words out of a voice or a picture: a command that gets a file and prints what it found. A
process of its own, so that one that hangs can be ended and one that leaks takes nothing along."""

import asyncio
import contextlib
import os
import shlex
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from bot.settings import PREFIX, Settings
from cases.ports import EngineFailed

RAPIDOCR = "rapidocr"
FILE = "{file}"
MOST_OUTPUT = 64_000
LONGEST_WORDS = 1_000
"""More than that stands on no card."""


class CommandEngine:
    """A Transcriber and a PictureReader."""

    def __init__(self, command: Sequence[str], seconds: float, suffix: str) -> None:
        self._command = [*command] if any(FILE in part for part in command) else [*command, FILE]
        self._seconds, self._suffix = seconds, suffix

    async def hear(self, voice: bytes) -> str:
        return await self._words_of(voice)

    async def read(self, picture: bytes) -> str:
        return await self._words_of(picture)

    async def _words_of(self, data: bytes) -> str:
        with tempfile.TemporaryDirectory(prefix="minhu-") as folder:
            path = Path(folder, f"file{self._suffix}")
            await asyncio.to_thread(path.write_bytes, data)
            return _tidy(await self._run([part.replace(FILE, str(path)) for part in self._command], folder))

    async def _run(self, command: Sequence[str], folder: str) -> bytes:
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                cwd=folder,
                env={name: value for name, value in os.environ.items() if not name.startswith(PREFIX)},
                start_new_session=True,
            )
        except OSError as error:
            raise EngineFailed(f"cannot be started: {error.strerror}") from None
        try:
            async with asyncio.timeout(self._seconds):
                assert process.stdout is not None
                said = await _read(process.stdout)
                code = await process.wait()
        except TimeoutError:
            raise EngineFailed(f"took longer than {self._seconds:g} s") from None
        finally:
            await _end(process)
        if code != 0:
            raise EngineFailed(f"ended with {code}")
        return said


def command_of(setting: str) -> list[str]:
    """What a setting means; [] where nothing is wished."""
    if setting == RAPIDOCR:
        return [sys.executable, "-m", "nlp.eyes", FILE]
    return shlex.split(setting)


def lacking(setting: str) -> str:
    """Why the engine of a setting cannot be there: `rapidocr`, or the program that is missing; "" when it is there."""
    if setting == RAPIDOCR:
        return "" if find_spec("rapidocr") and find_spec("onnxruntime") else RAPIDOCR
    program = next(iter(command_of(setting)), "")
    return "" if not program or shutil.which(program) else program


def transcriber_of(settings: Settings) -> CommandEngine | None:
    command = command_of(settings.transcriber)
    return CommandEngine(command, settings.engine_seconds, ".ogg") if command else None


def picture_reader_of(settings: Settings) -> CommandEngine | None:
    command = command_of(settings.picture_reader)
    return CommandEngine(command, settings.engine_seconds, ".jpg") if command else None


async def _read(output: asyncio.StreamReader) -> bytes:
    read = bytearray()
    while part := await output.read(8_192):
        read += part
        if len(read) > MOST_OUTPUT:
            raise EngineFailed("says too much")
    return bytes(read)


async def _end(process: asyncio.subprocess.Process) -> None:
    """It and whatever it started, which may go on when it is done itself: the session is its own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()


def _tidy(said: bytes) -> str:
    return " ".join(said.decode("utf-8", "replace").split())[:LONGEST_WORDS]
