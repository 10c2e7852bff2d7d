"""The whole sandbox as plain objects: people, rooms, the bot, its updates; every change is told to the listeners."""

import random
from collections.abc import Callable, Iterable
from typing import Any

from sandbox.core.clock import Clock
from sandbox.core.errors import Json, Refused
from sandbox.core.files import FileStore
from sandbox.core.people import Person, Profile
from sandbox.core.presses import Presses
from sandbox.core.rooms import Kept, Room
from sandbox.core.updates import Pending, UpdateQueue
from sandbox.core.visibility import bot_hears

Listener = Callable[[str, Json], None]


class World:
    """Everything there is. Not thread-safe: one event loop owns it."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.bot = Profile()
        self.listeners: list[Listener] = []
        self.people: dict[int, Person] = {}
        self.rooms: dict[int, Room] = {}
        self.updates = UpdateQueue(self.clock.unix)
        self.last_ids: dict[int, int] = {}
        self.next_group = 5_000_000_001
        self.forget()

    def forget(self) -> None:
        """Start anew; people stay, and so does what the bot said about itself.

        Numbers of updates and messages go on from where they were: a bot that lives on remembers the old ones.
        """
        self.last_ids |= {room.id: room.last_id for room in self.rooms.values()}
        self.rooms.clear()
        self.updates.clear()
        self.files = FileStore()
        self.presses = Presses()
        self.scenario: Json = {}
        self._next_album = random.randrange(13_000_000_000_000_000, 14_000_000_000_000_000)

    def tell(self, kind: str, **payload: Any) -> None:
        """Let every listener know what happened."""
        for listener in self.listeners:
            listener(kind, payload)

    # -- people and rooms

    def person(self, person_id: int) -> Person:
        """The person of that number; Refused 404 when there is none."""
        if person_id not in self.people:
            raise Refused(f"没有编号为 {person_id} 的人，请先添加。", 404)
        return self.people[person_id]

    def room(self, chat_id: int) -> Room:
        """The chat of that number, made on first use for a private one; Refused 404 when there is none."""
        if chat_id in self.rooms:
            return self.rooms[chat_id]
        if chat_id in self.people:
            return self._open_private(self.people[chat_id])
        raise Refused(f"没有编号为 {chat_id} 的聊天。", 404)

    def _open_private(self, person: Person) -> Room:
        return self._keep(Room(_private_chat(person), {person.id: "member"}, instance=_instance()))

    def renamed(self, person: Person) -> None:
        """Show a person's present name as the title of their private chat."""
        if person.id in self.rooms:
            self.rooms[person.id].chat = _private_chat(person)

    def _keep(self, room: Room) -> Room:
        room.last_id = self.last_ids.get(room.id, 0)
        self.rooms[room.id] = room
        return room

    def open_group(self, title: str, members: Iterable[int], *, group_id: int | None, supergroup: bool) -> Room:
        """Make a group or supergroup; the first member owns it."""
        if group_id is None:
            group_id = -1_000_000_000_000 - self.next_group if supergroup else -self.next_group
            self.next_group += 1
        statuses = {person: "creator" if n == 0 else "member" for n, person in enumerate(members)}
        chat = {"id": group_id, "type": "supergroup" if supergroup else "group", "title": title}
        return self._keep(Room(chat, statuses, instance=_instance()))

    def open_topic(self, room: Room, person: int | None, name: str, colour: int) -> int:
        """Open a topic in a forum; its number is that of the service message that announces it."""
        thread = room.last_id + 1
        room.topics[thread] = name
        content = {"forum_topic_created": {"name": name, "icon_color": colour}}
        self.post(room, person, content, thread=thread)
        self.tell("chat", **room.view())
        return thread

    def become(self, bot_id: int) -> None:
        """The bot's number is known at last; what it was said to have done before bears it too."""
        old, self.bot.id = self.bot.id, bot_id
        if old != bot_id:
            for room in self.rooms.values():
                for kept in room.messages.values():
                    _renumber(kept.message, old, bot_id)
            for pending in self.updates:
                _renumber(pending.update, old, bot_id)

    def user(self, user_id: int) -> Json | None:
        """The User of that number: a person or the bot."""
        if user_id == self.bot.id:
            return self.bot.user()
        person = self.people.get(user_id)
        return person.user() if person else None

    def new_album(self) -> str:
        """A media_group_id."""
        self._next_album += 1
        return str(self._next_album)

    # -- messages

    def post(
        self,
        room: Room,
        person: int | None,
        content: Json,
        *,
        thread: int | None = None,
        reply_to: Kept | None = None,
        keyboard: Json | None = None,
    ) -> Kept:
        """Put a message into a room, from a person or (None) the bot, and tell everyone whom it reaches."""
        room.last_id += 1
        sender = self.bot.user() if person is None else self.people[person].user()
        head = {"message_id": room.last_id, "from": sender, "chat": room.chat, "date": self.clock.unix()}
        message: Json = head | _placed(thread, reply_to) | content
        kept = Kept(message, person, keyboard=keyboard)
        first = not room.messages
        room.messages[kept.id] = kept
        if first:
            self.tell("chat", **room.view())
        self.tell("message", chat=room.id, message=kept.view())
        self._count_unread(room, person)
        if person is not None and bot_hears(self.bot, room, kept):
            self.queue("message", message, room.id)
        return kept

    def queue(self, kind: str, payload: Json, chat_id: int) -> Pending | None:
        """Hand the bot an update, as it is now: later edits do not change what was queued."""
        pending = self.updates.add(kind, payload.copy(), chat_id)
        if pending:
            self.tell("update", update_id=pending.update_id, update_kind=kind, chat=chat_id)
        return pending

    def _count_unread(self, room: Room, sender: int | None) -> None:
        for member in room.members:
            count = 0 if member == sender else room.unread.get(member, 0) + 1
            if count == room.unread.get(member, 0):
                continue
            room.unread[member] = count
            self.tell("unread", chat=room.id, person=member, count=count)

    def mark_read(self, room: Room, person: int) -> None:
        """The person has looked."""
        if room.unread.pop(person, 0):
            self.tell("unread", chat=room.id, person=person, count=0)

    def edited(self, room: Room, kept: Kept, changes: Json) -> None:
        """Replace a message's fields (None removes one); number and date stay."""
        merged = kept.message | changes | {"edit_date": self.clock.unix()}
        kept.message = {key: value for key, value in merged.items() if value is not None}
        kept.edited = True
        self.tell("edited", chat=room.id, message=kept.view())
        if kept.person is not None and bot_hears(self.bot, room, kept):
            self.queue("edited_message", kept.message, room.id)

    def deleted(self, room: Room, kept: Kept) -> None:
        """Take a message away from everyone."""
        kept.deleted = True
        if kept.id in room.pinned:
            room.pinned.remove(kept.id)
        self.tell("deleted", chat=room.id, message_id=kept.id)

    def membership(self, room: Room, by: int, old: Json, new: Json) -> None:
        """Tell the bot that its own place in a chat has changed."""
        payload = {
            "chat": room.chat,
            "from": self.people[by].user(),
            "date": self.clock.unix(),
            "old_chat_member": old,
            "new_chat_member": new,
        }
        self.queue("my_chat_member", payload, room.id)


def _private_chat(person: Person) -> Json:
    chat: Json = {"id": person.id, "type": "private", "first_name": person.name}
    return chat | ({"username": person.username} if person.username else {})


def _renumber(value: Any, old: int, new: int) -> None:
    if isinstance(value, dict):
        if value.get("id") == old and value.get("is_bot"):
            value["id"] = new
        for part in value.values():
            _renumber(part, old, new)
    elif isinstance(value, list):
        for part in value:
            _renumber(part, old, new)


def _instance() -> str:
    return str(random.randrange(-(2**63), 2**63))


def _placed(thread: int | None, reply_to: Kept | None) -> Json:
    placed: Json = {}
    if thread is not None:
        placed |= {"message_thread_id": thread, "is_topic_message": True}
    if reply_to is not None:
        placed["reply_to_message"] = reply_to.quoted()
    return placed
