"""A month, or three days of one, in a whole district."""

import os
from datetime import datetime, timedelta
from pathlib import Path

from tests.databases import EngineName, Prepared, copied
from tests.endurance.month import BEGINS, Month, Scale
from tests.endurance.month_audit import Audit, report
from tests.endurance.scales import long, sizes
from tests.endurance.town import Town
from tests.live import Bot

SEED = int(os.environ.get("MONTH_SEED", "20260302"))


@sizes(
    "scale",
    long("sqlite", Scale(3, 60, residents=60, groups=6, every=timedelta(hours=2))),
    long("sqlite", Scale(30, 5000, residents=3000, groups=30, every=timedelta(minutes=30)), 3 * 3600),
)
def test_every_case_ends_or_stands_on_a_rung_that_says_why(
    scale: Scale, engine: EngineName, whole_district: Prepared, tmp_path: Path
) -> None:
    with Town(scale.residents, now=BEGINS.isoformat()) as town, copied(whole_district, tmp_path) as url:
        month = Month(town, Bot(town.sandbox, url, tmp_path), url, scale, SEED)
        month.move_in()
        month.plan()
        month.bot.start()
        audit = Audit(url)
        month.at_digest.append(audit.count_for_digests)
        if scale.days > 7:
            month.at_digest.append(lambda now: so_far(audit, month, now))
        seconds = month.run()
        month.bot.stop()
        figures = audit.settle(month)
    print(report(figures, month, seconds))
    assert not [line for line in figures if not line.holds], report(figures, month, seconds)


def so_far(audit: Audit, month: Month, now: datetime) -> None:
    """A long month tells every few days how it goes."""
    if now.day % 3 == 0:
        print(report(audit.settle(month), month, month.seconds), flush=True)
