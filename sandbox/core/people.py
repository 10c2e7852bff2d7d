"""The people behind the phones, and the bot they write to."""

from dataclasses import dataclass, field, fields

from sandbox.core.errors import Json

BOT_USERNAME = "minhu_demo_bot"
BOT_NAME = "民呼必应"


@dataclass(slots=True)
class Person:
    """Somebody with a phone; `role` is free text that groups people on the page."""

    id: int
    name: str
    username: str = ""
    role: str = "居民"
    note: str = ""
    started: bool = False
    blocked: bool = False
    deactivated: bool = False

    def view(self) -> Json:
        """Person as the control API gives it."""
        return {name: getattr(self, name) for name in _FIELDS}

    def user(self) -> Json:
        """Person as the bot sees them: a Bot API User."""
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": "zh-hans"}
        if self.username:
            user["username"] = self.username
        return user


_FIELDS = tuple(field.name for field in fields(Person))  # asdict() is slow, and there may be ten thousand


@dataclass(slots=True)
class Profile:
    """What the bot says about itself, and what @BotFather has set for it."""

    id: int = 7_000_000_001
    name: str = BOT_NAME
    username: str = BOT_USERNAME
    privacy: bool = True
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[str, list[Json]] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)

    def user(self) -> Json:
        """The bot as a User inside messages."""
        return {"id": self.id, "is_bot": True, "first_name": self.name, "username": self.username}

    def me(self) -> Json:
        """The bot as getMe tells it."""
        return self.user() | {
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }
