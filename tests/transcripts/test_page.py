"""The page of all transcripts holds every word of them, and nothing of them is markup."""

import re
from html import unescape
from pathlib import Path

from tests.transcripts.page import exchange, render
from tests.transcripts.test_transcripts import FILES


def plain(page: str) -> str:
    return re.sub(r"\s+", "", unescape(re.sub("<[^>]*>", "", page)))


def test_every_word_of_every_exchange_is_on_the_page() -> None:
    page = plain(render(FILES))
    for path in FILES:
        for line in path.read_text("utf-8").splitlines():
            words = re.sub(r"^\s*(#|@|\+|→)?\s*|\(改\)$|^[^:]*: ", "", line)
            for piece in re.split("[〔〕]", words):
                assert re.sub(r"\s+", "", piece) in page, line


def test_what_people_write_is_no_markup(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(
        "# <b>题</b>\n\n居民甲: <script>alert(1)</script>\n  → 居民甲\n    <i>收到</i>\n    〔好<了〕\n"
    )
    page = render([tmp_path / "x.txt"])
    assert "<script>" not in page
    assert "<i>" not in page


def test_a_card_that_is_edited_says_so_and_keeps_its_rows_of_buttons(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(
        "# 题\n\n甲: 〔接单〕\n  (提示) 接单\n  → 甲 (改)\n    一\n    二\n    〔办结〕〔看〕\n    〔更多〕\n"
    )
    said, toast, card = exchange(tmp_path / "x.txt").said
    assert (said.kind, said.who, said.lines) == ("said", "甲", ("〔接单〕",))
    assert (toast.kind, toast.lines) == ("toast", ("(提示) 接单",))
    assert (card.edited, card.lines, card.buttons) == (True, ("一", "二"), (("办结", "看"), ("更多",)))
