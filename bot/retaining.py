"""`minhu retain` and `minhu person`: what is old goes, and what a person asks for is done."""

import json
import sys
from dataclasses import asdict

from bot.opening import open_desk
from cases.deeds import COMMAND_LINE, Act, Deed
from cases.model import Case, Cause, Change, ChatRef
from cases.retaining import erase
from cases.retention import Forgotten

OK, FAULTS = 0, 1


def retain(*, dry_run: bool, as_json: bool) -> int:
    with open_desk() as (_, store, _):
        found = store.forget_old(dry_run=dry_run)
    print(json.dumps({**asdict(found), "dry_run": dry_run}) if as_json else _line(found, dry_run=dry_run))
    return OK


def _line(found: Forgotten, *, dry_run: bool) -> str:
    told = (
        f"诉求 {found.cases} 件，对话 {found.conversations} 段，消息 {found.messages} 条，原始消息 {found.updates} 条"
    )
    return f"会忘掉：{told}。没有写入。" if dry_run else f"已忘掉：{told}。统计不变。"


def export_person(chat: str) -> int:
    """JSON, for whoever asks in person."""
    with open_desk() as (_, store, clock), store.unit_of_work() as uow:
        kept = uow.kept_on(ChatRef(chat))
        done = Deed(Act.EXPORTED, clock.now(), COMMAND_LINE, person=chat)
        uow.record(Change(deeds=(done,)))
        uow.commit()
    facts = {"chat": chat, "cases": [_case(case) for case in kept.cases]}
    counts = {"conversations": kept.conversations, "messages": kept.messages, "updates": kept.updates}
    print(json.dumps({**facts, **counts}, ensure_ascii=False, indent=2, default=str))
    return OK


def _case(case: Case) -> dict[str, object]:
    hidden = {"evidence", "look_at", "version", "rung", "top3", "confidence"}
    return {name: value for name, value in asdict(case).items() if name not in hidden}


def erase_person(chat: str, *, sure: bool) -> int:
    with open_desk() as (_, store, clock), store.unit_of_work() as uow:
        cases = uow.kept_on(ChatRef(chat)).cases
        numbers = [case.number for case in cases if case.status.is_open]
        if not sure:
            print(f"会忘掉 {len(cases) - len(numbers)} 件；没办完的 {len(numbers)} 件改成匿名：{' '.join(numbers)}")
            print("确定就加 --yes 再运行一次；删了找不回来。", file=sys.stderr)
            return FAULTS
        forgotten, _ = erase(uow, ChatRef(chat), clock.now(), Cause(f"{COMMAND_LINE}/{clock.now().isoformat()}"))
        done = Deed(Act.ERASED, clock.now(), COMMAND_LINE, person=chat, outcome=str(forgotten))
        uow.record(Change(deeds=(done,)))
        uow.commit()
    print(_line(forgotten, dry_run=False))
    return OK
