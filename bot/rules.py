"""From settings to the house rules that use cases are handed: calendar, clocks, limits, patience."""

import csv
import logging
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import chinese_calendar

from bot.knowledge import knowledge_of
from bot.settings import Settings, SettingsError, days_by_topic, spans, weights
from cases.clocks import Office, Quiet, Span, Unit
from cases.modes import Manner, Mode
from cases.reading import Complexity
from cases.retention import Retention
from cases.rules import Rules
from cases.scores import Weights
from cases.signs import Sign
from nlp.same_issue import PUBLIC_TOPICS, SameIssues
from nlp.tables import rows_of

log = logging.getLogger(__name__)
_SATURDAY = 5
LONG_TERM = "定期告知"


@cache
def _warn_about(year: int) -> None:
    log.warning("no official holiday calendar for %d yet: its deadlines count plain weekdays and are provisional", year)


@lru_cache(maxsize=4096)
def is_workday(day: date) -> bool:
    """By the announced calendar, 调休 included; by weekday alone in years that are not announced."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        _warn_about(day.year)
        return day.weekday() < _SATURDAY


@cache
def default_limits() -> Mapping[tuple[str, str], Span]:
    """(object, fault) -> finish limit, from limits.csv: one city's published figures, a default for others."""
    text = files(__package__).joinpath("limits.csv").read_text("utf-8")
    return {
        (row["object"], row["fault"]): Span(float(row["amount"]), Unit(row["unit"]))
        for row in csv.DictReader(text.splitlines())
    }


@cache
def default_manners() -> Mapping[Complexity, Manner]:
    """Class of difficulty -> way of working and clocks, from modes.csv. Where no finish is given, limits.csv has it."""
    text = files(__package__).joinpath("modes.csv").read_text("utf-8")
    return {Complexity(row["complexity"]): _manner(row) for row in csv.DictReader(text.splitlines())}


def _manner(row: Mapping[str, str]) -> Manner:
    long_term = row["finish_unit"] == LONG_TERM
    return Manner(
        Mode(row["mode"]), _span(row, "contact"), None if long_term else _span(row, "finish"), long_term=long_term
    )


def _span(row: Mapping[str, str], name: str) -> Span | None:
    return Span(float(row[name]), Unit(row[f"{name}_unit"])) if row[name] else None


@cache
def facilities() -> frozenset[str]:
    """Things whose repair is asked about once more, from facilities.csv."""
    text = files(__package__).joinpath("facilities.csv").read_text("utf-8")
    return frozenset(row["object"] for row in csv.DictReader(text.splitlines()))


@cache
def same_issues() -> SameIssues:
    return SameIssues()


@cache
def common_places() -> frozenset[str]:
    return frozenset(row["word"] for row in rows_of("places"))


SIGNS = {"topic", "object", "fault", "danger", "word"}


def sensitive_signs(path: str = "") -> tuple[Sign, ...]:
    """The table of what is reported upward: the district's own file, or ours. Raises SettingsError for a file that cannot be
    read and for a row that says nothing."""
    return _signs(path, "sensitive", "专报表")


def skill_signs(path: str = "") -> tuple[Sign, ...]:
    """The table of which cases ask for which skill, likewise."""
    return _signs(path, "skills", "技能表")


def _signs(path: str, setting: str, called: str) -> tuple[Sign, ...]:
    rows = district_table(path, f"{setting}.csv", setting, called)
    for number, row in enumerate(rows, start=2):
        if not row.get("subject") or not row.get("value") or row.get("by") not in SIGNS:
            raise SettingsError(
                f"{called}第 {number} 行不对：要有 subject、by、value，by 只能是 {'、'.join(sorted(SIGNS))}。"
            )
    return tuple(Sign(row["subject"], row["by"], row["value"]) for row in rows)  # type: ignore[arg-type]  # checked above


def district_table(path: str, ours: str, setting: str, called: str) -> list[dict[str, str]]:
    """The rows of the file that `setting` names, or of ours. Raises SettingsError for one that cannot be read."""
    try:
        text = (Path(path) if path else files(__package__).joinpath(ours)).read_text("utf-8-sig")
        return list(csv.DictReader(text.splitlines()))
    except UnicodeDecodeError:
        raise _unreadable(setting, called, "不是 UTF-8 的文字：请另存为「CSV UTF-8」") from None
    except csv.Error:
        raise _unreadable(setting, called, "不像 CSV：请另存为「CSV UTF-8」") from None
    except OSError as error:
        raise _unreadable(setting, called, f"读不了（{error.strerror}）：请核对路径和权限") from None


def _unreadable(setting: str, called: str, why: str) -> SettingsError:
    return SettingsError(f"设置 MINHU_{setting.upper()} 的{called}{why}，或者留空用自带的。", setting)


def _retention(settings: Settings) -> Retention:
    by_topic = {topic: timedelta(days=days) for topic, days in days_by_topic(settings.retain_topics).items()}
    return Retention(timedelta(days=settings.retain_trace_days), timedelta(days=settings.retain_case_days), by_topic)


def rules_from(settings: Settings) -> Rules:
    begins, ends = spans(settings.quiet_hours)[0]
    return Rules(
        office=Office(settings.zone, is_workday, spans(settings.office_hours)),
        quiet=Quiet(settings.zone, begins, ends),
        limits=default_limits(),
        manners=default_manners(),
        facilities=facilities(),
        lasting_check=timedelta(days=settings.lasting_check_days),
        undo_window=timedelta(seconds=settings.undo_seconds),
        heartbeat=timedelta(days=settings.heartbeat_days),
        question_patience=timedelta(minutes=settings.question_patience_minutes),
        flood_times=settings.flood_times,
        flood_window=timedelta(minutes=settings.flood_minutes),
        surge_filings=settings.surge_filings,
        surge_window=timedelta(minutes=settings.surge_minutes),
        surge_life=timedelta(hours=settings.surge_hours),
        critical_patience=timedelta(minutes=settings.critical_patience_minutes),
        urgent_patience=timedelta(minutes=settings.urgent_patience_minutes),
        whistle_patience=timedelta(minutes=settings.whistle_patience_minutes),
        silence_reminder=timedelta(days=settings.silence_reminder_days),
        silence_close=timedelta(days=settings.silence_close_days),
        reopen_window=timedelta(days=settings.reopen_days),
        appeal_window=timedelta(days=settings.appeal_days),
        digest_at=settings.digest_at,
        rings_a_day=settings.rings_a_day,
        digest_chart=settings.digest_chart,
        weekly_at=settings.weekly_at,
        sensitive=sensitive_signs(settings.sensitive),
        skills=skill_signs(settings.skills),
        notice_ahead=timedelta(days=settings.notice_days),
        contest_window=timedelta(days=settings.contest_days),
        silent_grid=timedelta(days=settings.silent_grid_days),
        album_wait=timedelta(seconds=settings.album_wait_seconds),
        console_url=settings.console_address,
        gas_hotline=settings.gas_hotline,
        retention=_retention(settings),
        id_key=sha256(settings.bot_token.get_secret_value().encode()).digest(),
        common_places=common_places(),
        same_issue=same_issues(),
        knowledge=knowledge_of(settings.knowledge),
        public_topics=PUBLIC_TOPICS,
        weights=Weights(*weights(settings.score_weights), Fraction(str(settings.score_fairly))),
    )
