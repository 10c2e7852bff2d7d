"""A page of a month at the command line, for whoever runs the desk: what a desk would get, or JSON."""

import json
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from bot import cli_texts as say
from bot.desk import FAULTS, OK
from bot.opening import open_desk, registry_of
from bot.settings import SettingsError
from bot.words import words_for
from cases.messages import Ranking, WhistleLedger
from cases.model import PostCode
from cases.months import Month, written
from cases.org import Org
from cases.ports import UnitOfWork

P = TypeVar("P", Ranking, WhistleLedger)
PageOf = Callable[[UnitOfWork, PostCode, Month | None, datetime], P]


def month_typed(typed: str) -> Month | None:
    """None where none was typed. Raises SettingsError."""
    month = written(typed)
    if typed and month is None:
        raise SettingsError(say.RANKING_NO_MONTH)
    return month


def print_page(
    page_of: PageOf[P],
    facts_of: Callable[[P], dict[str, Any]],
    month: Month | None,
    post: str,
    what: str,
    *,
    as_json: bool,
) -> int:
    """Of the district where no post is named. `what` is the page's name, `facts_of` gives what JSON has besides post and
    month."""
    with open_desk() as (settings, store, clock):
        org = Org(registry_of(store))
        desk = post or org.top
        if not org.is_desk(desk):
            print(f"没有值班岗 {desk}：{what}只有村、街道和区的，请写区划编码。", file=sys.stderr)
            return FAULTS
        now = clock.now()
        with store.unit_of_work() as uow:
            page = page_of(uow, PostCode(desk), month, now)
        told = {**_which(page), **facts_of(page)}
        text = words_for(settings).render(page, now).text
        print(json.dumps(told, ensure_ascii=False, indent=2) if as_json else text)
    return OK


def _which(page: Ranking | WhistleLedger) -> dict[str, Any]:
    return {
        "post": page.post,
        "month": str(Month(page.year, page.month)),
        "until": page.until.isoformat() if page.until else None,
    }
