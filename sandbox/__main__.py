"""`python -m sandbox`: start the local Bot API server and its page of phones."""

import argparse
import asyncio
import contextlib
import gc
import logging
import socket
import sys
from pathlib import Path

import uvicorn

from sandbox.core.errors import ApiError
from sandbox.server.app import Front, build
from sandbox.server.saving import BadState

KEEP_ALIVE_SECONDS = 75  # longer than clients keep theirs, or a call is lost now and then to a closing connection


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m sandbox", description="本地 Bot API 沙盒：不用真实令牌，也不用联网。")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址（默认只限本机）")
    parser.add_argument("--port", type=int, default=8081, help="端口（默认 8081；0 为任意空闲端口）")
    parser.add_argument("--state", type=Path, help="把状态存进这个文件，下次接着用")
    parser.add_argument("--token", help="只认这个令牌；不给则认第一个来的")
    parser.add_argument("--seed", type=int, help="故障的随机种子，便于重现")
    return parser.parse_args()


def _not_the_end(record: logging.LogRecord) -> bool:
    """Whether a line tells of more than a long poll or a watching page that was cut off at the end."""
    cut_off = record.exc_info is not None and isinstance(record.exc_info[1], asyncio.CancelledError)
    return not (cut_off or str(record.msg).startswith("Cancel %s running task(s)"))


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family, backlog=2048)
    # asyncio does so only for sockets it made itself; without it each answer waits 40 ms for an acknowledgement.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def _serve(app: Front, listening: socket.socket) -> None:
    # Messages are kept for good: to look through all of them for rubbish stops everything for half a second.
    gc.set_threshold(5_000, 1_000_000)
    # The access log would hold tokens; a watching page or a long poll must not delay the end, nor fill the screen.
    logging.getLogger("uvicorn.error").addFilter(_not_the_end)
    config = uvicorn.Config(
        app,
        access_log=False,
        log_level="warning",
        proxy_headers=False,
        timeout_graceful_shutdown=1,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
    )
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C has already ended the server properly
        uvicorn.Server(config).run(sockets=[listening])


def main() -> int:
    """Serve until stopped; exit status 2 when the arguments make no sense or the port is taken."""
    wish = _arguments()
    try:
        app = build(token=wish.token, state=wish.state, seed=wish.seed)
        listening = _listen(wish.host, wish.port)
    except (ApiError, BadState, OSError) as error:
        print(f"沙盒没有启动：{_reason(error, wish)}", file=sys.stderr)
        return 2
    host = f"[{wish.host}]" if ":" in wish.host else wish.host
    print(f"民呼必应沙盒：http://{host}:{listening.getsockname()[1]}/", flush=True)
    _serve(app, listening)
    return 0


def _reason(error: Exception, wish: argparse.Namespace) -> str:
    match error:
        case ApiError():
            return "令牌的写法不对。"
        case OSError():
            return f"{wish.host} 的端口 {wish.port} 用不了，可能已被占用，请用 --port 换一个。"
        case _:
            return str(error)


if __name__ == "__main__":
    sys.exit(main())
