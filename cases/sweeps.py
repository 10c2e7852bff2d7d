"""What the clock does: climb the ladder, answer for silent residents, send digests. Right when late, doubled or missed."""

from dataclasses import replace
from datetime import date, datetime

from cases import life
from cases import messages as say
from cases.aftercare import JUDGED, reopen_case
from cases.answering import go_on
from cases.apart import undoubted
from cases.auditing import LINES_PER_LOOK
from cases.charting import chart_of
from cases.commands import Command, Look, ReportDead
from cases.dialogue import is_only_place, says_matter
from cases.filing import file_draft, reminder
from cases.ladder import Rung, Step, standing
from cases.lasting import ask_whether_it_lasts
from cases.letters import Letters, covers, event, first_two, question_key, reminders_of, verdict_slot
from cases.milestones import ask_for_news, tell_of_nothing
from cases.model import CITIZEN, CLOCK, Actor, Case, Cause, Change, Draft, DraftState, Happening, PostCode, Status
from cases.ports import UnitOfWork
from cases.praising import give
from cases.reading import NOWHERE, PlaceKind
from cases.rules import Rules
from cases.supervision import deciders, digest_of, pressing_desk
from cases.suspending import still_suspended, take_up
from cases.vouching import asked_chats, question_of

# --- the ladder ---


def climb_ladder(uow: UnitOfWork, look: Look) -> None:
    """Every case whose time has come takes the last step that is due; earlier ones it overtook are not said."""
    with uow:
        # worked out first, then recorded: what is written in one go costs a fraction
        for change in [_climb(uow, case, look.at) for case in uow.due_cases(look.at, look.limit, look.skip)]:
            uow.record(change)
        uow.commit()


def _climb(uow: UnitOfWork, case: Case, at: datetime) -> Change:
    stands = standing(case, uow.rules, at)
    rung, step = stands.rung, stands.step
    moved = replace(case, rung=rung, look_at=stands.look_at)
    if step is None or (step.step in {Step.COVER, Step.ALARM} and case.status is not Status.FILED):
        return Change(case=moved)
    cause = Cause(f"ladder/{case.id}/{case.clock_from.isoformat()}/{case.status}/{rung}/{at:%Y%m%d}")
    letters = Letters(uow, at, cause)
    after, what = _take_step(uow, moved, step, letters)
    happened = event(case, what, at, CLOCK, step.step.value)
    silent = after.status is Status.SILENT
    return Change(
        case=after,
        events=(happened,),
        notifications=letters.all(),
        withdrawn=(reminders_of(case),) if silent or letters.written else (),
    )


def _take_step(uow: UnitOfWork, case: Case, rung: Rung, letters: Letters) -> tuple[Case, Happening]:
    match rung.step:
        case Step.COVER:
            _cover(uow, case, letters)
            return case, Happening.COVERED
        case Step.ALARM:
            _alarm(uow, case, letters)
        case Step.HALF:
            pass  # the digest alone shows it
        case Step.WARN:
            letters.remind(case.holder, reminder(case, "warn", uow.org), case)
        case Step.DUE:
            for post in first_two(uow, case):
                letters.remind(post, reminder(case, "due", uow.org), case)
        case Step.STATION | Step.CENTRE | Step.DISTRICT:
            _push_desk(uow, case, rung.step, letters)
            return case, Happening.ESCALATED
        case Step.SILENCE_REMINDER:
            _remind_resident(uow, case, letters)
        case Step.OFFER:
            _press_decision(uow, case, letters)
        case Step.ANSWER:
            _press_answer(uow, case, letters)
        case Step.APPEAL:
            _press_appeal(uow, case, letters)
        case Step.LASTING:
            ask_whether_it_lasts(case, letters)
            return case, Happening.LASTING_ASKED
        case Step.NEWS:
            ask_for_news(uow, case, letters)
        case Step.HEARTBEAT if not case.suspended:
            tell_of_nothing(uow, case, letters)
            return case, Happening.HEARTBEAT_MISSED
        case Step.HEARTBEAT:
            still_suspended(uow, case, letters)
            return case, Happening.HEARTBEAT
        case Step.RESUME if case.suspended:
            return take_up(uow, case, letters), Happening.RESUMED
        case Step.RESUME:
            return go_on(uow, case, letters), Happening.UNANSWERED
        case Step.SILENCE:
            return _fall_silent(case, letters), Happening.SILENT
    return case, Happening.REMINDED


def _cover(uow: UnitOfWork, case: Case, letters: Letters) -> None:
    """Nobody touched the card: the next in line gets it as well. Whoever taps first owns it."""
    shown = uow.card_chats(case.id)
    unreachable = {line.actor for line in uow.history(case.id) if line.what is Happening.UNDELIVERABLE}
    away = uow.away(letters.at)
    for post in covers(uow, case):
        chats = uow.chats_of(post)
        if chats and post not in unreachable | away and not any(shown.get(chat) == "cover" for chat in chats):
            letters.show_card(case, post, "cover")
            letters.remind(post, reminder(case, "cover", uow.org), case)
            break


def _alarm(uow: UnitOfWork, case: Case, letters: Letters) -> None:
    """特急 and still nobody: every duty desk up to the centre is rung."""
    for desk in uow.org.desks_over(case)[:2]:
        letters.remind(desk, reminder(case, "alarm", uow.org), case)


def _press_decision(uow: UnitOfWork, case: Case, letters: Letters) -> None:
    """Whoever was asked to take it has not answered: the desk above them is told. The holder has it still."""
    above = deciders(uow, case)
    if case.offered_to in above:
        above = above[above.index(case.offered_to) + 1 :]
    for desk in above[:1]:
        _put_before(uow, case, desk, reminder(case, "offer", uow.org, uow.org.label(case.offered_to)), letters)


def _press_answer(uow: UnitOfWork, case: Case, letters: Letters) -> None:
    """The desk that pressed for an answer hears that there was none."""
    if (desk := pressing_desk(uow, case)) is not None:
        letters.remind(desk, reminder(case, "unanswered", uow.org), case, copies=True)


def _press_appeal(uow: UnitOfWork, case: Case, letters: Letters) -> None:
    """The desk has not decided about the appeal in time: it and the next above hear of it."""
    about = uow.dismissal(case.id)
    if about is None:
        return
    above = deciders(uow, replace(case, holder=about.appealed_to))
    for desk in (about.appealed_to, *above[:1]):
        _put_before(uow, case, desk, reminder(case, "appeal", uow.org, about.appeal), letters)


def _push_desk(uow: UnitOfWork, case: Case, step: Step, letters: Letters) -> None:
    """The desk of the rung, or the next above it that answers, is pushed and given the card."""
    ladder = [desk for desk in uow.org.desks_over(case) if uow.chats_of(desk)]
    if not ladder:
        return
    index = {Step.STATION: 0, Step.CENTRE: 1, Step.DISTRICT: 2}[step]
    desk = ladder[min(index, len(ladder) - 1)]
    _put_before(uow, case, desk, reminder(case, step.value, uow.org), letters)


def _put_before(uow: UnitOfWork, case: Case, desk: PostCode, push: say.Reminder, letters: Letters) -> None:
    """The push, and the card where the desk has none yet."""
    if desk != case.holder and not any(chat in uow.card_chats(case.id) for chat in uow.chats_of(desk)):
        letters.show_card(case, desk, "supervisor")
    letters.remind(desk, push, case, copies=True)


def _remind_resident(uow: UnitOfWork, case: Case, letters: Letters) -> None:
    silent_on = (case.resolved_at or letters.at) + uow.rules.silence_close
    question = replace(question_of(case), reminder=True, silent_on=uow.rules.quiet.awake(silent_on))
    for chat in asked_chats(uow, case):
        key = f"{reminders_of(case)}{case.resolved_at}/verdict/{chat}"  # with the others, so that closing withdraws it
        letters.tell(chat, question, case, key=key)


def _fall_silent(case: Case, letters: Letters) -> Case:
    closed = life.fall_silent(case, at=letters.at)
    if case.source is None:
        letters.keep(case.reporter, say.Closed(case.number, "silent"), closed, verdict_slot(case))
    letters.refresh_cards(closed)
    return closed


# --- drafts nobody finished ---


def answer_for_silence(uow: UnitOfWork, look: Look) -> None:
    """No answer in ten minutes: what is known is filed, the place marked 待核, and the resident told."""
    with uow:
        for draft in uow.due_drafts(look.at, look.limit, look.skip):
            for change in _finish(uow, draft, look.at):
                uow.record(change)
        uow.commit()


def _finish(uow: UnitOfWork, draft: Draft, at: datetime) -> tuple[Change, ...]:
    cause = Cause(f"silence/{draft.id}")
    closed = replace(draft, closed=True)
    if draft.state is DraftState.LACKING and draft.about is not None:
        return (_reopen_unsaid(uow, closed, at, cause),)
    if draft.state is DraftState.PRAISE:
        return (give(uow, Command(Actor(draft.chat, draft.person, draft.name), at, cause), draft),)
    if draft.about is not None or draft.is_idle or not _worth_filing(draft) or uow.find(draft.id) is not None:
        return (Change(draft=closed, withdrawn=(question_key(draft.id),)),)
    first, *others = file_draft(uow, undoubted(draft), at, cause, timed_out=True)
    return (replace(first, withdrawn=(question_key(draft.id),)), *others)


def _reopen_unsaid(uow: UnitOfWork, draft: Draft, at: datetime, cause: Cause) -> Change:
    assert draft.about is not None
    case = uow.case(draft.about)
    if case.status not in JUDGED:
        return Change(draft=draft)
    by = Actor(draft.chat, draft.person, draft.name)
    return replace(reopen_case(uow, case, "", (), Command(by, at, cause)), draft=draft)


def _worth_filing(draft: Draft) -> bool:
    """Pictures, a place or a named matter are a case even unfinished; a lone 「在吗」 or a foreign place is not."""
    kind = (draft.place or NOWHERE).kind
    unsaid = not draft.text and not draft.attachments and draft.lon is None
    if unsaid or is_only_place(draft) or kind is PlaceKind.OUT:
        return False
    placed = kind is not PlaceKind.NONE or draft.lon is not None
    return says_matter(draft) or bool(draft.attachments) or placed


# --- digests ---


DIGESTS = "digests"
"""The bookmark of the last day whose pages are out, and of the desks there were then."""


def digest_day(rules: Rules, at: datetime) -> date | None:
    """The day whose pages are to be out by now; None on days off, and before their hour."""
    local = at.astimezone(rules.zone)
    if local.time() < rules.digest_at or not rules.office.is_workday(local.date()):
        return None
    return local.date()


def send_digests(uow: UnitOfWork, look: Look) -> None:
    """Each bound desk gets one page a working day, from the digest hour on; the key makes a second one impossible."""
    if (day := digest_day(uow.rules, look.at)) is None:
        return
    with uow:
        pages = {f"digest/{desk}/{day}": desk for desk in uow.bound_desks()}
        wanted = sorted(pages.keys() - uow.said(list(pages)))
        if any(pages[key] == uow.org.top for key in wanted):
            uow.seal(LINES_PER_LOOK)  # the page tells where the log ends: as near to now as can be
        for key in wanted:
            letters = Letters(uow, look.at, Cause(key))
            letters.page(pages[key], digest_of(uow, pages[key], look.at), key)
            _draw(uow, pages[key], key, letters, look.at)
            uow.record(Change(notifications=letters.all()))
        uow.set_bookmark(DIGESTS, f"{day}/{uow.directory_mark()}")
        uow.commit()


def _draw(uow: UnitOfWork, desk: PostCode, key: str, letters: Letters, at: datetime) -> None:
    """A chart below the page of whoever has units below; none of two weeks in which nothing was."""
    if uow.rules.digest_chart and uow.org.is_above_station(desk):
        chart = chart_of(uow, desk, at)
        if not chart.is_empty:
            letters.page(desk, chart, f"{key}/chart")


# --- messages that can never arrive ---


def report_undeliverable(uow: UnitOfWork, report: ReportDead) -> None:
    """A message of a case will never be read. The history says so; for a post that had to act, the next in line gets the
    card: the B post, then the station, then whoever is above."""
    with uow:
        case = uow.find(report.case)
        if case is not None and not _is_gone(uow, case, report.post or CITIZEN):
            happened = event(case, Happening.UNDELIVERABLE, report.at, report.post or CITIZEN, report.why)
            uow.record(Change(events=(happened,)))  # first, so that cover passes over this post
            if _had_to_act(uow, case, report.post):
                letters = Letters(uow, report.at, report.cause)
                _cover(uow, case, letters)
                uow.record(Change(notifications=letters.all()))
        uow.commit()


def _had_to_act(uow: UnitOfWork, case: Case, post: PostCode | None) -> bool:
    """Nobody has taken the case, or the one who has cannot be reached."""
    waiting = case.status is Status.FILED or post == case.holder or _is_gone(uow, case, case.holder)
    return case.status.is_in_hand and waiting and post in uow.org.line(case)


def _is_gone(uow: UnitOfWork, case: Case, who: str) -> bool:
    """The last that was heard of them is that they cannot be reached: told before, perhaps in a run that was cut off."""
    since = case.handed_at or case.clock_from
    lines = [line for line in uow.history(case.id) if line.actor == who and line.at >= since]
    return bool(lines) and lines[-1].what is Happening.UNDELIVERABLE
