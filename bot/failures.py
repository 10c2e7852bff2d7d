"""`minhu dead-letters` and `minhu parked`: what could not be done, and what an administrator does about it."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from bot.hooks import hook_lines
from bot.opening import open_desk
from bot.settings import SettingsError
from cases.ports import DeadLetter, Failures, ParkedUpdate
from texts.failures import message_kind, reason, update_kind

OK = 0
ALL = "all"
HOOK = "w"
SHOWN = 200
Act = Callable[[Sequence[int] | None], int]


def dead_letters(rows: list[str], *, again: bool, dismiss: bool, as_json: bool) -> int:
    """Rows of webhooks are written w12: theirs is another queue."""
    hooked = [row[1:] for row in rows if row.startswith(HOOK)]
    plain = [row for row in rows if not row.startswith(HOOK)]
    chosen = _chosen(plain, again=again, dismiss=dismiss) if plain or not hooked else []
    others = _chosen(hooked, again=again, dismiss=dismiss) if hooked else None if plain == [ALL] else []
    with open_desk() as (_, store, _):
        if again:
            count = store.failures.send_again(chosen) + store.hooks.again(others)
            return _done("重新排队", count, "封，运行中的机器人会马上再发。")
        if dismiss:
            return _done("放下", store.failures.drop_letters(chosen) + store.hooks.drop(others), "封，不再发送。")
        letters = store.failures.dead_letters(SHOWN)
        if as_json:
            return _as_json(letters)
        return _listed([*hook_lines(store.hooks.dead(SHOWN)), *map(letter_line, letters)], "没有送不到的消息。")


def parked_updates(rows: list[str], *, again: bool, dismiss: bool, as_json: bool) -> int:
    chosen = _chosen(rows, again=again, dismiss=dismiss)
    with _failures() as failures:
        if again:
            return _done("重新排队", failures.handle_again(chosen), "条，运行中的机器人会马上再处理。")
        if dismiss:
            return _done("放下", failures.drop_updates(chosen), "条，不再处理。")
        updates = failures.parked_updates(SHOWN)
        return _as_json(updates) if as_json else _listed(list(map(update_line, updates)), "没有搁置的更新。")


def letter_line(letter: DeadLetter) -> str:
    whom = f"{letter.post}（{letter.chat}）" if letter.post else letter.chat
    facts = (message_kind(letter.kind), letter.number, whom, reason(letter.why))
    return f"{letter.row}  {letter.at:%m-%d %H:%M}  {'  '.join(filter(None, facts))}"


def update_line(update: ParkedUpdate) -> str:
    return f"{update.row}  {update.at:%m-%d %H:%M}  {update_kind(update.kind)}  聊天 {update.lane}  {update.why}"


@contextmanager
def _failures() -> Iterator[Failures]:
    with open_desk() as (_, store, _):
        yield store.failures


def _chosen(rows: list[str], *, again: bool, dismiss: bool) -> Sequence[int] | None:
    """None for all. Raises SettingsError: which rows an action is for is never guessed."""
    if again and dismiss:
        raise SettingsError("--again 和 --dismiss 只能选一个。")
    if not (again or dismiss):
        if rows:
            raise SettingsError("写了行号，还要说怎么办：--again 再试，或 --dismiss 放下。")
        return None
    if rows == [ALL]:
        return None
    if not rows or not all(row.isascii() and row.isdigit() for row in rows):
        raise SettingsError(f"要写行号（可以几个，空格隔开）或 {ALL}，行号见不带选项时的列表。")
    return [int(row) for row in rows]


def _done(what: str, count: int, rest: str) -> int:
    print(f"已{what} {count} {rest}")
    return OK


def _as_json(rows: Sequence[Any]) -> int:
    print(json.dumps([{**asdict(row), "at": row.at.isoformat(timespec="seconds")} for row in rows]))
    return OK


def _listed(lines: Sequence[str], nothing: str) -> int:
    for line in lines:
        print(line)
    print(f"共 {len(lines)} 条，新的在前。" if lines else nothing, file=sys.stderr)
    return OK
