"""A ranking at the command line."""

from dataclasses import asdict
from typing import Any

from bot.month_page import print_page
from cases.messages import Ranking
from cases.months import Month
from cases.ranking import ranking_of


def print_ranking(month: Month | None, post: str, *, as_json: bool) -> int:
    return print_page(ranking_of, _facts, month, post, "排名", as_json=as_json)


def _facts(page: Ranking) -> dict[str, Any]:
    facts = asdict(page)
    weights = dict(zip(("contacted", "solved", "satisfied"), page.weights, strict=True))
    return {
        "ranked": facts["ranked"],
        "left_out": facts["left_out"],
        "praised": facts["praised"],
        "formula": {"weights": weights, "fairly_satisfied": page.fairly, "fewest": page.fewest},
    }
