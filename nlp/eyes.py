"""Reads what stands written in a picture: `python -m nlp.eyes FILE` prints it line by line. Needs the extra `ocr`."""

import logging
import sys

SURE = 0.6
"""Below this a line is more likely a pattern than a word."""


def read(path: str) -> list[str]:
    """Raises ImportError without the extra."""
    from rapidocr import RapidOCR

    found = RapidOCR()(path)
    texts, scores = found.txts or (), found.scores or ()
    return [text for text, score in zip(texts, scores, strict=True) if score >= SURE]


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)  # what is printed is what was read; this process does nothing else
    print("\n".join(read(sys.argv[1])))
