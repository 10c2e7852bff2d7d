"""Who is who and who answers where, kept in memory until the database says that it has changed."""

import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, select

from cases.hooks import Webhook
from cases.model import ChatRef, PostCode
from cases.org import Org
from cases.registry import Landmark, Registry
from storage import wire
from storage.engine import upsert
from storage.tables import binding, learnt_landmark, registry, revision, webhook

BINDINGS, LANDMARKS = "bindings", "landmarks"
LEARNT_KIND = "其他"
"""A learnt landmark's kind in the workbook."""
NOTHING: frozenset[PostCode] = frozenset()


@dataclass(frozen=True)
class Directory:
    org: Org
    chats: Mapping[PostCode, tuple[ChatRef, ...]] = field(default_factory=dict)
    """Post -> where it answers."""
    posts: Mapping[ChatRef, frozenset[PostCode]] = field(default_factory=dict)
    webhooks: tuple[Webhook, ...] = ()
    """Which other systems are told of what happens."""
    mark: str = ""
    """As ports.UnitOfWork.directory_mark."""

    def chats_of(self, post: PostCode) -> tuple[ChatRef, ...]:
        return self.chats.get(post, ())

    def posts_of(self, chat: ChatRef) -> frozenset[PostCode]:
        return self.posts.get(chat, NOTHING)


@dataclass
class DirectoryCache:
    """As last loaded. Two threads may both load a change: both get the same."""

    _seen: tuple[int, int, int] = (0, 0, 0)
    _known: Directory = field(default_factory=lambda: Directory(Org(Registry((), ()))))

    def fresh(self, db: Connection) -> Directory:
        """As of this transaction."""
        seen, known = self._seen, self._known
        found = _revisions(db)
        if found == seen:
            return known
        org = known.org if found[:2] == seen[:2] else Org(load_registry(db) or Registry((), ()))
        known = replace(_directory(db, org), mark=mark_of(found[0], found[2]))
        self._seen, self._known = found, known
        return known

    def forget(self) -> None:
        """What was loaded from a transaction that came to nothing must not be believed."""
        self._seen = (-1, -1, -1)


def load_registry(db: Connection) -> Registry | None:
    """As it was imported, with the landmarks that were learnt since."""
    body = db.execute(select(registry.c.body)).scalar()
    if body is None:
        return None
    known = wire.REGISTRY.read(body)
    learnt = _learnt(db, known)
    return replace(known, landmarks=(*known.landmarks, *learnt)) if learnt else known


def _learnt(db: Connection, known: Registry) -> list[Landmark]:
    """Of grids that there are. What the registry itself says of a name comes before, also that it names no grid."""
    stated = {name for landmark in known.landmarks for name in (landmark.name, *landmark.aliases)}
    rows = db.execute(select(learnt_landmark).order_by(learnt_landmark.c.name, learnt_landmark.c.grid)).all()
    found: dict[str, Landmark] = {}
    for row in sorted(rows, key=lambda row: row.at):
        if row.name in stated or row.grid not in known.grid:
            continue
        before = found.get(row.name) or Landmark(row.name, LEARNT_KIND, (), learnt=True)
        aliases = (*before.aliases, *({row.said} - {row.name, *before.aliases}))
        found[row.name] = replace(before, grids=(*before.grids, row.grid), aliases=aliases)
    return list(found.values())


def bindings_changed(db: Connection) -> None:
    """Call it in the transaction that changes who answers where, or who else is told."""
    _changed(db, BINDINGS)


def landmarks_changed(db: Connection) -> None:
    """Call it in the transaction that learns a landmark."""
    _changed(db, LANDMARKS)


def _changed(db: Connection, what: str) -> None:
    """The number is drawn, not counted, so that no two states ever share one."""
    db.execute(upsert(revision, db.dialect.name), {"name": what, "value": random.getrandbits(62)})


def mark_of(organisation: int, bound: int) -> str:
    return f"{organisation}/{bound}"


REVISIONS = select(
    select(registry.c.revision).scalar_subquery(),
    select(revision.c.value).where(revision.c.name == LANDMARKS).scalar_subquery(),
    select(revision.c.value).where(revision.c.name == BINDINGS).scalar_subquery(),
)


def _revisions(db: Connection) -> tuple[int, int, int]:
    """Of the registry, of the landmarks learnt beside it, of who answers where."""
    organisation, learnt, bound = db.execute(REVISIONS).one()
    return organisation or 0, learnt or 0, bound or 0


def _directory(db: Connection, org: Org) -> Directory:
    chats: dict[PostCode, tuple[ChatRef, ...]] = {}
    posts: defaultdict[ChatRef, set[PostCode]] = defaultdict(set)
    for post, chat in db.execute(select(binding.c.post, binding.c.chat).order_by(binding.c.post)):
        chats[PostCode(post)] = (ChatRef(chat),)
        posts[ChatRef(chat)].add(PostCode(post))
    rows = sorted(db.execute(select(webhook).where(webhook.c.ended_at.is_(None))), key=lambda row: row.at)
    told = tuple(Webhook(row.id, row.url, tuple(row.events.split(",")), row.at) for row in rows)
    return Directory(org, chats, {chat: frozenset(held) for chat, held in posts.items()}, told)
