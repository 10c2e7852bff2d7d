"""`minhu open311`: keys for programs that file."""

import re
import sys
from typing import Annotated

import typer

from bot import chinese

APP = "公开接口（Open311）：谁的程序可以替人提交。接口由设置 MINHU_OPEN311 打开，见 docs/open311.md。"
KEYS = "管理 api_key。"
ADD = """给一个程序发 api_key，只显示这一次，库里只存摘要。

名字用字母、数字、- 和 _，最多 40 个，例如 fixmystreet；件会记在这个名字下。"""
LIST = "列出发过的 api_key：名字、日期、是否停用。"
REVOKE = "停用一个 api_key，马上生效；已经提交的件不受影响。"
NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")
OK, FAULTS, BAD_USAGE = 0, 1, 2

app = chinese.group(APP)
key_app = chinese.group(KEYS)
app.add_typer(key_app, name="key")
Name = Annotated[str, typer.Argument(help="程序的名字。", metavar="名字")]


@key_app.command("add", cls=chinese.Command, help=ADD)
def add(name: Name) -> None:
    from bot.open311 import new_key
    from bot.opening import open_desk

    if not NAME.fullmatch(name):
        print("名字只用字母、数字、- 和 _，最多 40 个。", file=sys.stderr)
        raise typer.Exit(BAD_USAGE)
    key = new_key()
    with open_desk() as (_, store, _):
        if not store.api_keys.add(name, key):
            print(f"{name} 已经有了（停用的名字也不能再用）：请换一个名字。", file=sys.stderr)
            raise typer.Exit(FAULTS)
    print(key)
    print(f"这是 {name} 的 api_key，只显示这一次：请当面或用安全的办法交给对方。", file=sys.stderr)


@key_app.command("list", cls=chinese.Command, help=LIST)
def show() -> None:
    from bot.opening import open_desk

    with open_desk() as (_, store, _):
        found = store.api_keys.all()
    for one in found:
        ended = f"  {one.revoked_at:%Y-%m-%d %H:%M} 停用" if one.revoked_at else ""
        print(f"{one.name}  {one.at:%Y-%m-%d %H:%M}{ended}")
    if not found:
        print("还没有发过：minhu open311 key add 名字")


@key_app.command("revoke", cls=chinese.Command, help=REVOKE)
def revoke(name: Name) -> None:
    from bot.opening import open_desk

    with open_desk() as (_, store, _):
        if not store.api_keys.revoke(name):
            print(f"没有在用的 {name}：minhu open311 key list 看有哪些。", file=sys.stderr)
            raise typer.Exit(FAULTS)
    print(f"{name} 已停用。")
