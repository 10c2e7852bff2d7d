"""`minhu webhook …` on the desk's database, and what `minhu dead-letters` and the doctor say of webhooks."""

import asyncio
import json
import secrets
import sys
from collections.abc import Sequence

from bot.opening import open_desk
from cases.hooks import NAMES, DeadHook, Hook, Webhook
from cases.ports import Clock
from delivery.addresses import BadAddress, Reach, target_of
from delivery.hooks import HookSender

OK, FAULTS, BAD_USAGE = 0, 1, 2
SECRET_BYTES = 32


def add_hook(url: str, events: str) -> int:
    wanted = tuple(dict.fromkeys(part.strip() for part in events.split(",") if part.strip()))
    if not wanted or set(wanted) - set(NAMES):
        print(f"--events 只能写：{'、'.join(NAMES)}", file=sys.stderr)
        return BAD_USAGE
    with open_desk() as (settings, store, clock):
        try:
            target_of(url, Reach(settings.webhooks_to))
        except BadAddress as error:
            print(f"{url}：{error}。", file=sys.stderr)
            return BAD_USAGE
        secret = secrets.token_urlsafe(SECRET_BYTES)
        one = Webhook(secrets.token_hex(4), url, wanted, clock.now())
        store.hooks.add(one, secret)
    print(secret)
    print(
        f"回调 {one.id} 登记好了，上面是验签名用的密钥，只显示这一次。试一下：minhu webhook test {one.id}",
        file=sys.stderr,
    )
    return OK


def list_hooks() -> int:
    with open_desk() as (_, store, _):
        found = store.hooks.all()
    for one, backlog in found:
        waits = f"  {backlog.waiting} 条在等" if backlog.waiting else ""
        dead = f"  {backlog.dead} 条送不到" if backlog.dead else ""
        print(f"{one.id}  {one.url}  {','.join(one.events)}{waits}{dead}")
    if not found:
        print("还没有回调：minhu webhook add 网址 --events resolved,closed", file=sys.stderr)
    return OK


def remove_hook(hook_id: str) -> int:
    with open_desk() as (_, store, _):
        if store.hooks.remove(hook_id):
            print(f"回调 {hook_id} 去掉了，还在等的不再发。")
            return OK
    return _unknown(hook_id)


def try_hook(hook_id: str) -> int:
    with open_desk() as (settings, store, clock):
        url = next((one.url for one, _ in store.hooks.all() if one.id == hook_id and not one.is_file), "")
        secret = store.hooks.secret_of(hook_id)
        reach = Reach(settings.webhooks_to)
    if not url:
        return _unknown(hook_id)
    if secret is None:
        print("密钥打不开：MINHU_PRIVACY_KEY 换过了，请把旧的接在后面，或重新登记这个回调。", file=sys.stderr)
        return FAULTS
    wrong = asyncio.run(_ping(url, secret, reach, clock))
    if wrong:
        print(f"没有送到：{wrong}", file=sys.stderr)
        return FAULTS
    print("送到了。")
    return OK


async def _ping(url: str, secret: str, reach: Reach, clock: Clock) -> str:
    sender = HookSender(reach)
    try:
        body = json.dumps({"event": "ping", "at": clock.now().isoformat(timespec="seconds")})
        wrong, _ = await sender.send(Hook(0, url, secret, body, 1))
        return wrong
    finally:
        await sender.close()


def _unknown(hook_id: str) -> int:
    print(f"没有回调 {hook_id}：minhu webhook list 看有哪些。", file=sys.stderr)
    return FAULTS


def hook_lines(dead: Sequence[DeadHook]) -> list[str]:
    return [f"w{one.row}  {one.at:%m-%d %H:%M}  回调 {one.url}  {one.event}  {one.number}  {one.why}" for one in dead]
