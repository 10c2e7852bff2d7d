"""`minhu audit`: is the log what it was, and where does it end."""

import json
import sys

from bot.opening import open_desk
from cases.deeds import CaseRead, Head
from cases.model import PostCode
from cases.org import Org
from storage.auditing import Verdict
from texts.privacy import LOOKS

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
    print(_json(found) if as_json else verdict_line(found))
    return FAULTS if found.bad else OK


def print_head(*, as_json: bool) -> int:
    with open_desk() as (_, store, _):
        store.seal_audit()
        head = store.audit_head()
    print(json.dumps({"rows": head.lines, "head": head.mark}) if as_json else _head(head))
    return OK


def print_reads(number: str, *, as_json: bool) -> int:
    with open_desk() as (_, store, _):
        found, org = store.reads_of(number), store.glance.org()
    if found is None:
        print(f"没有 {number} 这件，请核对编号。", file=sys.stderr)
        return FAULTS
    rows = [_read(one, name, org) for one, name in found]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False))
    else:
        print("\n".join(map(_read_line, rows)) or f"{number} 还没有人看过，或者不是保密件。")
    return OK


def _read(one: CaseRead, name: str, org: Org) -> dict[str, str]:
    what = "looked" if one.looked else "read"
    facts = {"at": one.at.isoformat(timespec="seconds"), "post": one.post, "label": org.label(PostCode(one.post))}
    return {**facts, "name": name, "what": what, "reason": LOOKS.get(one.reason, one.reason)}


def _read_line(row: dict[str, str]) -> str:
    what = "看了联系方式" if row["what"] == "looked" else "看了内容"
    reason = f"　理由：{row['reason']}" if row["reason"] else ""
    return f"{row['at']}　{row['label']}（{row['name'] or '现在不在岗'}）　{what}{reason}"


def _head(head: Head) -> str:
    return str(head) if head.lines else "0:（还没有记录）"


def _json(found: Verdict) -> str:
    facts = {"rows": found.head.lines, "bad": found.bad or None, "why": found.why, "head": found.head.mark}
    return json.dumps({**facts, "unsealed": found.unsealed})


def verdict_line(found: Verdict) -> str:
    if found.bad:
        return f"✗ 第 {found.bad} 行起不对：{WHY[found.why]}。它前面的 {found.head.lines} 行完好。"
    return f"✓ {found.head.lines} 行，完好，尾号 {_head(found.head)}；另有 {found.unsealed} 条刚发生，还没封存。"
