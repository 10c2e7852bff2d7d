"""The pages in their order, and who is shown the way to them. The pages themselves check again."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.visitors import Visitor


def _anybody(_: "Visitor") -> bool:
    return True


def _desk(visitor: "Visitor") -> bool:
    return visitor.desk is not None


def _district(visitor: "Visitor") -> bool:
    return visitor.is_district


PAGES: tuple[tuple[str, str, "Callable[[Visitor], bool]"], ...] = (
    ("/today", "今日", _anybody),
    ("/map", "地图", _desk),
    ("/ranking", "排名", _desk),
    ("/whistles", "吹哨台账", _desk),
    ("/burden", "负担", _desk),
    ("/hotspots", "热点", _desk),
    ("/registry", "登记簿", _district),
    ("/export", "导出", _district),
    ("/dead-letters", "消息故障", _district),
    ("/audit", "留痕", _district),
    ("/lexicon", "词表", _district),
    ("/knowledge", "知识", _district),
    ("/settings", "设置", _district),
)


def pages_for(visitor: "Visitor") -> list[tuple[str, str]]:
    return [(path, name) for path, name, allowed in PAGES if allowed(visitor)]
