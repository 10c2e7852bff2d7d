"""All readers of the console: loaded where it is looked at."""

from dataclasses import dataclass
from datetime import tzinfo

from sqlalchemy import Engine

from storage.directory import DirectoryCache
from storage.pages.audit import StoredAudit
from storage.pages.figures import StoredFigures
from storage.pages.lexicon import StoredCorrections
from storage.pages.map import StoredMap
from storage.pages.posts import StoredPosts
from storage.pages.work import StoredWork


@dataclass(frozen=True)
class StoredPages:
    work: StoredWork
    map: StoredMap
    figures: StoredFigures
    posts: StoredPosts
    audit: StoredAudit
    corrections: StoredCorrections


def pages_of(engine: Engine, zone: tzinfo, directory: DirectoryCache) -> StoredPages:
    return StoredPages(
        work=StoredWork(engine, zone, directory),
        map=StoredMap(engine, zone),
        figures=StoredFigures(engine, zone),
        posts=StoredPosts(engine, directory),
        audit=StoredAudit(engine, zone),
        corrections=StoredCorrections(engine, zone),
    )
