"""What desks and residents can ask for while many write of one matter."""

from dataclasses import dataclass
from datetime import datetime

from cases.commands import Command, Said
from cases.model import CaseId


@dataclass(frozen=True, slots=True)
class OnSurge(Command):
    """ask_answer, decline_surge, end_surge. Without an id the newest that this person may answer is meant."""

    id: str = ""


@dataclass(frozen=True, slots=True)
class AnswerAll(Command):
    """answer_all: 答复 …; the answer is a preview. `until` where the words name a time that is yet to come; `said` is the whole
    message, for where there is no crowd to answer."""

    words: str
    until: datetime | None = None
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class PublishAnswer(OnSurge):
    """publish_answer: 确认发布, or 不发布. `mark` is of the preview whose button was pressed; typed there is none."""

    gives: bool = True
    mark: str = ""


@dataclass(frozen=True, slots=True)
class SayWhetherItFits(Command):
    """say_whether_it_fits: 知道了，等着, or 我的情况不一样."""

    draft: CaseId
    fits: bool
