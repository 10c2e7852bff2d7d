"""Waiting for what happens elsewhere, in a thread or another process; and a server in a thread."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn


def until(happened: Callable[[], bool], seconds: float = 20) -> float:
    """How long it took, in seconds."""
    begun = time.monotonic()
    while not happened():
        assert time.monotonic() - begun < seconds, "it never came to pass"
        time.sleep(0.02)
    return time.monotonic() - begun


@contextmanager
def serving(app: Any, **more: Any) -> Iterator[str]:
    """Where it listens."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, log_level="warning", access_log=False, **more))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(5)
