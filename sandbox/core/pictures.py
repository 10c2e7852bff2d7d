"""Five drawn photos for the phones to send, and one smiling sticker: nobody's real street, nobody's rights."""

import random
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

SIZE = (800, 600)
SAMPLES = ("lamp", "rubbish", "manhole", "pothole", "done")
Draw = ImageDraw.ImageDraw


@cache
def draw_sample(name: str) -> bytes:
    """An 800x600 JPEG of the named scene; the same bytes every time."""
    scene = {"lamp": _lamp, "rubbish": _rubbish, "manhole": _manhole, "pothole": _pothole, "done": _done}[name]
    buffer = BytesIO()
    scene(random.Random(name)).save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


@cache
def draw_sticker() -> bytes:
    """A 512x512 WebP of a round smiling face."""
    image = Image.new("RGBA", (512, 512))
    draw = ImageDraw.Draw(image)
    draw.ellipse((56, 56, 456, 456), fill="#ffd54a", outline="#c98f00", width=10)
    for x in (190, 322):
        draw.ellipse((x - 22, 190, x + 22, 250), fill="#5d3b00")
    draw.arc((160, 210, 352, 370), 20, 160, fill="#5d3b00", width=16)
    buffer = BytesIO()
    image.save(buffer, "WEBP")
    return buffer.getvalue()


def _shade(top: tuple[int, int, int], bottom: tuple[int, int, int]) -> Image.Image:
    image = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(image)
    for y in range(SIZE[1]):
        part = y / SIZE[1]
        colour = tuple(round(a + (b - a) * part) for a, b in zip(top, bottom, strict=True))
        draw.line((0, y, SIZE[0], y), fill=colour)
    return image


def _houses(draw: Draw, rng: random.Random, floor: int, wall: str, windows: tuple[str, ...]) -> None:
    x = -20
    while x < SIZE[0]:
        width, height = rng.randrange(110, 170), rng.randrange(150, 290)
        draw.rectangle((x, floor - height, x + width, floor), fill=wall)
        for top in range(floor - height + 18, floor - 30, 44):
            for left in range(x + 16, x + width - 24, 38):
                draw.rectangle((left, top, left + 18, top + 24), fill=rng.choice(windows))
        x += width + rng.randrange(8, 26)


def _road(draw: Draw, top: int, asphalt: str, line: str) -> None:
    draw.rectangle((0, top, SIZE[0], SIZE[1]), fill=asphalt)
    draw.rectangle((0, top, SIZE[0], top + 14), fill="#b9b4a6")
    for x in range(-40, SIZE[0], 160):
        middle = (top + SIZE[1]) // 2
        draw.polygon(((x, middle + 10), (x + 90, middle + 10), (x + 100, middle - 2), (x + 14, middle - 2)), fill=line)


def _grain(image: Image.Image, rng: random.Random, box: tuple[int, int, int, int], count: int) -> None:
    draw = ImageDraw.Draw(image)
    for _ in range(count):
        x, y = rng.randrange(box[0], box[2]), rng.randrange(box[1], box[3])
        tone = rng.randrange(60, 130)
        draw.point((x, y), fill=(tone, tone, tone))


def _blob(rng: random.Random, middle: tuple[int, int], radius: tuple[int, int], corners: int) -> list[tuple[int, int]]:
    from math import cos, pi, sin

    points = []
    for n in range(corners):
        turn, reach = 2 * pi * n / corners, rng.uniform(0.78, 1.1)
        points.append(
            (round(middle[0] + radius[0] * reach * cos(turn)), round(middle[1] + radius[1] * reach * sin(turn)))
        )
    return points


def _lamp(rng: random.Random) -> Image.Image:
    """A dusky street: one lamp shines, the near one is dark."""
    image = _shade((22, 30, 58), (84, 78, 104))
    draw = ImageDraw.Draw(image)
    _houses(draw, rng, 430, "#23283f", ("#23283f", "#2c3350", "#e8c66a"))
    _road(draw, 430, "#2b2d36", "#8d8a7a")
    light_cone = Image.new("L", SIZE)
    ImageDraw.Draw(light_cone).polygon(((250, 140), (270, 140), (400, 470), (110, 470)), fill=110)
    image.paste((255, 222, 130), mask=light_cone.filter(ImageFilter.GaussianBlur(28)))
    draw = ImageDraw.Draw(image)
    for x, light in ((180, "#ffe9a8"), (560, "#3a3d48")):
        draw.rectangle((x - 6, 150, x + 6, 470), fill="#5a5f6b")
        draw.line((x, 152, x + 70, 140), fill="#5a5f6b", width=9)
        draw.ellipse((x + 52, 132, x + 104, 158), fill=light, outline="#5a5f6b", width=3)
    return image


def _rubbish(rng: random.Random) -> Image.Image:
    """A full bin by a wall, bags around it."""
    image = _shade((196, 214, 226), (222, 216, 200))
    draw = ImageDraw.Draw(image)
    for y in range(120, 430, 34):
        for x in range(-40 + (y // 34 % 2) * 36, SIZE[0], 72):
            draw.rectangle((x, y, x + 68, y + 30), fill=rng.choice(("#b9806a", "#b2775f", "#c08a74")))
    draw.rectangle((0, 430, SIZE[0], SIZE[1]), fill="#8f8d86")
    draw.polygon(((290, 220), (510, 220), (490, 500), (310, 500)), fill="#2f7d4f", outline="#1f5a38")
    draw.polygon(((300, 215), (540, 140), (548, 160), (312, 230)), fill="#27693f")
    for middle, colour in (((350, 215), "#3b3b44"), ((410, 195), "#e9e4d4"), ((460, 212), "#5b7fa8")):
        draw.polygon(_blob(rng, middle, (46, 40), 12), fill=colour)
    for _ in range(9):
        middle = (rng.randrange(130, 690), rng.randrange(480, 560))
        draw.polygon(_blob(rng, middle, (58, 40), 13), fill=rng.choice(("#33343c", "#4a4d57", "#d9d3c2", "#88a2b8")))
    for _ in range(26):
        x, y = rng.randrange(80, 720), rng.randrange(470, 585)
        draw.rectangle((x, y, x + 16, y + 8), fill=rng.choice(("#d9534f", "#f0ad4e", "#f7f7f7", "#7fb069")))
    return image


def _manhole(rng: random.Random) -> Image.Image:
    """A round hole in a pavement, its cover gone."""
    image = _shade((150, 146, 138), (120, 117, 110))
    draw = ImageDraw.Draw(image)
    for y in range(0, 600, 75):
        for x in range(-50 + (y // 75 % 2) * 50, 800, 100):
            tone = rng.randrange(138, 166)
            draw.rectangle((x + 2, y + 2, x + 97, y + 72), fill=(tone, tone - 4, tone - 12))
    draw.ellipse((230, 170, 580, 450), fill="#6d6a63", outline="#4e4b46", width=8)
    draw.ellipse((258, 194, 552, 426), fill="#14130f")
    draw.chord((258, 194, 552, 426), 190, 350, fill="#2a2721")
    for y in (330, 362, 394):
        draw.line((372, y, 440, y), fill="#6a4b2f", width=7)
    _grain(image, rng, (0, 0, 800, 600), 4_000)
    return image


def _pothole(rng: random.Random) -> Image.Image:
    """A road with a puddled hole and cracks around it."""
    image = _shade((168, 200, 226), (214, 222, 222))
    draw = ImageDraw.Draw(image)
    _houses(draw, rng, 220, "#c9b9a0", ("#7d97ab", "#94aec0"))
    _road(draw, 220, "#5b5d60", "#d8d3bd")
    draw.polygon(_blob(rng, (410, 440), (190, 82), 22), fill="#3b3a38")
    draw.polygon(_blob(rng, (414, 448), (140, 54), 18), fill="#6f7f86")
    for side in range(12):
        x, y = _blob(rng, (410, 440), (180, 78), 12)[side]
        for _ in range(3):
            nx, ny = x + round((x - 410) * rng.uniform(0.1, 0.3)), y + round((y - 440) * rng.uniform(0.1, 0.4))
            draw.line((x, y, nx, ny), fill="#2f2f2f", width=3)
            x, y = nx, ny
    _grain(image, rng, (0, 240, 800, 600), 6_000)
    return image


def _done(rng: random.Random) -> Image.Image:
    """The same street afterwards, fit for any work: swept, mended, a closed bin, and both lamps shining."""
    image = _shade((108, 138, 196), (240, 206, 170))
    draw = ImageDraw.Draw(image)
    _houses(draw, rng, 300, "#e3d3b4", ("#8db3cc", "#a9c9dc"))
    draw.rectangle((0, 300, 800, 350), fill="#7fb069")
    for x in range(40, 800, 130):
        draw.rectangle((x, 250, x + 10, 320), fill="#7a5a3a")
        draw.ellipse((x - 38, 180, x + 48, 280), fill=rng.choice(("#5f9b52", "#6fae5f")))
    _road(draw, 350, "#6a6c70", "#f2efe0")
    draw.polygon(((300, 520), (520, 520), (500, 440), (330, 440)), fill="#4a4b4e")
    draw.rounded_rectangle((640, 380, 730, 500), 10, fill="#3f8f5a")
    draw.rounded_rectangle((632, 366, 738, 388), 8, fill="#2f6f46")
    for x in (150, 540):
        draw.rectangle((x - 6, 120, x + 6, 400), fill="#5a5f6b")
        draw.line((x, 122, x + 70, 110), fill="#5a5f6b", width=9)
        draw.ellipse((x + 40, 86, x + 116, 150), fill="#fff3c4")
        draw.ellipse((x + 52, 102, x + 104, 128), fill="#ffe08a", outline="#5a5f6b", width=3)
    _grain(image, rng, (0, 360, 800, 600), 2_500)
    return image
