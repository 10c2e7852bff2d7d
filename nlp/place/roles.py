"""The part each place plays: where it happened, where the writer lives, a landmark on the way, or denied."""

from itertools import pairwise

from nlp.place import words
from nlp.place.mentions import Mention, Role
from nlp.place.names import Sense


def assign_roles(text: str, mentions: list[Mention]) -> None:
    """Sets role, streets and `under` of every mention of ours; roles of others too, for home and reference."""
    for index, mention in enumerate(mentions):
        chain = _chain_start(text, mentions, index)
        mention.role = _role(text, chain, mention)
        if mention.ours:
            _look_up_the_chain(text, mentions, index, mention)
    _share_between_neighbours(text, mentions)
    _narrow_by_the_only_street(mentions)


def _narrow_by_the_only_street(mentions: list[Mention]) -> None:
    """杨庄村3组,李万街道的: a street said apart still tells villages of one name from each other."""
    streets = {m.name.street for m in mentions if m.name.sense is Sense.STREET and m.role is not Role.NEGATED}
    for mention in mentions:
        if len(streets) == 1 and not mention.streets and len(mention.name.targets) > 1:
            mention.streets = set(streets)


def _chain_start(text: str, mentions: list[Mention], index: int) -> int:
    """Start of 文昌街道大寨村 when given 大寨村: the words before it belong to the whole address."""
    start = mentions[index].start
    for previous in reversed(mentions[:index]):
        if text[previous.end : start] not in ("", " ", "的", "那个"):
            break
        start = previous.start
        if previous.ours and not previous.name.street:
            return mentions[index].start  # two places side by side are not one address
    return start


def clause_start(text: str, at: int) -> int:
    cut = 0
    for found in words.CLAUSE_END.finditer(text, max(0, at - 80), at):
        cut = found.end()
    return max(cut, at - 80, 0)


def _role(text: str, chain: int, mention: Mention) -> Role:
    before = text[clause_start(text, chain) : chain]
    if words.NEGATED.search(before):
        return Role.NEGATED
    if words.MEANT.search(before):
        return Role.MEANT
    if _is_reference(text, before, mention):
        return Role.REFERENCE
    return Role.HOME if words.HOME.search(before) else Role.INCIDENT


def _is_reference(text: str, before: str, mention: Mention) -> bool:
    if words.TOWARDS.search(before):
        return True
    if words.BETWEEN.match(text, mention.end + text.startswith("的", mention.end)):
        return not (mention.number and mention.number.buildings)
    if words.FROM.search(before) and words.TO.match(text, mention.end):
        return True
    if words.GOING.search(before) and words.ROAD_AHEAD.match(text, mention.end):
        return True
    inside = mention.number is not None or mention.suffix in words.COMMITTEE
    return not inside and words.BESIDE.match(text, mention.end) is not None


def _look_up_the_chain(text: str, mentions: list[Mention], index: int, mention: Mention) -> None:
    clause = clause_start(text, mention.start)
    position = mention.start
    for previous in reversed(mentions[:index]):
        if previous.start < clause:
            break
        sense, gap = previous.name.sense, text[previous.end : position]
        if sense in (Sense.FORMER, Sense.OUT, Sense.CITY) and words.ADMIN_CHAIN.fullmatch(gap):
            mention.under = mention.under or ("former" if sense is Sense.FORMER else "out")
        elif previous.name.street and len(gap) <= 12:
            mention.streets.add(previous.name.street)
        elif sense is Sense.ROAD:
            mention.streets.update(previous.name.targets)
        if previous.ours:
            if len(gap) <= 2:
                mention.streets.update(previous.name.targets)
            break
        position = previous.start
    before = text[max(clause, mention.start - 7) : mention.start]
    covered = index > 0 and mentions[index - 1].end >= mention.start - 1
    if not covered and words.ADMIN_LEFT.search(before):
        mention.doubtful = True


def _share_between_neighbours(text: str, mentions: list[Mention]) -> None:
    """In 聂村和刘路村交界 both are landmarks; in 我住A,B也… they are not joined."""
    for left, right in zip(reversed(mentions[:-1]), reversed(mentions[1:]), strict=True):
        if left.ours and right.ours and words.JOINS.fullmatch(text[left.end : right.start]):
            joined_by_comma = "," in text[left.end : right.start]
            if right.role is Role.REFERENCE and not joined_by_comma and left.role is Role.INCIDENT:
                left.role = Role.REFERENCE
    for left, right in pairwise(mentions):
        between = text[left.end : right.start]
        if left.role is Role.REFERENCE and right.ours and between in ("到", "至", "和", "与", "通往"):
            right.role = Role.REFERENCE if right.role is Role.INCIDENT else right.role
