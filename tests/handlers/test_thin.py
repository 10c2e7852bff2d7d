"""Handlers swell in every chat product: these hold them down."""

import ast
import re
from pathlib import Path

import handlers

ROOM = Path(handlers.__file__).parent
FILES = sorted(ROOM.rglob("*.py"))


def test_no_function_is_longer_than_a_glance() -> None:
    long = [
        f"{path.name}:{node.name}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= 25
    ]
    assert not long


def test_no_file_is_longer_than_a_few_screens() -> None:
    assert not [path.name for path in FILES if len(path.read_text().splitlines()) >= 300]


def test_every_module_opens_with_a_sentence() -> None:
    assert not [path.name for path in FILES if not ast.get_docstring(ast.parse(path.read_text()))]


def test_chinese_words_stand_in_the_word_table_only() -> None:
    for path in FILES:
        tree = ast.parse(path.read_text())
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        words = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
        ]
        if path.name != "words.py":
            assert not [word for word in words if re.search("[一-鿿]", word)], path.name


def test_nothing_is_sent_from_here() -> None:
    sending = re.compile(r"\.(send_\w+|reply\w*|answer_(?!danger)\w+|edit_\w+|start_polling|run_polling)\(")
    assert not [path.name for path in FILES if sending.search(path.read_text())]
