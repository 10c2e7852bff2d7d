"""Settles the accounts of a row: every complaint against its case, every message against its outbox row. Reads tables and
the sandbox's memory only; nothing here asks the code under test."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import Row, func, select

from cases.model import ChatRef
from storage.engine import open_engine, readers
from storage.tables import Handling, Sending, cases, inbox, outbox
from tests.endurance.table import Account
from tests.endurance.town import SIGN, Town
from texts.pushes import PUSH
from texts.saying import RESEND_MARK

NUMBER = re.compile(r"(?:0[1-9]|1[0-2])[0-3]\d-\d{3,6}(?!\d)")
OPEN_END = {Sending.DUE, Sending.DEAD}
STEP = {"reminder": "step", "card": "pushed"}
OF_NO_CASE = {"digest", "weekly", "surge_found"}
OF_A_CASE = {"receipt", "ask_verdict", "step_taken", "card", *PUSH}
PUSHES = {step: re.compile(re.escape(words).replace(r"\{left\}", ".*")) for step, words in PUSH.items()}


class Group(NamedTuple):
    """What may come once: of a chat and a case the receipt, the card, each reminder, a step, the question after it."""

    chat: str
    number: str
    kind: str


@dataclass(frozen=True)
class Books:
    """The desk's tables as they stand."""

    cases: Sequence[Row[Any]]
    outbox: Sequence[Row[Any]]
    updates: int
    """All there ever were."""
    parked: int

    @classmethod
    def of(cls, url: str) -> "Books":
        engine = open_engine(url)
        try:
            with readers(engine).begin() as db:
                told = select(outbox, cases.c.number).outerjoin(cases, cases.c.id == outbox.c.case_id)
                found = db.execute(select(cases)).all(), db.execute(told.order_by(outbox.c.id)).all()
                states = db.execute(select(inbox.c.state, func.count()).group_by(inbox.c.state)).all()
        finally:
            engine.dispose()
        count = {str(state): int(number) for state, number in states}
        return cls(*found, sum(count.values()), count.get(Handling.PARKED, 0))

    def of_the_town(self, town: Town) -> "Books":
        """Without what concerns strangers."""
        ours = [row for row in self.outbox if town.knows(row.chat)]
        return replace(self, cases=[case for case in self.cases if SIGN.search(case.text)], outbox=ours)

    def signs(self) -> Counter[int]:
        """How often each complaint is found in a case."""
        return Counter(int(sign) for case in self.cases for sign in SIGN.findall(case.text))


def settled(town: Town, url: str, *, strangers: bool = False) -> Account:
    """With `strangers`, what was sent by them and to them is left out."""
    books, said = Books.of(url), town.said()
    if strangers:
        books = books.of_the_town(town)
    signs = books.signs()
    doubles = _doubles(books, said)
    return Account(
        sent=town.sent,
        filed=len(books.cases),
        lost=sum(n not in signs for n in range(town.sent)),
        twice=sum(count - 1 for count in signs.values()),
        undelivered=_undelivered(books, said),
        unmarked=doubles[False],
        marked=doubles[True],
        uncertain=sum(max(row.attempts - 1, 1) for row in books.outbox if row.uncertain),
    )


# --- delivered at all ---


def _undelivered(books: Books, said: Sequence[Mapping[str, Any]]) -> int:
    """Messages that never went out, that nobody has seen, or that nobody ever wrote."""
    there = {(f"tg:{entry['chat']}", entry["message_id"]) for entry in said}
    stuck = sum(row.state in OPEN_END for row in books.outbox)
    unseen = sum(row.state == Sending.SENT and (_room(row.chat), row.message_id) not in there for row in books.outbox)
    told = {(row.case_id, row.kind) for row in books.outbox}
    unwritten = sum((case.id, kind) not in told for case in books.cases for kind in ("receipt", "card"))
    return int(stuck + unseen + unwritten)


def _room(chat: str) -> str:
    return chat.partition("/")[0]


# --- delivered once ---


def _doubles(books: Books, said: Iterable[Mapping[str, Any]]) -> dict[bool, int]:
    """How many messages came in excess, with the resend mark (True) and without."""
    seen: defaultdict[Group, Counter[bool]] = defaultdict(Counter)
    for entry in said:
        seen[group_of(entry)][RESEND_MARK in entry["text"]] += 1
    meant: defaultdict[Group, set[object]] = defaultdict(set)
    for row in books.outbox:
        meant[_group_meant(row)].add(row.message_id if row.state == Sending.SENT else "perhaps")
    doubles = {True: 0, False: 0}
    for group, copies in seen.items():
        wanted = max(len(meant[group] - {"perhaps"}), min(len(meant[group]), 1))
        unmarked = max(copies[False] - wanted, 0)
        doubles[False] += unmarked
        doubles[True] += max(copies.total() - wanted, 0) - unmarked
    return doubles


def _group_meant(row: Row[Any]) -> Group:
    kind = step_of(row) or row.kind
    if kind in OF_NO_CASE:
        return Group(row.chat, "", kind)
    return Group(row.chat, row.number or "", kind) if kind in OF_A_CASE else Group(row.chat, "", "other")


def step_of(row: Row[Any]) -> str:
    """Of a reminder, and of a card that came with one; empty of all else."""
    return str(json.loads(row.body).get(STEP[row.kind], "")) if row.kind in STEP else ""


def group_of(entry: Mapping[str, Any]) -> Group:
    chat, text = ChatRef(f"tg:{entry['chat']}"), str(entry["text"])
    first = text.partition("\n")[0]
    number = NUMBER.search(text)
    if "日报" in first:
        return Group(chat, "", "digest")
    if "周报" in first:
        return Group(chat, "", "weekly")
    if first.startswith("🌊"):
        return Group(chat, "", "surge_found")
    if number is None:
        return Group(chat, "", "other")
    if f"编号 {number[0]}" in text:
        return Group(chat, number[0], "receipt")
    if "您看是吗" in text:
        return Group(chat, number[0], "ask_verdict")
    if first.endswith("已接单。"):
        return Group(chat, number[0], "step_taken")
    pushed = next((step for step, words in PUSHES.items() if words.search(first)), "")
    if pushed or f"\u3000{number[0]}" in first:
        return Group(chat, number[0], pushed or "card")
    return Group(chat, "", "other")  # a refusal, or a list, which names it


# --- in order ---


def out_of_order(town: Town, url: str) -> int:
    """Receipts that came before the receipt of something the same resident had said earlier."""
    sign_of = {case.number: int(SIGN.findall(case.text)[0]) for case in Books.of(url).cases}
    newest: dict[int, int] = {}
    known: set[str] = set()
    inversions = 0
    for entry in town.said():
        group = group_of(entry)
        if group.kind != "receipt" or group.number in known:
            continue
        known.add(group.number)
        sign = sign_of[group.number]
        inversions += sign < newest.get(entry["chat"], -1)
        newest[entry["chat"]] = max(sign, newest.get(entry["chat"], -1))
    return inversions
