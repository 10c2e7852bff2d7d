"""Plays a transcript: does what each line says through the sandbox, waits for quiet, and writes down what the bot said."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.databases import Prepared
from tests.live import Bot, Sandbox, live_bot
from tests.transcripts.script import Script, Turn

ZONE = ZoneInfo("Asia/Shanghai")
LONGEST = 4096
UNITS = {"秒": 1, "分钟": 60, "小时": 3600, "天": 86400}
_BRACKET = re.compile(r"^\[(?P<kind>\S+?)(?: (?P<value>[^\]]*))?\]\s*(?P<text>.*)$", re.DOTALL)
_SEAL = re.compile(r"留痕尾号 \d+:[a-p]+")
"""Differs from run to run, as it should."""
_PRESS = re.compile(r"^〔(?P<label>[^〕]+)〕$")


@contextmanager
def played(
    written: Script, sandbox: Sandbox, district: Prepared, folder: Path, *, types: bool = False
) -> Iterator["Player"]:
    """A player for a transcript, on a bot and a sandbox of its own that stand at its first moment."""
    sandbox.post("reset")
    first = written.turns[0].line[1:].strip()
    sandbox.post("clock", {"now": f"{first}:00+08:00", "frozen": True, "speed": 1})
    with live_bot(sandbox, district, folder, **written.settings) as bot:
        yield Player(sandbox, bot, types=types)


class Player:
    """`types`: on an old phone, where the label of a button is typed in reply instead of pressed."""

    def __init__(self, sandbox: Sandbox, bot: Bot, *, types: bool = False) -> None:
        self.sandbox, self.bot, self.types = sandbox, bot, types
        self.typed_in = 0
        """The chat in which a label was typed in the turn that was played last; 0 for none."""
        people = sandbox.get("state")["people"]
        self.ids = {person["name"]: person["id"] for person in people}
        self.names = {person["id"]: person["name"] for person in people}

    def play(self, turn: Turn) -> list[str]:
        """Does the turn; returns the lines that should stand beneath it."""
        start, self.typed_in = len(self.sandbox.events), 0
        toast = self._do(turn)
        self.bot.settle()
        return toast + self._heard(self.sandbox.events[start:])

    # --- doing ---

    def _do(self, turn: Turn) -> list[str]:
        if turn.line.startswith("@"):
            moment = datetime.fromisoformat(turn.line[1:].strip()).replace(tzinfo=ZONE)
            self.sandbox.post("clock", {"now": moment.isoformat(), "frozen": True})
        elif turn.line.startswith("+"):
            amount, unit = turn.line[1:].split()
            self.sandbox.post("clock", {"advance_seconds": float(amount) * UNITS[unit]})
        elif turn.line.startswith("!"):
            self._weather(*turn.line[1:].split())
        else:
            return self._act(turn)
        return []

    def _weather(self, what: str, who: str) -> None:
        self.sandbox.post(f"people/{self.ids[who]}/{ {'拉黑': 'block', '解除': 'unblock'}[what] }")

    def _act(self, turn: Turn) -> list[str]:
        person, chat = self._place(turn)
        if press := _PRESS.match(turn.what):
            return self._press(person, chat, press["label"])
        self._say(person, chat, turn.what)
        return []

    def _place(self, turn: Turn) -> tuple[int, int]:
        person = self._person(turn.person)
        return (person, self._group(turn.group, person)) if turn.group else (person, person)

    def _person(self, name: str) -> int:
        if name not in self.ids:
            made = self.sandbox.post("people", [{"name": name, "role": "居民", "started": not name.startswith("新")}])
            self.ids[name], self.names[made[0]["id"]] = made[0]["id"], name
        return int(self.ids[name])

    def _group(self, title: str, person: int) -> int:
        for view in self.sandbox.get("state")["chats"]:
            if view["chat"].get("title") == title:
                return int(view["chat"]["id"])
        made = self.sandbox.post("groups", {"title": title, "members": [person], "supergroup": True})
        self.names[made["chat"]["id"]] = title
        return int(made["chat"]["id"])

    def _press(self, person: int, chat: int, label: str) -> list[str]:
        for message in reversed(self._messages(chat, person)):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if button["text"] != label and not button["text"].startswith(label):
                        continue
                    if self.types:
                        return self._typed(person, chat, message["message_id"], button["text"])
                    return self._pressed(person, chat, message["message_id"], button["callback_data"])
        raise AssertionError(f"{self.names.get(person)} sees no button {label!r}")

    def _typed(self, person: int, chat: int, message_id: int, label: str) -> list[str]:
        self.typed_in = chat
        self.sandbox.post(f"chats/{chat}/send", {"person": person, "text": label, "reply_to": message_id})
        return []

    def _pressed(self, person: int, chat: int, message_id: int, data: str) -> list[str]:
        press = self.sandbox.post(f"chats/{chat}/press", {"person": person, "message_id": message_id, "data": data})
        self.bot.settle()
        answer = self.sandbox.get(f"presses/{press['callback_query_id']}")
        assert answer["answered"], "the button spins for ever"
        return [f"  (提示) {answer['text']}"] if answer["text"] else []

    def _say(self, person: int, chat: int, what: str) -> None:
        wish: dict[str, Any] = {"person": person}
        bracket = _BRACKET.match(what)
        if bracket is None:
            wish["text"] = what
        else:
            kind, value, text = bracket["kind"], bracket["value"] or "", bracket["text"]
            if kind == "修改":
                return self._edit(person, chat, text)
            KINDS[kind](self, wish, chat, value)
            if text:
                wish["text"] = text
        files = wish.pop("files", None)
        while len(wish.get("text", "")) > LONGEST:  # a phone cuts a long text into messages
            self.sandbox.post(f"chats/{chat}/send", wish | {"text": wish["text"][:LONGEST]})
            wish["text"] = wish["text"][LONGEST:]
        if files:
            form = {key: str(value) for key, value in wish.items()}
            answer = self.sandbox.http.post(f"/api/chats/{chat}/send", data=form, files=files)
            assert answer.is_success, answer.text
        else:
            self.sandbox.post(f"chats/{chat}/send", wish)
        return None

    def _edit(self, person: int, chat: int, text: str) -> None:
        own = [m for m in self._messages(chat, person) if m["from"]["id"] == person and "text" in m]
        self.sandbox.post(f"chats/{chat}/edit", {"person": person, "message_id": own[-1]["message_id"], "text": text})

    def _messages(self, chat: int, person: int) -> list[dict[str, Any]]:
        found = self.sandbox.get(f"chats/{chat}/messages", person=person, limit=50)
        return [message for message in found if not message.get("deleted")]

    def _last_from_bot(self, chat: int, person: int) -> int:
        return int([m for m in self._messages(chat, person) if m["from"]["is_bot"]][-1]["message_id"])

    # --- hearing ---

    def _heard(self, events: list[dict[str, Any]]) -> list[str]:
        """What the bot said, chat by chat in a fixed order; within a chat as it came. Only the last state of an edit."""
        said: dict[int, list[tuple[str, dict[str, Any]]]] = {}
        for event in events:
            if event["kind"] in {"message", "edited"} and event["message"]["from"]["is_bot"]:
                chat = event["message"]["chat"]["id"]
                said.setdefault(chat, []).append((event["kind"], event["message"]))
        lines: list[str] = []
        for chat in sorted(said, key=lambda chat: self.names.get(chat, str(chat))):
            for kind, message in said[chat]:
                mark = " (改)" if kind == "edited" else ""
                lines.append(f"  → {self.names.get(chat, chat)}{mark}")
                lines += [f"    {line}" if line else "" for line in _words(message)]
        return [line.rstrip() or "    ·" for line in lines]


def _words(message: dict[str, Any]) -> list[str]:
    lines: list[str] = []
    for kind in ("photo", "voice", "video", "document", "location", "venue"):
        if kind in message:
            lines.append(f"[{kind}]")
    lines += _SEAL.sub("留痕尾号 …", message.get("text") or message.get("caption") or "").splitlines()
    for row in message.get("reply_markup", {}).get("inline_keyboard", []):
        lines.append("".join(f"〔{button['text']}〕" for button in row))
    keyboard = message.get("keyboard") or {}
    for row in keyboard.get("keyboard", []):
        lines.append("".join(f"[{button['text'] if isinstance(button, dict) else button}]" for button in row))
    return lines


def _long(_: Player, wish: dict[str, Any], __: int, value: str) -> None:
    """A message of so many characters, as a long letter pasted into the chat."""
    letter = "文昌街道大寨村2组的路灯坏了很久，晚上出门看不见路，老人孩子都怕摔跤，请派人来看看。"
    wish["text"] = (letter * (int(value) // len(letter) + 1))[: int(value)]


def _photo(_: Player, wish: dict[str, Any], __: int, value: str) -> None:
    wish["sample"] = value or "lamp"


def _album(_: Player, wish: dict[str, Any], __: int, value: str) -> None:
    wish["album"] = value.split(",")


def _file(field: str, name: str) -> Callable[[Player, dict[str, Any], int, str], None]:
    def send(_: Player, wish: dict[str, Any], __: int, ___: str) -> None:
        wish["files"] = {field: (name, b"\0" * 256)}

    return send


def _location(_: Player, wish: dict[str, Any], __: int, value: str) -> None:
    lon, lat = map(float, value.split(","))
    wish["location"] = {"latitude": lat, "longitude": lon}


def _location_by_button(player: Player, wish: dict[str, Any], chat: int, value: str) -> None:
    _location(player, wish, chat, value)
    wish["reply_to"] = player._last_from_bot(chat, wish["person"])


def _reply(player: Player, wish: dict[str, Any], chat: int, _: str) -> None:
    wish["reply_to"] = player._last_from_bot(chat, wish["person"])


def _sticker(_: Player, wish: dict[str, Any], __: int, value: str) -> None:
    wish["sticker"] = value or "👍"


def _forward(_: Player, wish: dict[str, Any], __: int, value: str) -> None:
    wish["forward_of"] = {"name": value or "邻居"}


def _reply_with_photo(player: Player, wish: dict[str, Any], chat: int, value: str) -> None:
    _photo(player, wish, chat, value)
    _reply(player, wish, chat, value)


KINDS: dict[str, Callable[[Player, dict[str, Any], int, str], None]] = {
    "照片": _photo,
    "长": _long,
    "相册": _album,
    "语音": _file("voice", "voice.ogg"),
    "视频": _file("video", "video.mp4"),
    "文件": _file("document", "report.pdf"),
    "位置": _location,
    "按钮位置": _location_by_button,
    "回复": _reply,
    "回复照片": _reply_with_photo,
    "贴纸": _sticker,
    "转发": _forward,
}
