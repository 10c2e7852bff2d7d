"""Who may do what, as the district means it: written by hand from the description of the product, never from its code.

How to add an action. A new `Verb` (a button) or `Word` (a typed command) fails `test_every_action_has_its_line` until it
has a line in ACTS. One line is enough:

    Verb.WHISTLE: about("accepted", HOLDER, COVER),

`about(stage, *who)` says: with a case that stands at `stage` (a key of tests/roles/stages.py), exactly these people may
do it. The test then lets every person of tests/roles/people.py try it, about a case in a worker's chat, one in a group's
chat, a nameless one and a complaint about the workers themselves, and wants

* an effect in the database, or an answer, for those who may;
* of those who may know of the case but not do this, a polite refusal to themselves alone and nothing changed;
* of everybody else the very answer that a number nobody ever gave would get, and nothing changed.

`value` is what a button carries besides the case ({desk}, {colleague} and {place} stand for those of the case), `then`
what is typed behind the number, `at_home` is for commands of private chats, `never` takes away what another part would give: a holder does not decide on what they
asked for. `lists(stage, *who)` is for
commands without a case that list some: the people named must find this case in the answer, nobody else may.
`no_case()` is for commands that touch none: no case may change and nothing of one may be told. `draft(stage, *who)` is for buttons
under a question of an unfinished conversation, `leave(*who)` under a note of somebody's leave. A new kind of person
(a department, an administrator) gets a name here, a place in people.py, and stands in the lines that allow it.
"""

from dataclasses import dataclass
from enum import StrEnum

from cases.taps import Verb
from handlers.word import Word


class Who(StrEnum):
    """What a person is to one case."""

    REPORTER = "reporter"
    HOLDER = "holder"
    COVER = "cover"
    """兼职 of the same grid."""
    LEADER = "grid leader"
    STATION = "own station"
    CENTRE = "own centre"
    DISTRICT = "district"
    ASKED = "asked to take it"
    """Whoever the holder wants to hand it on to."""
    CALLED = "called department"
    FORMER = "had the post before"
    """Their chat still shows the card, and they may do nothing any more."""


REPORTER, HOLDER, COVER, LEADER, STATION, CENTRE, DISTRICT, ASKED, CALLED, FORMER = Who
WORKERS = (HOLDER, COVER, LEADER)
DESKS = (STATION, CENTRE, DISTRICT)
STAFF = (*WORKERS, *DESKS)


@dataclass(frozen=True)
class Act:
    kind: str
    """What the action is about: a case, a list, a draft, a leave, nothing."""
    stage: str
    who: frozenset[Who]
    value: str = ""
    then: str = ""
    never: frozenset[Who] = frozenset()
    """Who may not, whatever else they are."""
    at_home: bool = False
    """Only in private chats."""
    named: bool = False
    """Of a nameless case nobody may."""


def about(
    stage: str,
    *who: Who,
    value: str = "",
    then: str = "",
    never: Who | None = None,
    at_home: bool = False,
    named: bool = False,
) -> Act:
    return Act("case", stage, frozenset(who), value, then, frozenset({never} if never else ()), at_home, named)


def lists(stage: str, *who: Who) -> Act:
    return Act("list", stage, frozenset(who))


def no_case(then: str = "") -> Act:
    return Act("nothing", "filed", frozenset(), then=then)


def draft(stage: str, *who: Who, value: str = "") -> Act:
    return Act("draft", stage, frozenset(who), value)


def leave(*who: Who) -> Act:
    return Act("leave", "leave", frozenset(who))


ACTS: dict[Verb | Word, Act] = {
    # --- the resident, about an unfinished conversation ---
    Verb.PLACE: draft("place asked", REPORTER, value="{place}"),
    Verb.NO_PLACE: draft("place asked", REPORTER),
    Verb.DANGER_YES: draft("danger asked", REPORTER),
    Verb.DANGER_NO: draft("danger asked", REPORTER),
    Word.NO_PLACE: draft("place asked", REPORTER),
    Verb.MEANT: draft("put to it", REPORTER),
    Verb.FURTHER: draft("turned away", REPORTER, value="mediator"),
    # --- the resident, about an own case ---
    Verb.OUT: about("filed", REPORTER),
    Verb.INSIDE: about("filed", REPORTER),
    Verb.FIX_PLACE: about("filed", REPORTER),
    Word.FIX_PLACE: about("filed", REPORTER),
    Verb.ADD_PHOTO: about("filed", REPORTER),
    Word.ADD_PHOTO: about("filed", REPORTER),
    Verb.ANONYMOUS: about("filed", REPORTER),
    Word.HIDE_NAME: about("filed", REPORTER),
    Verb.SECRECY: about("filed", REPORTER, value="2"),
    Verb.ERASE: draft("filed", REPORTER),
    Word.ERASE_YES: draft("filed", REPORTER),
    Verb.KEEP: no_case(),
    Word.MY_DATA: lists("accepted", REPORTER),
    Word.ERASE: lists("accepted", REPORTER),
    Verb.LOOK: about("accepted", CENTRE, value="verify", named=True),
    Word.LOOK: about("accepted", CENTRE, then="要核实", named=True),
    Verb.READS: about("accepted", REPORTER),
    Word.READS: about("accepted", REPORTER),
    Verb.RETRACT: about("added to", REPORTER),
    Word.RETRACT: about("added to", REPORTER),
    Verb.URGE: about("accepted", REPORTER),
    Word.URGE: about("accepted", REPORTER),
    Verb.WITHDRAW: about("filed", REPORTER),
    Word.WITHDRAW: about("accepted", REPORTER),
    Verb.FIXED: about("resolved", REPORTER),
    Verb.NOT_FIXED: about("resolved", REPORTER),
    Verb.BROKE_AGAIN: about("resolved", REPORTER),
    Verb.NOT_MINE: about("resolved", REPORTER),
    Verb.RATE: about("confirmed", REPORTER, value="satisfied"),
    Verb.LASTS: about("asked whether it lasts", REPORTER),
    Verb.BROKE_LATER: about("asked whether it lasts", REPORTER),
    Word.PROGRESS: lists("accepted", REPORTER),
    # --- what was understood, corrected by either side ---
    Verb.FIX_TOPIC: about("filed", REPORTER, HOLDER, *DESKS),
    Word.FIX_TOPIC: about("filed", REPORTER, HOLDER, *DESKS, at_home=True),
    Verb.SET_TOPIC: about("filed", REPORTER, HOLDER, *DESKS, value="环境保护"),
    Word.RETOPIC: about("filed", HOLDER, *DESKS, then="环境保护"),
    # --- looking ---
    Verb.SHOW: about("accepted", REPORTER, *STAFF),
    Word.CASE: about("accepted", REPORTER, *STAFF),
    Word.TODO: lists("accepted", HOLDER),
    Word.DIGEST: lists("late", *DESKS),
    Verb.UNFOLD: no_case(),
    # --- work on a case ---
    Verb.ACCEPT: about("filed", *WORKERS),
    Word.ACCEPT: about("filed", *WORKERS),
    Verb.ARRIVE: about("accepted", *WORKERS),
    Word.ARRIVE: about("accepted", *WORKERS),
    Verb.RESOLVE: about("accepted", *WORKERS),
    Word.RESOLVE: about("accepted", *WORKERS, then="换了新灯泡"),
    Verb.RESOLVE_NOW: about("proof", *WORKERS),
    Word.RESOLVE_NOW: draft("proof", HOLDER),
    Verb.ASK: about("accepted", *WORKERS),
    Word.ASK: about("accepted", *WORKERS, then="在哪一头？"),
    Verb.MORE: about("accepted", *WORKERS),
    Verb.REMEMBER: about("landmark", HOLDER, *DESKS, value="老面粉厂"),
    Verb.SAME_PICTURE: about("picture doubted", *WORKERS),
    Verb.OTHER_PICTURE: about("picture doubted", *WORKERS),
    Word.SAME_PICTURE: about("picture doubted", *WORKERS),
    Word.OTHER_PICTURE: about("picture doubted", *WORKERS),
    # --- moves of a holder ---
    Verb.TRANSFER: about("accepted", HOLDER),
    Word.TRANSFER: about("accepted", HOLDER),
    Verb.TRANSFER_TO: about("accepted", HOLDER, value="not_my_grid/{colleague}"),
    Verb.TAKE: about("offered", ASKED),
    Verb.DECLINE: about("offered", ASKED),
    Verb.EXTEND: about("accepted", HOLDER),
    Word.EXTEND: about("accepted", HOLDER, then="要等配件到货"),
    Verb.SUSPEND: about("accepted", HOLDER),
    Word.SUSPEND: about("accepted", HOLDER),
    Verb.RESUME: about("suspended", *WORKERS),
    # --- hard and long matters, and the last step taken back ---
    Verb.MILESTONE: about("accepted", *WORKERS),
    Word.NEWS: about("accepted", *WORKERS, then="走访了村两委2人"),
    Word.PROPOSAL: about("accepted", *WORKERS, then="补偿三万元"),
    Word.SIGNED: about("accepted", *WORKERS),
    Verb.CLASSIFY: about("accepted", HOLDER, *DESKS),
    Word.CLASSIFY: about("accepted", HOLDER, *DESKS, then="复杂"),
    Verb.UNDO: about("just done", HOLDER),
    Word.UNDO: draft("just done", HOLDER),
    # --- a desk over the case ---
    Verb.EXTENSION_YES: about("extension asked", *DESKS, never=HOLDER),
    Verb.EXTENSION_NO: about("extension asked", *DESKS, never=HOLDER),
    Verb.SUSPENSION: about("suspension asked", *DESKS, value="30", never=HOLDER),
    Verb.SUPERVISE: about("filed", *DESKS),
    Word.SUPERVISE: about("filed", *DESKS),
    Verb.REASSIGN: about("filed", *DESKS),
    Word.REASSIGN: about("filed", *DESKS),
    Verb.ASSIGN: about("filed", *DESKS, value="{desk}"),
    Verb.TRIAGE: about("triage", *DESKS, value="城乡建设"),
    # --- a reporter who does not stop ---
    Word.STOP: about("filed", CENTRE, DISTRICT, then="7 反复发广告"),
    Verb.RELEASE: about("stopped", CENTRE, DISTRICT),
    Word.RELEASE: about("stopped", CENTRE, DISTRICT),
    # --- not to be worked on, and the appeal ---
    Verb.DISMISS: about("accepted", HOLDER, *DESKS, value="court"),
    Word.DISMISS: about("accepted", HOLDER, *DESKS),
    Verb.DISMISSAL_YES: about("dismissal asked", *DESKS, never=HOLDER),
    Verb.DISMISSAL_NO: about("dismissal asked", *DESKS, never=HOLDER),
    Word.AGREE: about("dismissal asked", *DESKS, never=HOLDER),
    Word.REFUSE: about("dismissal asked", *DESKS, never=HOLDER),
    Verb.APPEAL: about("dismissed", REPORTER),
    Verb.UPHOLD: about("appealed", CENTRE, DISTRICT, never=HOLDER),
    Verb.OVERTURN: about("appealed", CENTRE, DISTRICT, never=HOLDER),
    Word.UPHOLD: about("appealed", CENTRE, DISTRICT, never=HOLDER),
    Word.OVERTURN: about("appealed", CENTRE, DISTRICT, never=HOLDER),
    # --- what counts in the ranking ---
    Word.CONTEST: about("confirmed", STATION, CENTRE, then="那几天整个片区停电"),
    Verb.CONTEST_YES: about("contested", DISTRICT),
    Verb.CONTEST_NO: about("contested", DISTRICT),
    Word.UPHOLD_CONTEST: about("contested", DISTRICT),
    Word.REFUSE_CONTEST: about("contested", DISTRICT),
    # --- departments, and others who help ---
    Verb.WHISTLE: about("accepted", HOLDER, *DESKS),
    Word.WHISTLE: about("accepted", HOLDER, *DESKS),
    Verb.DEPARTMENT: about("accepted", HOLDER, *DESKS, value="B0004"),
    Verb.MUSTER: about("whistle", CALLED, value="answer"),
    Word.MUSTER: about("whistled", CALLED),
    Word.CANNOT: about("whistled", CALLED, then="车都在外面"),
    Word.CONCLUDE: about("whistled", CALLED, then="阀门关好了"),
    Verb.ASSIST: about("accepted", HOLDER, *DESKS),
    Word.ASSIST: about("accepted", HOLDER, *DESKS),
    # --- what two residents have told ---
    Verb.JOIN: about("told twice", HOLDER, *DESKS),
    Word.JOIN: about("told twice", HOLDER, *DESKS),
    Verb.JOIN_OWN: about("told twice", REPORTER),
    Verb.SPLIT: about("joined", REPORTER, HOLDER, *DESKS),
    Word.SPLIT: about("joined", REPORTER, HOLDER, *DESKS),
    # --- what staff bring in for others ---
    Verb.ENTER: no_case(),
    Word.VOUCH: about("brought in", *DESKS),
    # --- announcements ---
    Verb.SUBSCRIBE: about("filed", REPORTER),
    Verb.SEND_OUT: no_case(),
    Verb.KEEP_BACK: no_case(),
    Verb.KNOWN: no_case(),
    Word.ANNOUNCE: no_case("本村 明天停水"),
    Word.SEND_OUT: no_case(),
    Word.KEEP_BACK: no_case(),
    Word.SUBSCRIBE: no_case(),
    Word.UNSUBSCRIBE: no_case(),
    Word.KNOWN: no_case(),
    # --- one answer to many ---
    Verb.SURGE_ANSWER: no_case(),
    Verb.SURGE_NONE: no_case(),
    Verb.PUBLISH: no_case(),
    Verb.UNPUBLISH: no_case(),
    Verb.SURGE_END: no_case(),
    Verb.WAIT_ALONG: no_case(),
    Verb.NOT_ALIKE: no_case(),
    Word.ANSWER_ALL: no_case("主管道在抢修，今晚8点前恢复"),
    Word.NO_ANSWER: no_case(),
    Word.PUBLISH: no_case(),
    Word.UNPUBLISH: no_case(),
    Word.END_SURGE: no_case(),
    # --- one's own post ---
    Verb.AWAY_TOO: leave(COVER),
    Word.LEAVE: no_case("明天"),
    Word.BACK: no_case(),
    # --- no case at all ---
    Word.START: no_case(),
    Word.HELP: no_case(),
    Word.BIND: no_case("ABCD-EFGH"),
    Word.CONSOLE: no_case(),
    Word.RANKING: no_case(),
    Word.WHISTLES: no_case(),
    Word.DISMISSALS: no_case(),
    Word.GRID: no_case(),
    Verb.ACCUSE: no_case(),
}
"""Every action there is, and the people for whom it has an effect."""
