"""Refusals. Each carries the facts that texts/ needs to explain itself; none carries Chinese."""


class CaseError(Exception):
    """A rule said no. Nothing was changed. `number` names the case, when there is one."""

    def __init__(self, number: str = "", *facts: str) -> None:
        super().__init__(number, *facts)
        self.number = number
        self.facts = facts


class NotYours(CaseError):
    """The case belongs to another reporter or another post."""


class NoSuchCase(NotYours):
    """No case by that number that this person may know of: it belongs to others, or to nobody, and they cannot tell which."""


class WrongStatus(CaseError):
    """The case is not at a point where this can be done. facts: the present status."""


class DoneAlready(WrongStatus):
    """It was reported done and waits for the resident's word: it need not be reported, or shown, once more."""


class LimitPassed(CaseError):
    """More time is asked for before the limit, not after."""


class TooLateToRetract(CaseError):
    """Somebody has acted on the words since, it is too long ago, or there are none to take back."""


class TooLateToUndo(CaseError):
    """The seconds are over, or something else has happened to the case since."""


class OnlyHarder(CaseError):
    """Whoever has a case may only say that it is harder, and not all the way. facts: the present class."""


class TooPressing(CaseError):
    """What presses has its own clocks, however hard it is."""


class NoFixedLimit(CaseError):
    """A long-term case has no limit that could be moved."""


class NoMoreTime(CaseError):
    """The limit was moved as often as it may be."""


class NoMoreSuspensions(CaseError):
    """It was suspended as often as it may be."""


class NobodyAbove(CaseError):
    """No desk that could decide answers anywhere."""


class SamePerson(CaseError):
    """Another person has to look at it."""


class NotAlike(CaseError):
    """Nothing to join it to, or nothing it may be joined to. facts: "" or conflict, pressing, said_no."""


class TooLate(CaseError):
    """The time for an appeal is over."""


class StopNeedsReason(CaseError):
    """Nobody is stopped without an end and a reason. facts: the most days there may be."""


class AlreadyDone(CaseError):
    """Somebody did exactly this before. facts: who."""


class NotAsked(CaseError):
    """Nothing of the case waits for a decision."""


class Expired(CaseError):
    """The button belongs to a question that was answered or dropped."""


class BadLink(CaseError):
    """The link into the console is used up, too old, or was never given."""


class NoConsole(CaseError):
    """The district runs none."""


class BadCode(CaseError):
    """The binding code is unknown, used or too old."""


class AnonymousCase(CaseError):
    """Whoever reported it chose that nobody is to know."""


class NotStaff(CaseError):
    """Only somebody who holds a post may do this."""


class OwnWork(CaseError):
    """Nobody confirms what they worked on themselves: the desk above does."""


class AlreadyEntered(CaseError):
    """Another office's number that stands on a case here already. facts: that number."""


class OnlyDesks(CaseError):
    """Announcements are a duty desk's."""


class NeedsReason(CaseError):
    """Whoever contests a mark says why."""


class NeedsPhoto(CaseError):
    """What was put right on the spot is shown, not only told."""


class NoSuchPost(CaseError):
    """The registry knows no such post. facts: what was asked for."""


class NobodyToAsk(CaseError):
    """It came from another system, where nobody reads what we write."""


class NobodyToCall(CaseError):
    """No department of this place answers anywhere, or the case complains about those that do."""


class NotADesk(CaseError):
    """Only a duty desk may see this."""


class AnswerChanged(CaseError):
    """What is to be published is not what stood in that preview."""


class NoSuchMonth(CaseError):
    """No month we can tell. facts: what was asked for."""
