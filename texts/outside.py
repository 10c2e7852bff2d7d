"""Words for matters that another system brings: what it told beside the matter, on lines of their own."""

from datetime import datetime

PLACE, CONTACT = "地址：", "联系电话："


def told(
    words: str,
    place: str = "",
    contact: str = "",
    *,
    title: str = "",
    called_at: datetime | None = None,
    due_at: datetime | None = None,
) -> str:
    """As the worker reads it."""
    lines = (
        title,
        words.strip(),
        place and f"{PLACE}{place}",
        contact and f"{CONTACT}{contact}",
        called_at and f"来电时间：{called_at:%Y-%m-%d %H:%M}",
        due_at and f"12345要求办结：{due_at:%Y-%m-%d %H:%M}",
    )
    return "\n".join(line for line in lines if line)


def matter_in(text: str) -> str:
    """What was told, without those lines."""
    return "\n".join(line for line in text.split("\n") if not line.startswith((PLACE, CONTACT)))
