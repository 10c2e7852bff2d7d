"""A ranking at the command line, for whoever runs the desk: the page a desk would get, or JSON."""

import json
import sys
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.desk import FAULTS, OK, open_desk, registry_of
from bot.words import words_for
from cases.messages import Ranking
from cases.model import PostCode
from cases.months import Month
from cases.org import Org
from cases.ranking import ranking_of
from storage.store import Store


def print_ranking(month: Month | None, post: str, *, as_json: bool) -> int:
    with open_desk() as (settings, store, clock):
        org = Org(registry_of(store))
        desk = post or org.top
        if not org.is_desk(desk):
            print(f"没有值班岗 {desk}：排名只有村、街道和区的，请写区划编码。", file=sys.stderr)
            return FAULTS
        now = clock.now()
        page = _page(store, PostCode(desk), month, now)
        text = words_for(settings).render(page, now).text
        print(json.dumps(_as_json(page), ensure_ascii=False, indent=2) if as_json else text)
    return OK


def _page(store: Store, desk: PostCode, month: Month | None, now: datetime) -> Ranking:
    with store.unit_of_work() as uow:
        return ranking_of(uow, desk, month, now)


def _as_json(page: Ranking) -> dict[str, Any]:
    facts = asdict(page)
    weights = dict(zip(("contacted", "solved", "satisfied"), page.weights, strict=True))
    return {
        "post": page.post,
        "month": str(Month(page.year, page.month)),
        "until": page.until.isoformat() if page.until else None,
        "ranked": facts["ranked"],
        "left_out": facts["left_out"],
        "praised": facts["praised"],
        "formula": {"weights": weights, "fairly_satisfied": page.fairly, "fewest": page.fewest},
    }
