"""A running bot with its doors open: what comes in by one goes out by the others."""

import json
import os
from pathlib import Path

import httpx

from bot.clock import SystemClock
from bot.rules import rules_from
from bot.settings import GivenSettings
from cases.hooks import Webhook
from storage.keys import Keys
from storage.store import Store
from tests.databases import Prepared, copied
from tests.doors.test_webhooks import SECRET, Listener
from tests.live import Bot, Sandbox
from tests.waiting import until

KEY = "a-key-for-tests"


def test_a_report_by_a_program_and_an_order_in_a_file(sandbox: Sandbox, district: Prepared, tmp_path: Path) -> None:
    drop, listener = tmp_path / "drop", Listener()
    drop.mkdir()
    order = drop / "order.json"
    order.write_text(json.dumps([{"number": "GD1", "text": "大寨村3组井盖没了"}], ensure_ascii=False), "utf-8")
    os.utime(order, (0, 0))
    with copied(district, tmp_path) as url:
        settings = GivenSettings(database_url=url)
        store = Store(url, SystemClock(settings.zone), rules_from(settings), keys=Keys.of("k" * 64))
        store.api_keys.add("tool", KEY)
        store.hooks.add(Webhook("w", listener.url, ("filed",), SystemClock(settings.zone).now()), SECRET)
        more = {
            "MINHU_OPEN311": "write",
            "MINHU_HOTLINE_DIR": str(drop),
            "MINHU_WEBHOOKS_TO": "loopback",
        }
        bot = Bot(sandbox, url, tmp_path, more)
        bot.start()
        try:
            form = {"api_key": KEY, "service_code": "0104", "description": "文昌街道大寨村2组路灯坏了"}
            answer = httpx.post(f"http://{bot.listen}/open311/v2/requests.json", data=form, timeout=20)
            assert answer.status_code == 200
            until(lambda: len(listener.heard) >= 2)
            until(lambda: any(path.suffix == ".csv" for path in (drop / "out").iterdir()))
            listed = httpx.get(f"http://{bot.listen}/open311/v2/requests.json", timeout=20).json()
        finally:
            bot.stop()
            store.close()
            listener.close()
    assert {one["event"] for one in listener.events} == {"filed"}
    assert answer.json()[0]["service_request_id"] in {row["service_request_id"] for row in listed}
    assert len(listed) == 2
    assert (drop / "done" / "order.json").exists()
