"""`minhu exchange run`: one look at the folder of 12345, now."""

import asyncio
import sys
from typing import Any

import typer

from bot import chinese

APP = "和 12345 用文件来往：工单放进文件夹就立案，办理状态写成文件交回去。文件夹写在 MINHU_HOTLINE_DIR。"
RUN = """现在就看一次文件夹（运行中的机器人每 15 秒自己看一次）。

退出码 1 表示有的行没有立案：原因在旁边的 .errors.csv 里，写明第几行、哪一列；或有的文件收不了，还在原处。"""
OK, FAULTS, BAD_USAGE = 0, 1, 2
app = chinese.group(APP)


@app.callback()
def exchange() -> None:
    """Keeps `run` a command of its own."""


@app.command("run", cls=chinese.Command, help=RUN)
def run() -> None:
    from bot.exchange import Exchange
    from bot.opening import open_desk
    from bot.work_orders import clerk_for

    with open_desk() as (settings, store, clock):
        if not settings.hotline_dir:
            print("没有设置 MINHU_HOTLINE_DIR：请写一个文件夹。", file=sys.stderr)
            raise typer.Exit(BAD_USAGE)

        async def execute(use_case: Any, command: Any) -> None:
            use_case(store.unit_of_work(), command)

        done = asyncio.run(Exchange(settings, store, execute, clock, lambda: clerk_for(settings, store)).once())
    waiting = f"，{done.waiting} 个还在写，过几秒再来" if done.waiting else ""
    stuck = f"，{done.stuck} 个收不了，留在原处" if done.stuck else ""
    print(
        f"收 {done.files} 个文件{waiting}{stuck}：立案 {done.filed} 件，已有 {done.known} 件，{done.faults} 行要改；"
        f"交回 {done.written} 条状态。"
    )
    raise typer.Exit(FAULTS if done.faults or done.stuck else OK)
