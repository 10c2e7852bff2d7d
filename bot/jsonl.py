"""`minhu read` and `minhu locate`: a line of JSON in, a line of JSON out, at once, in order, whatever a line holds."""

import json
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any, BinaryIO

Answer = Callable[[dict[str, Any]], dict[str, Any]]
FAULTS = 1


class BadLine(Exception):
    """Says in Chinese what is wrong with a line."""


def stream(answer: Answer, lines: Iterable[bytes], out: BinaryIO) -> int:
    """Writes one line per line that is not blank. Returns 1 when any line was bad, else 0."""
    code = 0
    try:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                found = _answered(answer, line, number)
                code = FAULTS if "error" in found else code
                out.write(_encoded(found) + b"\n")
                out.flush()
    except BrokenPipeError:
        # whoever read our lines has seen enough; Python would complain once more at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _answered(answer: Answer, line: bytes, number: int) -> dict[str, Any]:
    try:
        return answer(_request(line))
    except BadLine as error:
        return {"error": str(error), "line": number}
    except Exception as error:
        # a fault of ours in one line must not lose the lines behind it
        return {"error": f"这一行处理不了（{type(error).__name__}）", "line": number}


def _request(line: bytes) -> dict[str, Any]:
    try:
        request = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadLine("不是 UTF-8 文字") from None
    except (ValueError, RecursionError):
        raise BadLine("不是完整的 JSON") from None
    if not isinstance(request, dict):
        raise BadLine('要写成 {"id": …, "text": …}')
    if not isinstance(request.get("id"), str | int):
        raise BadLine("缺少 id，或 id 不是文字和整数")
    if not isinstance(request.get("text"), str):
        raise BadLine("缺少 text，或 text 不是文字")
    return request


def optional_text(request: dict[str, Any], name: str) -> str:
    """A field that may be missing or null. Raises BadLine when it is something else than text."""
    value = request.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadLine(f"{name} 不是文字")
    return value


def _encoded(found: dict[str, Any]) -> bytes:
    try:
        return json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half of a character pair came in: it goes out as it came
        return json.dumps(found).encode()
