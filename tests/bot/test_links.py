"""A link for every grid, for the posters."""

import csv

import pytest

from bot.links import PAYLOAD, print_links
from storage.registry_files.demo import demo_registry
from storage.store import Store
from tests.cases.conftest import Hands, rules


def test_every_grid_has_its_link(
    tmp_path: object, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/desk.db"
    monkeypatch.setenv("MINHU_DATABASE_URL", url)
    monkeypatch.setenv("MINHU_CLOCK_URL", "")
    store = Store(url, Hands(), rules())
    store.migrate()
    store.save_registry(demo_registry())
    store.close()
    assert print_links("minhu_bot") == 0
    heading, *rows = csv.reader(capsys.readouterr().out.splitlines())
    assert heading[-1] == "链接"
    assert len(rows) == len(demo_registry().grids)
    assert all(PAYLOAD.fullmatch(row[-1].partition("start=")[2]) for row in rows)
    assert rows[0][-1] == f"https://t.me/minhu_bot?start=grid_{rows[0][0]}"
