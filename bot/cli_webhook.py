"""`minhu webhook`: which other systems are told of what happens."""

from typing import Annotated

import typer

from bot import chinese

APP = """别的系统的回调（webhook）：件登记、办结、画句号……时发一条签名的 JSON。

没有个人信息：只有编号、状态、时间、主题、地方。举报和保密的件不发。怎么验签名见 docs/operations.md 第 9 节。"""
ADD = """登记一个回调地址，打印一次验签名用的密钥。

--events 写要听的事，逗号隔开：filed 登记、accepted 接单、resolved 办结、disputed 说没好、closed 各种结束、all 全部；写错了会列出全部名字。"""
LIST = "列出回调：编号、地址、听什么、几条在等、几条送不到。"
REMOVE = "去掉一个回调，还在等的不再发。"
TEST = "马上发一条测试（event 是 ping），看对方收不收。"
app = chinese.group(APP)
Id = Annotated[str, typer.Argument(help="minhu webhook list 里的编号。", metavar="编号")]


@app.command("add", cls=chinese.Command, help=ADD)
def add(
    url: Annotated[str, typer.Argument(help="完整网址，https 开头。", metavar="网址")],
    events: Annotated[str, typer.Option(help="要听的事，逗号隔开。", metavar="事,事")] = "all",
) -> None:
    from bot.hooks import add_hook

    raise typer.Exit(add_hook(url, events))


@app.command("list", cls=chinese.Command, help=LIST)
def show() -> None:
    from bot.hooks import list_hooks

    raise typer.Exit(list_hooks())


@app.command("remove", cls=chinese.Command, help=REMOVE)
def remove(hook: Id) -> None:
    from bot.hooks import remove_hook

    raise typer.Exit(remove_hook(hook))


@app.command("test", cls=chinese.Command, help=TEST)
def test(hook: Id) -> None:
    from bot.hooks import try_hook

    raise typer.Exit(try_hook(hook))
