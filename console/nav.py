"""The pages in their order, and who is shown the way to them: by the doors that the pages themselves keep."""

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.visitors import Visitor


class Door(Enum):
    """Who may come in: whoever is signed in, whoever holds a desk, the district's desk."""

    ANYBODY = 0
    DESK = 1
    DISTRICT = 2


PAGES = (
    ("/today", "今日", Door.ANYBODY),
    ("/map", "地图", Door.DESK),
    ("/ranking", "排名", Door.DESK),
    ("/whistles", "吹哨台账", Door.DESK),
    ("/burden", "负担", Door.DESK),
    ("/hotspots", "热点", Door.DESK),
    ("/registry", "登记簿", Door.DISTRICT),
    ("/export", "导出", Door.DISTRICT),
    ("/dead-letters", "消息故障", Door.DISTRICT),
    ("/audit", "留痕", Door.DISTRICT),
    ("/lexicon", "词表", Door.DISTRICT),
    ("/knowledge", "知识", Door.DISTRICT),
    ("/settings", "设置", Door.DISTRICT),
)


def pages_for(visitor: "Visitor") -> list[tuple[str, str]]:
    return [(path, name) for path, name, door in PAGES if visitor.may_pass(door)]
