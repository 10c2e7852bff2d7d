"""Who is who and who answers where, kept in memory until the database says that it has changed."""

import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from cases.model import ChatRef, PostCode
from cases.org import Org
from cases.registry import Registry
from storage import wire
from storage.engine import upsert
from storage.tables import binding, registry, revision

BINDINGS = "bindings"
NOTHING: frozenset[PostCode] = frozenset()


@dataclass(frozen=True)
class Directory:
    org: Org
    chats: Mapping[PostCode, tuple[ChatRef, ...]] = field(default_factory=dict)
    """Post -> where it answers."""
    posts: Mapping[ChatRef, frozenset[PostCode]] = field(default_factory=dict)

    def chats_of(self, post: PostCode) -> tuple[ChatRef, ...]:
        return self.chats.get(post, ())

    def posts_of(self, chat: ChatRef) -> frozenset[PostCode]:
        return self.posts.get(chat, NOTHING)


@dataclass
class DirectoryCache:
    """As last loaded. Two threads may both load a change: both get the same."""

    _seen: tuple[int, int] = (0, 0)
    _known: Directory = field(default_factory=lambda: Directory(Org(Registry((), ()))))

    def fresh(self, db: Connection) -> Directory:
        """As of this transaction."""
        seen, known = self._seen, self._known
        found = _revisions(db)
        if found == seen:
            return known
        org = known.org if found[0] == seen[0] else Org(load_registry(db) or Registry((), ()))
        known = _directory(db, org)
        self._seen, self._known = found, known
        return known

    def forget(self) -> None:
        """What was loaded from a transaction that came to nothing must not be believed."""
        self._seen = (-1, -1)


def load_registry(db: Connection) -> Registry | None:
    body = db.execute(select(registry.c.body)).scalar()
    return None if body is None else wire.REGISTRY.read(body)


def bindings_changed(db: Connection) -> None:
    """Call it in the transaction that changes who answers where. The number is drawn, not counted, so that no two
    states ever share one."""
    row = {"name": BINDINGS, "value": random.getrandbits(62)}
    db.execute(upsert(revision, db.dialect.name), row)


REVISIONS = select(
    select(registry.c.revision).scalar_subquery(),
    select(revision.c.value).where(revision.c.name == BINDINGS).scalar_subquery(),
)


def _revisions(db: Connection) -> tuple[int, int]:
    organisation, bound = db.execute(REVISIONS).one()
    return organisation or 0, bound or 0


def _directory(db: Connection, org: Org) -> Directory:
    chats: dict[PostCode, tuple[ChatRef, ...]] = {}
    posts: defaultdict[ChatRef, set[PostCode]] = defaultdict(set)
    for post, chat in db.execute(select(binding.c.post, binding.c.chat).order_by(binding.c.post)):
        chats[PostCode(post)] = (ChatRef(chat),)
        posts[ChatRef(chat)].add(PostCode(post))
    return Directory(org, chats, {chat: frozenset(held) for chat, held in posts.items()})
