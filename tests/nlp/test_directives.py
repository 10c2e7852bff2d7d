"""What duty desks write in a few words, and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.commands import Directive, Order
from nlp.plain.directives import read_directive


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("同意", Directive(Order.AGREE)),
        ("同意 14 天", Directive(Order.AGREE, days=14)),
        ("同意挂账三个月", Directive(Order.AGREE, days=90)),
        ("同意半年", Directive(Order.AGREE, days=180)),
        ("同意 ０２２４－００６ 30天", Directive(Order.AGREE, number="0224-006", days=30)),
        ("0224-006 同意延期", Directive(Order.AGREE, number="0224-006")),
        ("不同意，还早着呢", Directive(Order.REFUSE, note="还早着呢")),
        ("不同意 2 还没到期", Directive(Order.REFUSE, line=2, note="还没到期")),
        ("2 督办", Directive(Order.SUPERVISE, line=2)),
        ("督办第2件", Directive(Order.SUPERVISE, line=2)),
        ("2、督办一下", Directive(Order.SUPERVISE, line=2)),
        ("1 挂账 30 天", Directive(Order.AGREE, line=1, days=30)),
        ("1 不予受理", Directive(Order.AGREE, line=1)),
        ("换人 0228-001 给网格员丙", Directive(Order.REASSIGN, number="0228-001", to="网格员丙")),
        ("1换人给103", Directive(Order.REASSIGN, line=1, to="103")),
        ("1 维持", Directive(Order.UPHOLD, line=1)),
        ("重新办理 1", Directive(Order.OVERTURN, line=1)),
        ("不接 不归我们管", Directive(Order.DECLINE, note="不归我们管")),
        ("3号", Directive(Order.SHOW, line=3)),
        ("展开今天到期", Directive(Order.UNFOLD)),
        # to be asked about
        ("行", Directive(Order.AGREE, sure=False)),
        ("不行", Directive(Order.REFUSE, sure=False)),
        ("不同意？", Directive(Order.REFUSE, sure=False)),
        ("给网格员丁", Directive(Order.REASSIGN, to="网格员丁", sure=False)),
        ("督办 2 明天中午前答复", Directive(Order.SUPERVISE, line=2, note="明天中午前答复", sure=False)),
    ],
)
def test_it_is_read_with_its_line_its_case_and_its_amount(text: str, meant: Directive) -> None:
    assert read_directive(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "同意吗", "同意他的说法", "同意申诉 0224-006", "督办了没有", "督办了", "上级督办的那件修好了", "2 个桶清完了", "3 楼漏水",
        "6号楼督办", "看门的大爷说没水", "不准倒垃圾", "批准文件下来了", "接下来怎么办", "0224-006", "30天", "不予受理", "行吗",
        "收到", "换人了", "重新办理身份证要什么", "维持秩序的人走了", "展开了一场清理", "给", "", "一" * 61,
    ],
)  # fmt: skip
def test_what_only_looks_like_it_is_none(text: str) -> None:
    found = read_directive(text)
    assert found is None or not found.sure


@given(st.text(alphabet="同意不督办换人给维持行的了 2天-0", max_size=70) | st.text(max_size=70))
def test_nothing_said_breaks_it(text: str) -> None:
    read_directive(text)
