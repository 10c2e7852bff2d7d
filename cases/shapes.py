"""When two pictures look the same. A shape is 128 bits, each telling of two neighbouring patches which is the brighter one;
how it is made is the process's business."""

BITS, BANDS = 128, 8
BAND = BITS // BANDS
ALIKE = 15
"""Bits in which two shapes of one picture may differ. Sent smaller, saved worse, cut by a finger's breadth a picture changes
by up to 16 bits, most by fewer than 10; different pictures differ by 30 and more (tests/bot/test_shapes.py). Fifteen is also
the most that `marks_near` finds without fail: of eight bands one differs by a single bit at most."""
FLIPS = (0, *(1 << place for place in range(BAND)))


def distance(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def is_alike(one: str, other: str) -> bool:
    return bool(one and other) and distance(one, other) <= ALIKE


def marks_of(shape: str) -> frozenset[int]:
    """By which a shape is found: its bands, each with its place."""
    return frozenset(_bands(shape))


def marks_near(shape: str) -> frozenset[int]:
    """Every shape that is alike has one of these marks at least."""
    return frozenset(mark ^ flip for mark in _bands(shape) for flip in FLIPS)


def _bands(shape: str) -> list[int]:
    bits, mask = int(shape, 16), (1 << BAND) - 1
    return [place << BAND | bits >> place * BAND & mask for place in range(BANDS)]
