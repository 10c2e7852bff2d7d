"""What desks decide about a chat that does not stop."""

from dataclasses import dataclass

from cases.commands import OnCase


@dataclass(frozen=True, slots=True)
class StopChat(OnCase):
    """stop_chat: 停用 编号 天数 原因. 0 days or no reason where none were understood."""

    days: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseChat(OnCase):
    """release_chat: 解除 编号"""
