"""Corrections become word changes only where a replay of past cases shows that they do good."""

from nlp.learning.review import Past, Proposal, review
from nlp.topics import Topics

TABLE = [
    {"word": "路灯", "level1": "城乡建设", "level2": "市政", "weight": "10", "note": ""},
    {"word": "学校", "level1": "教育文体", "level2": "教育", "weight": "10", "note": ""},
]
CORRECTED = [
    Past("学校门口的流动摊点油烟大", "城乡建设", corrected=True),
    Past("学校边上流动摊点占了人行道", "城乡建设", corrected=True),
    Past("流动摊点天天堵着学校", "城乡建设", corrected=True),
]
RIGHT = [Past("路灯不亮", "城乡建设", corrected=False), Past("学校乱收费", "教育文体", corrected=False)]


def topics() -> Topics:
    return Topics(learnt=(), by_hand=TABLE)


def test_a_word_that_corrected_cases_share_is_proposed_with_what_it_gains() -> None:
    found = review([*CORRECTED, *RIGHT], topics())
    assert (found.cases, found.corrections, found.right_before, found.right_after) == (5, 3, 2, 5)
    [word] = found.proposals
    assert word.word in "流动摊点"
    assert (word.topic, word.gains, word.losses) == ("城乡建设", 3, 0)


def test_a_word_that_would_spoil_what_is_right_is_not_proposed() -> None:
    bystanders = [Past(f"学校里也有流动摊点{n}", "教育文体", corrected=False) for n in range(3)]
    spoiling = [one for one in review([*CORRECTED, *bystanders], topics()).proposals if one.losses * 3 >= one.gains]
    assert not spoiling


def test_a_word_that_misled_loses_weight_where_nothing_else_helps() -> None:
    misread = [
        Past(text, "城乡建设", corrected=True, read_as="教育文体", misled=("学校",))
        for text in ("学校的路灯歪了", "路灯照不到学校")
    ]
    found = review(misread, Topics(learnt=(), by_hand=[*TABLE, {**TABLE[1], "weight": "4"}]))
    assert (found.as_before, found.right_before, found.right_after) == (2, 0, 2)
    assert found.proposals


def test_what_the_tables_read_rightly_since_is_not_counted_as_read_as_before() -> None:
    cured = Past("路灯不亮", "城乡建设", corrected=True, read_as="教育文体", misled=("学校",))
    assert review([cured], topics()).as_before == 0


def test_a_word_that_misled_some_and_was_right_for_others_keeps_its_weight() -> None:
    misread = [Past(f"学校{n}", "城乡建设", corrected=True, read_as="教育文体", misled=("学校",)) for n in "甲乙"]
    right = [Past(f"学校乱收费{n}", "教育文体", corrected=False) for n in range(3)]
    assert not [one for one in review([*misread, *right], topics()).proposals if one.weight < 0]


def test_one_correction_alone_changes_nothing() -> None:
    found = review([CORRECTED[0], *RIGHT], topics())
    assert found.proposals == ()
    assert found.right_before == found.right_after == 2


def test_a_topic_that_the_table_does_not_know_is_left_out() -> None:
    assert review([Past("别的事", "没有这个主题", corrected=True)], topics()).cases == 0


def test_a_proposal_is_a_row_of_the_table() -> None:
    row = Proposal("流动摊点", "城乡建设", 6, 3, 0).as_row("2026-03-02 +3")
    assert Topics(learnt=(), by_hand=[*TABLE, row]).read("学校流动摊点").topic == "教育文体"
    assert Topics(learnt=(), by_hand=[*TABLE, {**row, "weight": "12"}]).read("学校流动摊点").topic == "城乡建设"
