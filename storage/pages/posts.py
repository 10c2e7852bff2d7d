"""Who answers in a chat and how much they have open, for cases.pages.posts."""

from collections.abc import Mapping, Sequence, Set

from sqlalchemy import Engine, func, select

from cases.model import PostCode
from storage.directory import DirectoryCache
from storage.engine import readers
from storage.statements import belongs
from storage.tables import cases


class StoredPosts:
    """A cases.pages.posts.PostPages."""

    def __init__(self, engine: Engine, directory: DirectoryCache) -> None:
        self._readers, self._directory = readers(engine), directory

    def bound(self) -> Set[PostCode]:
        with self._readers.begin() as db:
            return self._directory.fresh(db).chats.keys()

    def held(self, posts: Sequence[PostCode]) -> Mapping[PostCode, int]:
        counted = select(cases.c.holder, func.count()).where(cases.c.open, cases.c.holder.in_(sorted(posts)))
        with self._readers.begin() as db:
            found = {PostCode(post): count for post, count in db.execute(counted.group_by(cases.c.holder))}
        return {post: found.get(post, 0) for post in posts}

    def open_in(self, unit: str) -> int:
        counted = select(func.count()).select_from(cases).where(cases.c.open, belongs(cases.c.id, unit))
        with self._readers.begin() as db:
            return db.execute(counted).scalar_one()
