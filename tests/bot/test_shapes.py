"""What a picture looks like: the same when it was sent smaller, saved worse or cut a little; another when it is another."""

from collections.abc import Callable
from io import BytesIO
from itertools import combinations
from random import Random

import pytest
from PIL import Image, ImageDraw, ImageFilter

from bot.shapes import NoShape, shape_of
from cases.shapes import ALIKE, distance, is_alike, marks_near, marks_of
from sandbox.core.pictures import SAMPLES, draw_sample

STREETS = 24
Colour = tuple[int, int, int]


def street(seed: int) -> Image.Image:
    """Some coloured things before a sky, with the grain of a cheap lens."""
    draw = Random(seed)
    image = Image.new("RGB", (960, 720), _colour(draw, 120, 230))
    pencil = ImageDraw.Draw(image)
    pencil.rectangle((0, draw.randint(180, 480), 960, 720), fill=_colour(draw, 30, 130))
    for _ in range(draw.randint(6, 14)):
        x, y, size = draw.randint(-50, 960), draw.randint(0, 720), draw.randint(40, 340)
        shape = pencil.rectangle if draw.random() < 0.6 else pencil.ellipse
        shape((x, y, x + size, y + int(size * draw.uniform(0.3, 1.6))), fill=_colour(draw, 0, 255))
    grain = Image.effect_noise(image.size, 30).convert("RGB")
    return Image.blend(image.filter(ImageFilter.GaussianBlur(2)), grain, 0.12)


def _colour(draw: Random, lowest: int, highest: int) -> Colour:
    return draw.randint(lowest, highest), draw.randint(lowest, highest), draw.randint(lowest, highest)


def saved(image: Image.Image, kind: str = "JPEG", **how: int) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **how)
    return buffer.getvalue()


CHANGED: dict[str, Callable[[Image.Image], bytes]] = {
    "half the size": lambda image: saved(image.resize((480, 360))),
    "saved badly": lambda image: saved(image, quality=25),
    "small and saved badly": lambda image: saved(image.resize((400, 300)), quality=40),
    "brighter": lambda image: saved(image.point(lambda value: min(255, int(value * 1.1)))),
    "cut by a hundredth all around": lambda image: saved(image.crop((10, 7, 950, 713))),
    "as a PNG": lambda image: saved(image, "PNG", compress_level=1),
    "as a WebP": lambda image: saved(image, "WEBP", method=0),
}


@pytest.fixture(scope="module")
def streets() -> list[tuple[Image.Image, str]]:
    drawn = [street(seed) for seed in range(STREETS)]
    return [(image, shape_of(saved(image, quality=88))) for image in drawn]


@pytest.mark.parametrize("how", CHANGED)
def test_the_same_picture_is_known_again(streets: list[tuple[Image.Image, str]], how: str) -> None:
    alike = [is_alike(shape_of(CHANGED[how](image)), shape) for image, shape in streets]
    assert sum(alike) >= STREETS - 2, f"{how}: {STREETS - sum(alike)} of {STREETS} not known again"


def test_different_pictures_are_far_apart(streets: list[tuple[Image.Image, str]]) -> None:
    shapes = [shape for _, shape in streets] + [shape_of(draw_sample(name)) for name in SAMPLES]
    assert min(distance(one, other) for one, other in combinations(shapes, 2)) > ALIKE + 8


def test_whatever_is_alike_is_found_by_its_marks() -> None:
    draw = Random(7)
    for _ in range(300):
        bits = draw.getrandbits(128)
        flipped = sum(1 << place for place in draw.sample(range(128), ALIKE))
        assert marks_near(f"{bits:032x}") & marks_of(f"{bits ^ flipped:032x}")


@pytest.mark.parametrize(
    "data", [b"", b"no picture", b"\xff\xd8\xff\xe0 broken", b"GIF89a" + b"\0" * 60, b"\x89PNG\r\n\x1a\n"]
)
def test_what_is_no_picture_has_no_shape(data: bytes) -> None:
    with pytest.raises(NoShape):
        shape_of(data)


def test_a_night_has_no_shape_and_so_never_looks_like_another_night() -> None:
    with pytest.raises(NoShape):
        shape_of(saved(Image.new("RGB", (800, 600), (9, 9, 12))))


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """20,000 by 20,000 white pixels are 50 kB as a PNG and 400 MB unpacked."""
    bomb = BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    monkeypatch.setattr(Image.Image, "convert", lambda *_: pytest.fail("unpacked"))
    with pytest.raises(NoShape):
        shape_of(bomb.getvalue())
