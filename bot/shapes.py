"""What a picture looks like, in 128 bits (cases.shapes): of two neighbouring patches, which is the brighter one."""

from io import BytesIO

from PIL import Image

LARGEST_PIXELS = 100_000_000
"""As a file says of itself; what says more is not opened: a few kilobytes may unpack to gigabytes."""
LARGEST_DECODED = 25_000_000
"""What is decoded in fact: photographs (JPEG) are read at an eighth of their size."""
LEAST_CONTRAST = 16
"""Of 255. In a picture of one colour, a night or a thumb, the bits would be noise."""
ROUGHLY = (256, 256)
FORMATS = ("JPEG", "PNG", "WEBP")
Image.MAX_IMAGE_PIXELS = LARGEST_PIXELS  # Pillow's own door, should it open anything beside the first picture


class NoShape(Exception):
    """It is no picture, or none that could be compared."""


def shape_of(data: bytes) -> str:
    """Raises NoShape. Costs some 10 ms, and never more memory than LARGEST_DECODED pixels."""
    try:
        grey = _grey(data)
    except (
        Exception
    ):  # Pillow raises whatever a broken file leads it to: OSError, SyntaxError, ValueError, struct.error …
        raise NoShape from None
    lowest, highest = grey.getextrema()
    if not isinstance(lowest, int | float) or not isinstance(highest, int | float) or highest - lowest < LEAST_CONTRAST:
        raise NoShape
    across, down = grey.resize((9, 8), Image.Resampling.LANCZOS), grey.resize((8, 9), Image.Resampling.LANCZOS)
    return f"{_brighter(across, 9, 1) << 64 | _brighter(down, 8, 8):032x}"


def is_harmless(data: bytes) -> bool:
    """Whether it says of itself that it is a picture, and one that somebody else may unpack."""
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            return image.width * image.height <= LARGEST_DECODED
    except Exception:  # as above
        return False


def _grey(data: bytes) -> Image.Image:
    with Image.open(BytesIO(data), formats=FORMATS) as image:
        if image.width * image.height > LARGEST_PIXELS:
            raise NoShape
        image.draft("L", ROUGHLY)
        if image.width * image.height > LARGEST_DECODED:
            raise NoShape
        return image.convert("L").resize(ROUGHLY, Image.Resampling.BOX)


def _brighter(small: Image.Image, width: int, to_next: int) -> int:
    """64 bits: row by row, whether a patch is brighter than its neighbour, `to_next` further on."""
    pixels, bits = small.tobytes(), 0
    for row in range(8):
        for column in range(8):
            place = row * width + column
            bits = bits << 1 | (pixels[place] > pixels[place + to_next])
    return bits
