"""Texts: limits count UTF-16 units after parsing, and HTML is read by Telegram's rules with its own refusals."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.core.entities import find_entities, utf16_len
from sandbox.core.errors import ApiError, lower_first
from sandbox.core.html import parse_html
from tests.sandbox.desk import ANNA, Desk


def test_a_text_holds_4096_units_after_parsing_and_no_more(desk: Desk) -> None:
    assert desk.say(ANNA, "<b>" + "路" * 4096 + "</b>", parse_mode="HTML")["text"] == "路" * 4096
    assert desk.refusal("sendMessage", chat_id=ANNA, text="路" * 4097).text == "Bad Request: message is too long"


def test_an_emoji_counts_two_units(desk: Desk) -> None:
    desk.say(ANNA, "😀" * 2048)
    assert desk.refusal("sendMessage", chat_id=ANNA, text="😀" * 2049).text == "Bad Request: message is too long"


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "<b></b>"])
def test_an_empty_text_is_refused(desk: Desk, text: str) -> None:
    refusal = desk.refusal("sendMessage", chat_id=ANNA, text=text, parse_mode="HTML")
    assert refusal.text == "Bad Request: message text is empty"


def test_a_text_is_trimmed_and_its_entities_move_along(desk: Desk) -> None:
    message = desk.say(ANNA, "  <b>收到</b> \n", parse_mode="HTML")
    assert message["text"] == "收到"
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 2}]


def test_half_an_emoji_is_refused(desk: Desk) -> None:
    response = desk.http.post(desk.url("sendMessage"), content=b'{"chat_id":1001,"text":"\\ud83d"}', headers=JSON)
    assert response.json()["description"] == "Bad Request: strings must be encoded in UTF-8"


JSON = {"Content-Type": "application/json"}
ALLOWED = [
    ("<b>a</b>", "bold"), ("<strong>a</strong>", "bold"), ("<i>a</i>", "italic"), ("<em>a</em>", "italic"),
    ("<s>a</s>", "strikethrough"), ("<strike>a</strike>", "strikethrough"), ("<del>a</del>", "strikethrough"),
    ("<u>a</u>", "underline"), ("<ins>a</ins>", "underline"), ("<tg-spoiler>a</tg-spoiler>", "spoiler"),
    ('<span class="tg-spoiler">a</span>', "spoiler"), ("<code>a</code>", "code"), ("<pre>a</pre>", "pre"),
    ("<blockquote>a</blockquote>", "blockquote"), ("<blockquote expandable>a</blockquote>", "expandable_blockquote"),
    ('<a href="https://a.cn">a</a>', "text_link"), ("<B>a</B>", "bold"), ('<b onclick="x" id=3>a</b>', "bold"),
    ('<tg-emoji emoji-id="5">a</tg-emoji>', "custom_emoji"), ('<tg-time unix="1">a</tg-time>', "date_time"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "kind"), ALLOWED)
def test_an_allowed_tag_becomes_an_entity(source: str, kind: str) -> None:
    text, entities = parse_html(source)
    assert text == "a"
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in entities] == [(kind, 0, 1)]


REFUSED = [
    ("灯<x>a</x>", 'Unsupported start tag "x" at byte offset 3'),
    ("a<br/>", 'Unsupported start tag "br/" at byte offset 1'),
    ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
    ("灯<b", "Unclosed start tag at byte offset 3"),
    ("灯<b class", "Unclosed start tag at byte offset 3"),
    ("灯</b>", "Unexpected end tag at byte offset 3"),
    ("<b>灯</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
    ("<b>灯", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<b><i>灯</i>", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
]


@pytest.mark.parametrize(("source", "why"), REFUSED)
def test_wrong_html_is_refused_in_telegrams_words(desk: Desk, source: str, why: str) -> None:
    refusal = desk.refusal("sendMessage", chat_id=ANNA, text=source, parse_mode="HTML")
    assert (refusal.code, refusal.text) == (400, f"Bad Request: can't parse entities: {why}")


def test_only_four_names_and_numbers_are_decoded() -> None:
    assert parse_html("&lt;&gt;&amp;&quot;&#36335;&#x706F;&nbsp;&copy; & &#0;")[0] == '<>&"路灯&nbsp;&copy; & &#0;'


def test_offsets_count_utf16_units() -> None:
    assert parse_html("😀<b>灯😀</b>")[1] == [{"type": "bold", "offset": 2, "length": 3}]


def test_nested_tags_come_outermost_first_and_code_holds_nothing() -> None:
    kinds = [entity["type"] for entity in parse_html("<i><b>a</b>c</i><code><b>d</b></code>")[1]]
    assert kinds == ["italic", "bold", "code"]


def test_code_in_pre_gives_its_language() -> None:
    _, entities = parse_html('<pre><code class="language-python">x</code></pre>')
    assert entities == [{"type": "pre", "offset": 0, "length": 1, "language": "python"}]


def test_a_link_without_an_address_is_plain_text() -> None:
    assert parse_html("<a>路灯</a>") == ("路灯", [])


def test_a_mention_carries_its_user_and_a_stranger_is_left_out(desk: Desk) -> None:
    message = desk.say(ANNA, '<a href="tg://user?id=1002">李</a><a href="tg://user?id=9">某</a>', parse_mode="HTML")
    assert [entity["user"]["first_name"] for entity in message["entities"]] == ["李建国"]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_an_escaped_text_comes_out_as_it_was(text: str) -> None:
    assert parse_html(escape(text, quote=False)) == (text, [])


@given(st.text(alphabet="<>/ab&;\"'= 灯😀-", max_size=40))
def test_any_html_is_read_or_refused_and_entities_stay_inside(source: str) -> None:
    try:
        text, entities = parse_html(source)
    except ApiError as error:
        if not error.description.startswith("Bad Request: can't parse entities: "):
            raise
        return
    for entity in entities:
        assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= utf16_len(text)


def test_given_entities_are_checked_against_the_text(desk: Desk) -> None:
    bold = {"type": "bold", "offset": 0, "length": 2}
    assert desk.say(ANNA, "路灯", entities=[bold])["entities"] == [bold]
    refusal = desk.refusal("sendMessage", chat_id=ANNA, text="路灯", entities=[bold | {"length": 3}])
    assert refusal.text == (
        "Bad Request: entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 2"
    )


def test_an_unknown_parse_mode_is_refused(desk: Desk) -> None:
    assert desk.refusal("sendMessage", chat_id=ANNA, text="a", parse_mode="BBCode").code == 400


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("/start 123", ["bot_command"]),
        ("请看 /help@minhu_demo_bot", ["bot_command"]),
        ("路灯/楼道", []),
        ("@minhu_demo_bot 您好", ["mention"]),
        ("见 https://a.cn/b?c=1。谢谢", ["url"]),
        ("写信 a.b@c.cn", ["email"]),
        ("#路灯 #123", ["hashtag"]),
    ],
)
def test_commands_mentions_and_links_are_found(text: str, kinds: list[str]) -> None:
    assert [entity["type"] for entity in find_entities(text)] == kinds


@pytest.mark.parametrize(
    ("text", "lowered"),
    [("Message is empty", "message is empty"), ("BUTTON_DATA_INVALID", "BUTTON_DATA_INVALID"), ("A_b", "A_b")],
)
def test_the_first_letter_is_lowered_unless_a_capital_follows(text: str, lowered: str) -> None:
    assert lower_first(text) == lowered
