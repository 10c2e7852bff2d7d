"""The ledger of whistles at the command line, for whoever runs the desk: the page a desk would get, or JSON."""

import json
import sys
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.desk import FAULTS, OK, open_desk, registry_of
from bot.words import words_for
from cases.ledger import ledger_of
from cases.messages import WhistleLedger
from cases.model import PostCode
from cases.months import Month
from cases.org import Org
from storage.store import Store


def print_whistles(month: Month | None, post: str, *, as_json: bool) -> int:
    with open_desk() as (settings, store, clock):
        org = Org(registry_of(store))
        desk = post or org.top
        if not org.is_desk(desk):
            print(f"没有值班岗 {post}：吹哨台账只有村、街道和区的，请写区划编码。", file=sys.stderr)
            return FAULTS
        now = clock.now()
        page = _page(store, PostCode(desk), month, now)
        text = words_for(settings).render(page, now).text
        print(json.dumps(_as_json(page), ensure_ascii=False, indent=2) if as_json else text)
    return OK


def _page(store: Store, desk: PostCode, month: Month | None, now: datetime) -> WhistleLedger:
    with store.unit_of_work() as uow:
        return ledger_of(uow, desk, month, now)


def _as_json(page: WhistleLedger) -> dict[str, Any]:
    facts = asdict(page)
    return {
        "post": page.post,
        "month": str(Month(page.year, page.month)),
        "until": page.until.isoformat() if page.until else None,
        "departments": facts["departments"],
        "callers": facts["callers"],
        "patience_minutes": page.patience_minutes,
    }
