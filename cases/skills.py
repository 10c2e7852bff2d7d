"""技能: who of several can do what a case asks for. It orders and tells; nobody is chosen or left out for it."""

from collections.abc import Iterable

from cases import messages as say
from cases.model import Case, PostCode
from cases.org import Org
from cases.ports import UnitOfWork
from cases.signs import fits


def wanted(uow: UnitOfWork, case: Case) -> frozenset[str]:
    """By the district's table."""
    return frozenset(sign.subject for sign in uow.rules.skills if fits(case, sign))


def fitting_first(uow: UnitOfWork, case: Case, posts: Iterable[PostCode]) -> list[PostCode]:
    """Those who have a skill that the case asks for, then the others, each in the order in which they came."""
    asked = wanted(uow, case)
    return sorted(posts, key=lambda post: not has_any(uow.org, post, asked))


def has_any(org: Org, post: PostCode, asked: Iterable[str]) -> bool:
    """A department has the skill that its kind or one of its names says."""
    known = skills_of(org, post)
    if department := org.registry.department.get(post):
        known = department.words
    return any(skill in one or one in skill for skill in asked for one in known)


def skills_of(org: Org, post: PostCode) -> tuple[str, ...]:
    worker = org.registry.worker.get(post)
    return worker.skills if worker else ()


def choice_of(org: Org, post: PostCode) -> say.Choice:
    """To be tapped, with what they can do."""
    skills = "、".join(skills_of(org, post))
    return say.Choice(post, f"{org.label(post)}（{skills}）" if skills else org.label(post))
