"""Deep links into the chat: of every grid, for the codes at the doors, and of whoever is to be bound."""

import csv
import re
import sys
from collections.abc import Callable

from bot.desk import FAULTS, OK, username_of
from bot.opening import open_desk, registry_of
from cases.org import Org
from handlers.words import BIND_PAYLOAD, GRID_PAYLOAD
from storage.inert import inert

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What Telegram carries behind ?start= (Bot API, deep linking)."""


class BotLinks:
    """A cases.pages.posts.Links. `username` is asked each time: a process learns it some time after its start."""

    def __init__(self, username: Callable[[], str]) -> None:
        self._username = username

    def to_bind(self, code: str) -> str:
        return self._to(BIND_PAYLOAD + code)

    def to_grid(self, grid: str) -> str:
        return self._to(GRID_PAYLOAD + grid)

    def _to(self, payload: str) -> str:
        username = self._username()
        return f"https://t.me/{username}?start={payload}" if username and PAYLOAD.fullmatch(payload) else ""


def print_links(username: str) -> int:
    with open_desk() as (settings, store, _):
        org = Org(registry_of(store))
        username = username or username_of(settings)
    if not username:
        print("问不到机器人的用户名：请加 --bot 用户名，或先填好 MINHU_BOT_TOKEN。", file=sys.stderr)
        return FAULTS
    links = BotLinks(lambda: username)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["网格编码", "网格", "所属", "链接"])
    left_out = 0
    for grid in org.registry.grids:
        if link := links.to_grid(grid.code):
            area = "".join(org.unit_label(unit) for unit in reversed(org.path(grid.village)[:-1]))
            out.writerow([inert(word) for word in (grid.code, grid.name, area, link)])
        else:
            left_out += 1
    if left_out:
        print(f"{left_out} 个网格的编码有链接装不下的字，没有列出。", file=sys.stderr)
    return OK
