"""`minhu evaluate` and `minhu train`: figures as Chinese tables or as JSON, and a table of learnt words as CSV."""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from bot import learning_texts as say
from bot.progress import bar
from cases.registry import Registry
from nlp.learning.evaluation import Figures, across_folds, of_places, of_readings, of_topics
from nlp.learning.labelled import BadFile, Example, Kind, Labelled, Line, read_labelled
from nlp.learning.short import COLUMNS as SHORT_COLUMNS
from nlp.learning.short import LEAST_LABELLED, examples_of, learn_short
from nlp.learning.weights import LEAST_MESSAGES, as_rows, learn
from nlp.place import Locator
from nlp.reader import Reader
from nlp.same.measure import evaluate as evaluate_same_issue
from nlp.tables import BadTable, rows_in, write_rows
from nlp.topics import Topics

OK, BAD_USAGE = 0, 2
DIGITS = 4
BESIDE = "registry"
"""A folder of this name beside a file of places is the district that the places lie in."""


def evaluate(
    path: Path,
    registry_of: Callable[[Path | None], Registry],
    *,
    registry: Path | None,
    topics: Path | None,
    folds: int,
    words: int,
    among_all: bool,
    as_json: bool,
) -> int:
    """`registry_of` reads a registry, or ends the command when it is faulty."""
    try:
        labelled = read_labelled(path)
        if folds and labelled.kind is not Kind.TOPICS:
            return _refused(say.FOLDS_ONLY_FOR_TOPICS)
        if topics is not None and folds:
            return _refused(say.TABLE_OR_FOLDS)
        beside = path.with_name(BESIDE)
        where = registry or (beside if beside.is_dir() else None)
        figures = _figures(labelled, lambda: registry_of(where), topics, folds, words, among_all=among_all)
    except BadFile as error:
        return _refused(say.bad_file(path.name, error))
    except BadTable as error:
        return _refused(say.bad_table(topics, error.line))
    except ValueError:
        return _refused(say.NO_STANDARD)
    except (OSError, ImportError) as error:
        return _refused(say.unreadable(path.name, error))
    figures = _rounded(figures)
    if as_json:
        print(json.dumps({"file": path.name, "kind": str(labelled.kind), **figures}, ensure_ascii=False, indent=2))
    else:
        print(say.report(labelled.kind, figures))
    return OK


def _figures(
    labelled: Labelled,
    registry: Callable[[], Registry],
    topics: Path | None,
    folds: int,
    words: int,
    *,
    among_all: bool,
) -> Figures:
    match labelled.kind:
        case Kind.TOPICS if folds:
            with bar() as tell:
                return across_folds(labelled.examples, folds, words, lambda step: tell(say.FOLD, *_step(step)))
        case Kind.TOPICS:
            return of_topics(labelled.examples, learnt_topics(topics))
        case Kind.READINGS:
            return of_readings(labelled.lines, Reader(Locator(registry()), learnt_topics(topics)))
        case Kind.PLACES:
            return of_places(labelled.lines, registry())
        case Kind.SAME_ISSUE:
            return asdict(evaluate_same_issue(labelled.path, among_all=among_all))


def train(path: Path, out: Path, words: int, today: date) -> int:
    """Writes `out` whole or not at all."""
    try:
        labelled = read_labelled(path)
        if labelled.kind is Kind.READINGS:
            return _train_short(labelled.lines, out, today)
        if not labelled.examples:
            return _refused(say.TRAIN_NEEDS_A_TABLE)
        return _train_topics(labelled.examples, out, words, today)
    except BadFile as error:
        return _refused(say.bad_file(path.name, error))
    except (OSError, ImportError) as error:
        return _refused(say.unreadable(path.name, error))


def _train_topics(examples: Sequence[Example], out: Path, words: int, today: date) -> int:
    if too_few := _too_few(examples):
        return _refused(say.too_few(too_few, LEAST_MESSAGES))
    with bar() as tell:
        learnt = learn(examples, words=words, told=lambda kept: tell(say.LEARNING, int(kept), None))
    rows = list(as_rows(learnt, today))
    write_rows(out, rows)
    print(say.trained(out, len(examples), len({row["word"] for row in rows}), len(rows)))
    return OK


def _train_short(lines: Sequence[Line], out: Path, today: date) -> int:
    examples = examples_of(lines)
    try:
        rows = learn_short(examples, today)
    except ValueError:
        return _refused(say.too_few_short(LEAST_LABELLED))
    write_rows(out, rows, SHORT_COLUMNS)
    print(say.trained_short(out, len(lines), len(rows)))
    return OK


def _too_few(examples: Sequence[Example]) -> list[str]:
    """Topics that nothing can be learnt about; every topic when there is only one."""
    counts: dict[str, int] = {}
    for one in examples:
        counts[one.topic] = counts.get(one.topic, 0) + 1
    return [name for name, count in counts.items() if count < LEAST_MESSAGES or len(counts) == 1]


def learnt_topics(path: Path | None) -> Topics | None:
    """A district's own table instead of the one that comes with the program. Raises OSError, BadTable."""
    return Topics(learnt=rows_in(path)) if path else None


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DIGITS)
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list) else value


def _step(told: str) -> tuple[int, int]:
    done, _, total = told.partition("/")
    return int(done), int(total)


def _refused(why: str) -> int:
    print(why, file=sys.stderr)
    return BAD_USAGE
