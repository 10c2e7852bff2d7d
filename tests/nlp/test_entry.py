"""What staff bring in for others, as they type it."""

import pytest

from cases.model import Source
from nlp.plain.entry import Brought, read_entry


@pytest.mark.parametrize(
    ("text", "brought"),
    [
        ("录入 走访 南张村3组路灯坏了", Brought("南张村3组路灯坏了", Source.VISIT)),
        ("录入：入户走访，南张村3组路灯坏了", Brought("南张村3组路灯坏了", Source.VISIT)),
        ("/enter 暗访 店里乱收费", Brought("店里乱收费", Source.COVERT)),
        ("录入 12345 工单号GD20260302-7 路灯坏了", Brought("路灯坏了", Source.HOTLINE, "GD20260302-7")),
        ("录入12345转办 gd20260302，路灯坏了", Brought("路灯坏了", Source.HOTLINE, "GD20260302")),
        ("录入 来信 编号：20260302 路灯坏了", Brought("路灯坏了", Source.LETTER, "20260302")),
        ("录入 走访 13812345678找他", Brought("13812345678找他", Source.VISIT)),
        ("录入 路灯坏了", Brought("路灯坏了", Source.OTHER)),
        ("录入", Brought("", None)),
        ("录入 来访", Brought("", Source.CALLER)),
        ("巡查 已处理 井盖挪正了", Brought("井盖挪正了", Source.PATROL, done=True)),
        ("录入 巡查 现场处理好了，井盖挪正", Brought("井盖挪正", Source.PATROL, done=True)),
        ("录入 巡查 井盖歪了", Brought("井盖歪了", Source.PATROL)),
        ("巡查 3组没有情况", None),
        ("已处理 井盖", None),
        ("请录入系统", None),
        ("/entering", None),
    ],
)
def test_source_number_and_words_are_told_apart(text: str, brought: Brought | None) -> None:
    assert read_entry(text) == brought
