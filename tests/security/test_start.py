"""At its start the desk speaks to nobody but whom it was told to speak to: no look for updates, no counting, no fonts from afar.
Of the demo, tests/bot/test_demo.py says the same."""

import subprocess
import sys
import time
from pathlib import Path

import httpx

from bot.demo import populate
from tests.ear import Ear
from tests.live import Bot, Sandbox


def test_the_service_connects_to_the_messenger_it_was_given_and_to_nobody_else(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    ear = Ear(tmp_path)
    more = {"MINHU_DIGEST_CHART": "on", "MINHU_CONSOLE": "on", "MINHU_OPEN311": "read"}
    bot = Bot(sandbox, f"sqlite:///{tmp_path / 'minhu.db'}", tmp_path, more)
    sandbox.post("people", populate(bot.database_url))
    with bot.log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=tmp_path,
            env=ear.environment | bot.settings,
            stdout=out,
            stderr=out,
        )
    try:
        bot.wait_until_ready(90)
        assert httpx.get(f"http://{bot.listen}/sign-in").status_code == 200
        time.sleep(1)  # what comes once all runs
    finally:
        process.kill()
        process.wait(30)
    assert ear.spoken_to() - {("127.0.0.1", 0)} == {("127.0.0.1", httpx.URL(sandbox.url).port)}


def test_the_ear_hears(tmp_path: Path) -> None:
    ear = Ear(tmp_path)
    program = "import socket\ntry: socket.create_connection(('192.0.2.1', 9), timeout=0.01)\nexcept OSError: pass"
    subprocess.run([sys.executable, "-c", program], env=ear.environment, check=True)
    assert ("192.0.2.1", 9) in ear.spoken_to()
