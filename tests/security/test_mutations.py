"""The battery has teeth: with a guard taken out, the test that proves it fails, and because of what it asserts. Each is tried in
a tree of links to this one, in which a single file is another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.security.warm import Warm

ROOT = Path(__file__).parents[2]
FAILED, ERROR = (
    re.compile(r"^FAILED ", re.MULTILINE),
    re.compile(r"^ERROR |ImportError|SyntaxError|NameError", re.MULTILINE),
)


@dataclass(frozen=True)
class Mutant:
    """`guard` stands in the file exactly once. `test` is a file of tests/ and the name of a test there."""

    name: str
    file: str
    guard: str
    instead: str
    test: str


MUTANTS = (
    Mutant(
        "nameless administrators",
        "handlers/actor.py",
        "event.sender_chat is None and event.from_user is not None and not event.from_user.is_bot",
        "event.from_user is not None",
        "handlers/test_roles.py::test_an_anonymous_administrator_has_no_authority",
    ),
    Mutant(
        "somebody else's case",
        "cases/named.py",
        "return case.reporter == by.chat or serves(uow, by, case)",
        "return True",
        "security/test_presses.py::test_numbers_can_be_tried_one_after_the_other_and_tell_nothing",
    ),
    Mutant(
        "a spent code",
        "cases/posts.py",
        "code.used_at is not None or ",
        "",
        "security/test_codes.py::test_a_code_binds_one_chat_and_no_second[sqlite]",
    ),
    Mutant(
        "a spent link",
        "cases/signing_in.py",
        "asked.session or ",
        "",
        "security/test_codes.py::test_a_link_opens_one_session_and_no_second[sqlite]",
    ),
    Mutant(
        "the webhook's secret",
        "console/webhook.py",
        "hmac.compare_digest(given[0], self.secret.encode())",
        "bool(given[0])",
        "console/test_webhook.py::test_a_wrong_secret_is_refused",
    ),
    Mutant(
        "the length of a webhook's body",
        "console/webhook.py",
        "if size > LARGEST_BODY:",
        "if False:",
        "console/test_webhook.py::test_a_huge_body_is_refused",
    ),
    Mutant(
        "a webhook needs a secret at all",
        "bot/settings.py",
        "and not _SECRET.fullmatch(self.webhook_secret.get_secret_value())",
        "and False",
        "bot/test_settings.py::test_a_webhook_needs_an_address_and_a_long_secret",
    ),
    Mutant(
        "markup on pages",
        "console/shown.py",
        "autoescape=True",
        "autoescape=False",
        "security/test_markup.py::test_a_page_shows_them_and_does_nothing_with_them",
    ),
    Mutant(
        "what hides in words",
        "texts/quoting.py",
        'not in {"Cc", "Cf", "Cs", "Co"}',
        "not in set()",
        "security/test_disguises.py::test_what_is_shown_can_be_seen",
    ),
    Mutant(
        "what hides from the reader",
        "nlp/clean.py",
        'text = _INVISIBLE.sub("", text)[:READ_AT_MOST]\n',
        "return text\n",
        "nlp/test_clean.py::test_a_disguised_word_is_read",
    ),
    Mutant(
        "formulas",
        "storage/inert.py",
        "return GUARD + words if _ACTIVE.match(words) else words",
        "return words",
        "security/test_sheets.py::test_what_would_begin_a_formula_is_guarded_also_behind_what_nobody_sees",
    ),
    Mutant(
        "a cell far away",
        "storage/workbook_size.py",
        "<= MOST_CELLS:\n",
        ">= 0:\n",
        "security/test_uploads.py::test_a_sheet_under_another_name_is_looked_at_too",
    ),
    Mutant(
        "a workbook that bursts",
        "storage/workbook_size.py",
        "<= MOST_BYTES else None",
        ">= 0 else None",
        "security/test_uploads.py::test_what_unpacks_to_too_much_is_not_unpacked",
    ),
    Mutant(
        "a picture that bursts",
        "bot/shapes.py",
        "return image.width * image.height <= LARGEST_DECODED",
        "return True",
        "security/test_uploads.py::test_an_engine_is_given_only_what_it_can_unpack",
    ),
    Mutant(
        "a file of another place",
        "bot/bot_api.py",
        ' or ".." in path.replace("\\\\", "/").split("/")',
        "",
        "security/test_uploads.py::test_a_path_that_leads_out_of_the_files_is_not_followed",
    ),
    Mutant(
        "an address inside",
        "delivery/addresses.py",
        "return reach is Reach.LOOPBACK",
        "return True",
        "doors/test_webhooks.py::test_where_a_webhook_may_go",
    ),
    Mutant(
        "forms of other sites",
        "console/visitors.py",
        "is_from_here(request) and hmac.compare_digest(said, visitor.token.encode())",
        "bool(said)",
        "security/test_doors.py::test_every_form_must_come_from_this_site_and_from_this_session[sqlite]",
    ),
    Mutant(
        "tokens in logs",
        "bot/logging.py",
        "for pattern in (_TOKEN, *_PRIVATE):",
        "for pattern in _PRIVATE:",
        "bot/test_logging.py::test_tokens_are_hidden_in_messages_arguments_and_tracebacks",
    ),
    Mutant(
        "words in tracebacks",
        "bot/logging.py",
        "for pattern in (_TOKEN, *_PRIVATE):",
        "for pattern in (_TOKEN,):",
        "bot/test_logging.py::test_a_database_error_does_not_quote_what_was_to_be_stored",
    ),
    Mutant(
        "secrets on the page of settings",
        "bot/settings_shown.py",
        "    if isinstance(value, SecretStr):\n        return HIDDEN if value.get_secret_value() else \"\"\n",
        "    value = _plain(value)\n",
        "console/test_upkeep.py::test_no_secret_is_ever_shown_and_what_differs_is_marked",
    ),
    Mutant(
        "the mark of a line of the audit log",
        "storage/auditing.py",
        'return "" if hmac.compare_digest(right, row["mark"]) else "changed"',
        'return ""',
        "storage/test_auditing.py::test_a_thousand_tamperings_are_found_every_one[sqlite]",
    ),
    Mutant(
        "the same again and again",
        "cases/flooding.py",
        "    if known.times >= uow.rules.flood_times:\n",
        "    if False:\n",
        "security/test_floods.py::test_the_same_again_and_again_costs_two_answers_and_no_row_more[sqlite]",
    ),
)  # fmt: skip


def tree(folder: Path, changed: Path, text: str) -> Path:
    """Links to everything that is here, but for one file."""
    folder.mkdir()
    for entry in ROOT.iterdir():
        if entry.name not in {changed.parts[0], ".git", ".hypothesis", "artefacts"}:
            (folder / entry.name).symlink_to(entry)
    here, there = ROOT, folder
    for part in changed.parts[:-1]:
        here, there = here / part, there / part
        there.mkdir()
        for entry in here.iterdir():
            if entry.name not in {"__pycache__", *changed.parts}:
                (there / entry.name).symlink_to(entry)
        _link_compiled(here / "__pycache__", there / "__pycache__", changed.stem)
    (folder / changed).write_text(text, "utf-8")
    return folder


def _link_compiled(here: Path, there: Path, changed: str) -> None:
    """A link is replaced, not followed, by whoever compiles anew."""
    there.mkdir()
    for entry in here.glob("*.pyc"):
        if not entry.name.startswith(f"{changed}."):
            (there / entry.name).symlink_to(entry)


@pytest.fixture(scope="module")
def warm() -> Iterator[Warm]:
    process = Warm()
    yield process
    process.close()


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_without_its_guard_the_test_fails(mutant: Mutant, warm: Warm, tmp_path: Path) -> None:
    text = (ROOT / mutant.file).read_text("utf-8")
    assert text.count(mutant.guard) == 1, "the guard was rewritten: say here what it is now"
    there = tree(tmp_path / "tree", Path(mutant.file), text.replace(mutant.guard, mutant.instead))
    code, said = warm.run(there, mutant.test)
    assert code == pytest.ExitCode.TESTS_FAILED, said[-2000:]
    assert FAILED.search(said)
    assert not ERROR.search(said), said[-2000:]


def test_with_every_guard_in_its_place_the_same_tree_passes(warm: Warm, tmp_path: Path) -> None:
    mutant = MUTANTS[-1]
    there = tree(tmp_path / "tree", Path(mutant.file), (ROOT / mutant.file).read_text("utf-8"))
    code, said = warm.run(there, mutant.test)
    assert code == pytest.ExitCode.OK, said[-2000:]


def test_every_test_that_is_named_is_there() -> None:
    for mutant in MUTANTS:
        path, _, name = mutant.test.partition("::")
        assert f"def {name.partition('[')[0]}(" in (ROOT / "tests" / path).read_text("utf-8"), mutant.test
