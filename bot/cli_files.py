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


import_app = chinese.group("导入：12345 的工单表。")
app.add_typer(import_app, name="import")
IMPORT = """把 12345 的工单表（.xlsx 或 .csv）导成诉求：读出主题和地点，派给网格；同一个工单编号只建一件。

列名自己猜（工单编号、诉求内容、事发地址、来电时间、联系电话、办理时限……），猜不对就用 --map。先加 --dry-run 看一遍。
有一行不对就什么也不写，逐行告诉您哪里不对；中途停了，再运行一次接着导。"""
ORDERS = "工单表，.xlsx（第一张表）或 .csv。"
MAP = "两列的 CSV：他们的列名,工单编号|诉求内容|标题|地址|来电时间|联系电话|办理时限。"
DRY_RUN = "只检查，不写入。"
SKIP = "跳过有错的行，其余照导。"
BY = "由哪个值班岗接单、代为确认，写区划编码；不写就是区里。"


@import_app.command("cases", cls=chinese.Command, help=IMPORT)
def import_cases(
    path: Annotated[Path, typer.Argument(help=ORDERS, metavar="文件")],
    mapping: Annotated[Path | None, typer.Option("--map", help=MAP, metavar="文件")] = None,
    by: Annotated[str, typer.Option("--by", help=BY, metavar="编码")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=DRY_RUN)] = False,
    skip: Annotated[bool, typer.Option("--skip", help=SKIP)] = False,
) -> None:
    from bot.order_import import import_orders

    raise typer.Exit(import_orders(path, mapping, by, dry_run=dry_run, skip=skip))
