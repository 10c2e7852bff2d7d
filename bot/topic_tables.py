"""The tables of topic words that a desk reads by: those of the program, or a district's own where the settings name them."""

from pathlib import Path

from bot.settings import Settings, SettingsError
from nlp.tables import BadTable, Row, rows_in
from nlp.topics import Topics


def topics_of(settings: Settings) -> Topics:
    """The tables that the settings name. Raises SettingsError."""
    learnt, own = district_tables(settings)
    return Topics(learnt, own=own)


def district_tables(settings: Settings) -> tuple[list[Row] | None, list[Row]]:
    """What stands in for the learnt words, and what is added to those written by hand. Raises SettingsError."""
    learnt = _table("MINHU_LEARNT_TOPICS", settings.learnt_topics) if settings.learnt_topics else None
    own = Path(settings.own_topics)
    return learnt, _table("MINHU_OWN_TOPICS", settings.own_topics) if own.is_file() else []


def _table(setting: str, path: str) -> list[Row]:
    try:
        return rows_in(Path(path))
    except BadTable as error:
        line = f"第{error.line}行"
    except OSError as error:
        line = f"（{error.strerror}）"
    raise SettingsError(
        f"设置 {setting} 的词表{line}读不了：要有 word、level1、weight 三列，weight 是整数；改好，或者留空。"
    )
