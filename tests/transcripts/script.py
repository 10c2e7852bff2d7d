"""The form of a transcript file: what people do, and below each line what the bot then said to whom.

    # A title; further comment lines say what the exchange shows.
    # 设置 MINHU_UNDO_SECONDS=10   in the heading: the bot runs with this setting
    @ 2026-03-02 14:00            the clock is set and stands still
    + 10 分钟                      it moves on (分钟, 小时, 天)
    居民甲: 路灯坏了                a person says something in the private chat with the bot
    居民甲: 〔接单〕                presses the newest button so labelled that this person can see
    居民甲: [照片 lamp] 路灯坏了      sends a sample photo; [相册 lamp,done], [语音], [视频], [文件], [贴纸], [位置 113.2,35.1],
                                   [按钮位置 113.2,35.1] through the request button, [长 5000] a long letter, [回复] words, [修改] new words, [转发] words
    居民甲@群名: /start             speaks in a group
      → 居民甲                     what the bot said; two more blanks before its lines, buttons in 〔〕
        收到:……
        〔发送位置〕

`pytest tests/transcripts --rewrite-transcripts` writes what really happened into the files, to be read before committing.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

SETTING = "# 设置 "
_ACTION = re.compile(r"^(?P<who>[^\s:@#][^:@]*)(?:@(?P<group>[^:]+))?: (?P<what>.+)$")


@dataclass
class Turn:
    """One line of doing, and what the bot is expected to say to it."""

    line: str
    expected: list[str] = field(default_factory=list)

    @property
    def person(self) -> str:
        return self._part("who")

    @property
    def group(self) -> str:
        return self._part("group")

    @property
    def what(self) -> str:
        return self._part("what").replace("\\n", "\n")

    def _part(self, name: str) -> str:
        match = _ACTION.match(self.line)
        if not match:
            raise ValueError(f"not a line of a transcript: {self.line!r}")
        return match[name] or ""


@dataclass
class Script:
    heading: list[str]
    turns: list[Turn]

    @property
    def settings(self) -> dict[str, str]:
        """Those named in the heading: `# 设置 NAME=VALUE`."""
        return dict(line.removeprefix(SETTING).split("=", 1) for line in self.heading if line.startswith(SETTING))


def read(path: Path) -> Script:
    script = Script([], [])
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("  ") and script.turns:
            script.turns[-1].expected.append(line)
        elif line.startswith("#") and not script.turns:
            script.heading.append(line)
        elif line.strip() and not line.startswith("#"):
            script.turns.append(Turn(line))
    return script


def write(path: Path, script: Script) -> None:
    lines = [*script.heading, ""]
    for turn in script.turns:
        lines += [turn.line, *turn.expected, ""]
    path.write_text("\n".join(lines).rstrip() + "\n", "utf-8")
