"""The ledger of whistles at the command line."""

from dataclasses import asdict
from typing import Any

from bot.month_page import print_page
from cases.ledger import ledger_of
from cases.messages import WhistleLedger
from cases.months import Month


def print_whistles(month: Month | None, post: str, *, as_json: bool) -> int:
    return print_page(ledger_of, _facts, month, post, "吹哨台账", as_json=as_json)


def _facts(page: WhistleLedger) -> dict[str, Any]:
    facts = asdict(page)
    return {
        "departments": facts["departments"],
        "callers": facts["callers"],
        "patience_minutes": page.patience_minutes,
    }
