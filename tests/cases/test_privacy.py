"""What names a person by a number is hidden, and nothing else is."""

import pytest

from cases.privacy import masked, names_somebody


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("我电话13800001111，晚上打", "我电话138****，晚上打"),
        ("138 0000 1111", "138****"),
        ("138-0000-1111", "138****"),
        ("+86 13800001111", "+86 138****"),
        ("１３８００００１１１１", "１３８****"),
        ("身份证410811199001011234", "身份证410****"),
        ("41081119900101123X", "410****"),
        ("410811 19900101 123x 是我", "410**** 是我"),
        ("410811900101123", "410****"),
        ("卡号6222021234567890123", "卡号622****"),
        ("座机0391-1234567", "座机0391****"),
        ("0371 6612 3456", "0371****"),
        ("两个号 13800001111、13900002222", "两个号 138****、139****"),
    ],
)
def test_numbers_of_people_are_hidden(text: str, shown: str) -> None:
    assert masked(text) == shown
    assert names_somebody(text)


@pytest.mark.parametrize(
    "text",
    [
        "0227-018",
        "0302-001 的附件",
        "2026-03-02 14:00",
        "20260302",
        "欠了12345.67元",
        "大寨村2组12号楼3单元401",
        "打12345没人接",
        "119 120 110",
        "1234567890",
        "车牌豫H12345",
        "1380000",
        "电表号20230011223",
        "",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert masked(text) == text
    assert not names_somebody(text)
