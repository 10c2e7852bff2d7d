"""Tables out and work orders in: `minhu export` and `minhu import`."""

from pathlib import Path
from typing import Annotated

import typer

from bot import chinese

app = chinese.group("")
EXPORT = """把一张表写成 .xlsx：日期是日期，数字是数字，内容里的 = + - @ 不会变成公式。

表：cases 诉求，whistles 吹哨，ranking 排名，registry 登记表，dismissals 不予受理，announcements 通知，dead-letters 送不到，parked 搁置，audit 留痕。"""
TABLE = "哪张表。"
FILE = "写到哪个 .xlsx 文件；已有的不覆盖。"
MONTH = "whistles、ranking 的月份，例如 2026-02；whistles 不写就是全部，ranking 不写就是本月。"
POST = "cases、ranking 只要哪个区划的，写区划编码；不写就是全区。"
STATUS = "cases 只要这些状态，可以写几次，或 open（没画句号的）。"


@app.command("export", cls=chinese.Command, help=EXPORT)
def export(
    table: Annotated[str, typer.Argument(help=TABLE, metavar="表")],
    path: Annotated[Path, typer.Argument(help=FILE, metavar="文件.xlsx")],
    month: Annotated[str, typer.Option(help=MONTH, metavar="年-月")] = "",
    post: Annotated[str, typer.Option(help=POST, metavar="编码")] = "",
    status: Annotated[list[str] | None, typer.Option(help=STATUS, metavar="状态")] = None,
) -> None:
    from bot.desk import export_registry, statuses_of
    from bot.exports import export_table
    from bot.month_page import month_typed

    if table == "registry":
        raise typer.Exit(export_registry(path))
    raise typer.Exit(export_table(table, path, month_typed(month), post, statuses_of(status or [])))
