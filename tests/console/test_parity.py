"""A supervisor's morning wholly in the console and wholly in chat: afterwards nobody can tell which it was, but for the coming in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from cases.commands import Action, AskExtension, DecideExtension, Reassign, SetTopic, Supervise, Target
from cases.deeds import Act
from cases.extending import ask_extension, decide_extension
from cases.model import Actor, Case, Cause, PostCode
from cases.org import Org
from cases.registry import Registry
from cases.supervision import reassign_case, supervise_case, triage_case
from storage.store import Store
from storage.tables import audit
from tests.cases.conftest import LAMP, Desk, Hands, Listening, rules
from tests.console.conftest import OWNER, STATION, office_of
from tests.databases import Prepared, copied

UNCLEAR = "文昌街道大寨村2组那个东西一直那样"
OTHER = "Z0103"


@contextmanager
def morning(district: Prepared, registry: Registry, listening: Listening, folder: Path) -> Iterator[Desk]:
    """Three matters on a desk of their own: one waits for more time, one for somebody else, one to be sorted."""
    folder.mkdir()
    with copied(district, folder) as url:
        clock = Hands()
        store = Store(url, clock, rules())
        desk = Desk(store, clock, *listening, Org(registry))
        desk.say(LAMP)
        desk.say("文昌街道大寨村2组垃圾没人清", by="居民乙")
        desk.say(UNCLEAR, by="居民丙")
        desk.wait(minutes=11)
        desk.work(OWNER, Action.ACCEPT, found(desk, "路灯不亮"))
        target = Target(case=found(desk, "路灯不亮").id)
        desk.run(ask_extension, AskExtension(desk.holder(OWNER), desk.clock.at, desk.cause(), target, "1", "等配件"))
        yield desk
        store.close()


def found(desk: Desk, matter: str) -> Case:
    return next(case for case in desk.cases() if case.matter == matter or case.text == matter)


def trail(desk: Desk) -> list[tuple[object, ...]]:
    """The whole audit log, without the marks that chain it and without what led to each line."""
    desk.store.seal_audit()
    with desk.store._engine.begin() as db:
        rows = db.execute(
            select(audit.c.at, audit.c.who, audit.c.what, audit.c.subject, audit.c.outcome).order_by(audit.c.seq)
        )
        return [tuple(row) for row in rows if row.what != Act.SIGNED_IN]


async def test_the_audit_trail_of_a_morning_is_the_same_wherever_it_was_done(
    district: Prepared, registry: Registry, listening: Listening, tmp_path: Path
) -> None:
    with morning(district, registry, listening, tmp_path / "chat") as desk:
        by = desk.holder(STATION)

        def moment() -> tuple[Actor, datetime, Cause]:
            return by, desk.clock.at, desk.cause()

        desk.run(decide_extension, DecideExtension(*moment(), found(desk, "路灯不亮").id, True))
        rubbish = found(desk, "暴露垃圾未清理")
        desk.run(supervise_case, Supervise(*moment(), rubbish.id))
        desk.run(reassign_case, Reassign(*moment(), rubbish.id, PostCode(OTHER)))
        desk.run(triage_case, SetTopic(*moment(), found(desk, UNCLEAR).id, "城乡建设"))
        in_chat = trail(desk)

    with morning(district, registry, listening, tmp_path / "console") as desk:
        office, runner = office_of(desk)
        station = await office.sign_in(STATION)
        paths = {matter: f"/cases/{found(desk, matter).number}" for matter in ("路灯不亮", "暴露垃圾未清理", UNCLEAR)}
        await station.get("/today")
        await office.act(station, paths["路灯不亮"], act="extension", value="yes")
        await office.act(station, paths["暴露垃圾未清理"], act="supervise")
        await office.act(station, paths["暴露垃圾未清理"], act="reassign", value=OTHER)
        await office.act(station, paths[UNCLEAR], act="triage", value="城乡建设")
        on_pages = trail(desk)
        runner.close()

    assert on_pages == in_chat
    assert len(in_chat) > 10
