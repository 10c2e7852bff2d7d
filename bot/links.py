"""The deep link of every grid, for the codes at the doors."""

import csv
import re
import sys

from bot.desk import FAULTS, OK, open_desk, registry_of, username_of
from cases.org import Org
from handlers.words import GRID_PAYLOAD

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What Telegram carries behind ?start= (Bot API, deep linking)."""


def print_links(username: str) -> int:
    with open_desk() as (settings, store, _):
        org = Org(registry_of(store))
        username = username or username_of(settings)
    if not username:
        print("问不到机器人的用户名：请加 --bot 用户名，或先填好 MINHU_BOT_TOKEN。", file=sys.stderr)
        return FAULTS
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["网格编码", "网格", "所属", "链接"])
    left_out = 0
    for grid in org.registry.grids:
        payload = GRID_PAYLOAD + grid.code
        if PAYLOAD.fullmatch(payload):
            area = "".join(org.unit_label(unit) for unit in reversed(org.path(grid.village)[:-1]))
            out.writerow([grid.code, grid.name, area, f"https://t.me/{username}?start={payload}"])
        else:
            left_out += 1
    if left_out:
        print(f"{left_out} 个网格的编码有链接装不下的字，没有列出。", file=sys.stderr)
    return OK
