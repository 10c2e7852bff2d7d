"""How long a case may take, and in which kind of time its limit runs."""

from cases.clocks import Span, Unit
from cases.model import Case
from cases.reading import Complexity, Severity
from cases.rules import Rules

COMPLEX_LIMIT = Span(15, Unit.DAY)
"""复杂: 15 自然日 (default rule set)."""
HISTORICAL_LIMIT = Span(14, Unit.DAY)
"""历史遗留: no fixed finish; the first heartbeat after 14 days stands in for it."""
SECOND_TRY = Span(1, Unit.WORKDAY)
"""A reopened ordinary case is due again within one working day, whatever its first limit was."""


def finish_limit(case: Case, rules: Rules) -> Span:
    if case.severity is Severity.NORMAL and case.complexity in {Complexity.HISTORICAL, Complexity.MAJOR}:
        return HISTORICAL_LIMIT
    if case.severity is Severity.NORMAL and case.complexity is Complexity.COMPLEX:
        return COMPLEX_LIMIT
    return rules.limit(case.object, case.fault, case.severity)


def counts_office_hours(case: Case, rules: Rules) -> bool:
    """Whether the finish limit runs in office hours only, as a second try always does."""
    second = case.reopened > 0 and case.severity is Severity.NORMAL
    return second or finish_limit(case, rules).unit.is_office
