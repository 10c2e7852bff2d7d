"""Words for matters that another system brings: what it told beside the matter, on lines of their own."""

PLACE, CONTACT = "地址：", "联系电话："


def told(words: str, place: str = "", contact: str = "") -> str:
    """As the worker reads it."""
    lines = (words.strip(), place and f"{PLACE}{place}", contact and f"{CONTACT}{contact}")
    return "\n".join(line for line in lines if line)


def matter_in(text: str) -> str:
    """What was told, without those lines."""
    return "\n".join(line for line in text.split("\n") if not line.startswith((PLACE, CONTACT)))
