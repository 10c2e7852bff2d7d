"""`python -m sandbox`: start the local Bot API server and its page of phones."""

import argparse
import asyncio
import logging
import sys
from pathlib import Path

import uvicorn

from sandbox.core.errors import ApiError
from sandbox.server.app import build
from sandbox.server.saving import BadState


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m sandbox", description="本地 Bot API 沙盒：不用真实令牌，也不用联网。")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址（默认只限本机）")
    parser.add_argument("--port", type=int, default=8081, help="端口（默认 8081）")
    parser.add_argument("--state", type=Path, help="把状态存进这个文件，下次接着用")
    parser.add_argument("--token", help="只认这个令牌；不给则认第一个来的")
    parser.add_argument("--seed", type=int, help="故障的随机种子，便于重现")
    return parser.parse_args()


def _not_the_end(record: logging.LogRecord) -> bool:
    """Whether a line tells of more than a long poll or a watching page that was cut off at the end."""
    cut_off = record.exc_info is not None and isinstance(record.exc_info[1], asyncio.CancelledError)
    return not (cut_off or str(record.msg).startswith("Cancel %s running task(s)"))


def main() -> int:
    """Serve until stopped; exit status 2 when the arguments make no sense."""
    wish = _arguments()
    try:
        app = build(token=wish.token, state=wish.state, seed=wish.seed)
    except (ApiError, BadState) as error:
        print(f"沙盒没有启动：{'令牌的写法不对。' if isinstance(error, ApiError) else error}", file=sys.stderr)
        return 2
    print(f"民呼必应沙盒：http://{wish.host}:{wish.port}/", flush=True)
    # The access log would hold tokens; a watching page or a long poll must not delay the end, nor fill the screen.
    logging.getLogger("uvicorn.error").addFilter(_not_the_end)
    uvicorn.run(
        app,
        host=wish.host,
        port=wish.port,
        access_log=False,
        log_level="warning",
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
