"""Landmarks learnt at the desk: what residents call a place, remembered for its grid once a worker has settled where it is."""

import re
from collections.abc import Iterator

from cases import messages as say
from cases.commands import RememberLandmark
from cases.errors import AlreadyDone, Expired, NoSuchCase
from cases.letters import Letters, event
from cases.model import Actor, Case, Change, Happening, LearntLandmark, PostCode
from cases.named import may_see
from cases.ports import UnitOfWork
from cases.registry import Registry
from cases.supervision import corrector

BESIDE = r"(?:斜?对面|斜?对过|旁边?|边上|附近|隔壁|门口|门前|前面|后面|后头|后边|路口|[东西南北][边面侧头])"
_BEFORE_WORD = re.compile(rf"([\u4e00-\u9fff]{{2,16}}?)({BESIDE})")
_AFTER_IN = re.compile(r"在([\u4e00-\u9fff]{2,16})")
_CUT = re.compile(r".*(?:[在到从离往去靠挨过的了是就那这个里上下组队号楼栋村乡镇道区和跟与]|小区|社区)")
"""Everything up to a little word, or the end of another place's name, is none of the landmark's name."""
_BUILT = re.compile(r"[\u4e00-\u9fff]*?[厂社店站院校庙桥房库场馆园塔坊铺堂所局部坡树碑亭仓棚窑渠闸矿寺]")
"""A landmark is something that stands there. Not 家: where a person lives is nobody's landmark."""
_SIZES = "大小老新旧东西南北前后"
LONGEST = 8


def remember_landmark(uow: UnitOfWork, command: RememberLandmark) -> None:
    """〔记住…〕 was pressed by whoever settled the place, or may correct the case. Raises NoSuchCase, NotYours, Expired,
    AlreadyDone."""
    with uow:
        case = uow.case(command.case)
        post = _settler(uow, command.by, case)
        said = next((said for name, said in _named(case.text) if name == command.name), None)
        if said is None or case.grid not in uow.org.registry.grid:
            raise Expired(case.number)
        if _knows(uow.org.registry, command.name, case.grid):
            raise AlreadyDone(case.number)
        letters = Letters(uow, command.at, command.cause)
        grid = uow.org.unit_label(case.grid)
        letters.tell(command.by.chat, say.Done(case.number, "landmark", grid, command.name), case)
        happened = event(case, Happening.LANDMARK_LEARNT, command.at, post, command.name)
        learnt = LearntLandmark(command.name, said, case.grid, post, command.at)
        uow.record(Change(events=(happened,), notifications=letters.all(), landmark=learnt))
        uow.commit()


def _settler(uow: UnitOfWork, by: Actor, case: Case) -> PostCode:
    """The post of this person that said where the case is, though it may have moved out of their sight since; else one
    that may correct it. Raises NoSuchCase, NotYours."""
    posts = uow.posts_of(by)
    told = [line.actor for line in uow.history(case.id) if line.what is Happening.PLACE_CHANGED]
    if settler := next((PostCode(post) for post in reversed(told) if post in posts), None):
        return settler
    if not may_see(uow, by, case):
        raise NoSuchCase
    return corrector(uow, by, case)


def unknown_landmark(uow: UnitOfWork, case: Case) -> str:
    """What the resident named the place by, where it is not known in the case's grid; "" for nothing to learn."""
    if case.grid not in uow.org.registry.grid:
        return ""
    found = (name for name, _ in _named(case.text) if not _is_common(name, case, uow.rules.common_places))
    return next((name for name in found if not _knows(uow.org.registry, name, case.grid)), "")


def _named(text: str) -> Iterator[tuple[str, str]]:
    """Landmarks said in a text, each with what was said beside it."""
    for found in _BEFORE_WORD.finditer(text):
        name = _CUT.sub("", found[1])
        if 2 <= len(name) <= LONGEST and _BUILT.fullmatch(name):
            yield name, name + found[2]
    for found in _AFTER_IN.finditer(text):
        built = _BUILT.match(_CUT.sub("", found[1]) if re.match(BESIDE, found[1]) else found[1])
        if built and 2 <= len(built[0]) <= LONGEST and not _CUT.match(built[0]):
            yield built[0], built[0]


def _is_common(name: str, case: Case, common: frozenset[str]) -> bool:
    """超市, 老学校, 大桥: every village has one. And what the complaint is about is no landmark: 垃圾站旁边."""
    core = name.lstrip(_SIZES)
    return len(core) < 2 or core in common or name in common or bool(case.object and case.object in name)


def _knows(registry: Registry, name: str, grid: str) -> bool:
    """Known by the registry's own names; a landmark learnt elsewhere may be learnt here too, and is then asked about."""
    for landmark in registry.landmarks:
        if name in (landmark.name, *landmark.aliases) and (not landmark.learnt or grid in landmark.grids):
            return True
    areas = any(name == area.name or name in area.aliases for area in registry.areas)
    compounds = any(name == compound.name or name in compound.aliases for compound in registry.compounds)
    return areas or compounds or any(name == grid.name or name in grid.aliases for grid in registry.grids)
