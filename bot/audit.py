"""`minhu audit`: is the log what it was, and where does it end."""

import json
import sys

from bot.desk import open_desk
from cases.deeds import Head
from storage.auditing import Verdict

OK, FAULTS = 0, 1
WHY = {
    "changed": "这一行被改过，或者不是本系统写的",
    "missing": "这一行缺了，或者顺序被换过",
    "history": "诉求的经过和它记的不一样",
    "key": "没有当时用的钥匙（MINHU_PRIVACY_KEY 里要留着旧的）",
    "anchor": "和留底的尾号对不上：记录被截短或整个重写过",
}


def verify(anchor: str, *, as_json: bool) -> int:
    with open_desk() as (_, store, _):
        try:
            found = store.verify_audit(anchor)
        except ValueError:
            print("--anchor 要写成日报里的样子，例如 1024:jphkaebdfdlaceob。", file=sys.stderr)
            return FAULTS
    print(_json(found) if as_json else _line(found))
    return FAULTS if found.bad else OK


def print_head(*, as_json: bool) -> int:
    with open_desk() as (_, store, _):
        store.seal_audit()
        head = store.audit_head()
    print(json.dumps({"rows": head.lines, "head": head.mark}) if as_json else _head(head))
    return OK


def _head(head: Head) -> str:
    return str(head) if head.lines else "0:（还没有记录）"


def _json(found: Verdict) -> str:
    facts = {"rows": found.head.lines, "bad": found.bad or None, "why": found.why, "head": found.head.mark}
    return json.dumps({**facts, "unsealed": found.unsealed})


def _line(found: Verdict) -> str:
    if found.bad:
        return f"✗ 第 {found.bad} 行起不对：{WHY[found.why]}。它前面的 {found.head.lines} 行完好。"
    return f"✓ {found.head.lines} 行，完好，尾号 {_head(found.head)}；另有 {found.unsealed} 条刚发生，还没封存。"
