"""The readers behind the console's pages: each a few statements on one topic, quick however many cases there are."""

from dataclasses import dataclass
from datetime import tzinfo

from sqlalchemy import Engine

from storage.directory import DirectoryCache
from storage.pages.figures import StoredFigures
from storage.pages.map import StoredMap
from storage.pages.work import StoredWork


@dataclass(frozen=True)
class StoredPages:
    work: StoredWork
    map: StoredMap
    figures: StoredFigures


def pages_of(engine: Engine, zone: tzinfo, directory: DirectoryCache) -> StoredPages:
    return StoredPages(StoredWork(engine, zone, directory), StoredMap(engine, zone), StoredFigures(engine, zone))
