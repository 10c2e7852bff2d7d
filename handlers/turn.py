"""One update being handled: who acts, when, what made it happen, and the door to the use cases."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Concatenate, ParamSpec

from cases.commands import Command
from cases.model import Actor, Cause, Draft, PostCode
from cases.ports import Run, UseCase
from cases.withholding import spared

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Turn:
    """Given to every handler as `turn`."""

    by: Actor
    at: datetime
    cause: Cause
    run: Run
    bound: frozenset[PostCode]
    """Posts that answer in this chat, whoever is speaking."""
    draft: Draft | None = None

    @property
    def is_nameless(self) -> bool:
        """An anonymous administrator or a channel: nobody who could answer for an act, so nobody with authority."""
        return not self.by.person

    @property
    def posts(self) -> frozenset[PostCode]:
        """Posts whose holder is speaking."""
        return frozenset() if self.is_nameless else self.bound

    @property
    def asked(self) -> Draft:
        """The open draft, behind a filter of its state."""
        assert self.draft is not None
        return self.draft

    async def do(
        self,
        use_case: UseCase,
        command: Callable[Concatenate[Actor, datetime, Cause, P], Command],
        *facts: P.args,
        **named: P.kwargs,
    ) -> None:
        """Runs `use_case` with a `command` of this turn. Raises the CaseError of a refusal."""
        await self.run(use_case, spared(command(self.by, self.at, self.cause, *facts, **named)))
