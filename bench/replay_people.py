"""The hands of residents and workers in a replay: they write, press buttons and send pictures through the sandbox."""

from typing import Any

from tests.live import Sandbox


class Hands:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def say(self, person: int, text: str) -> int:
        """Returns the message's number."""
        sent = self._sandbox.post(f"chats/{person}/send", {"person": person, "text": text})
        return int(sent["messages"][0]["message_id"])

    def press(self, person: int, prefix: str) -> bool:
        """The newest button whose data begin so; False when there is none."""
        for message in reversed(self._messages(person)):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if button["callback_data"].startswith(prefix):
                        wish = {"person": person, "message_id": message["message_id"], "data": button["callback_data"]}
                        self._sandbox.post(f"chats/{person}/press", wish)
                        return True
        return False

    def photo(self, person: int, text: str) -> None:
        self._sandbox.post(f"chats/{person}/send", {"person": person, "sample": "done", "text": text})

    def _messages(self, person: int) -> list[dict[str, Any]]:
        return list(self._sandbox.get(f"chats/{person}/messages", person=person, limit=500))


class Residents(Hands):
    def __init__(self, sandbox: Sandbox, count: int) -> None:
        super().__init__(sandbox)
        wishes = [{"name": f"来信人{n:03}", "role": "居民", "started": True} for n in range(1, count + 1)]
        self.ids = [int(person["id"]) for person in sandbox.post("people", wishes)]


class Staff(Hands):
    def reply_to_card(self, person: int, case: str, text: str) -> bool:
        """Answers the newest message that offers 办结 for the case; False when there is none."""
        for message in reversed(self._messages(person)):
            rows = message.get("reply_markup", {}).get("inline_keyboard", [])
            if any(button["callback_data"].startswith(f"rs|{case}|") for row in rows for button in row):
                wish = {"person": person, "text": text, "reply_to": message["message_id"]}
                self._sandbox.post(f"chats/{person}/send", wish)
                return True
        return False
