"""What is loaded at the start stays to the end. Python's collector would look through all of it, again and again, while it grows,
and find nothing: that was a quarter of a start."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def for_good() -> Iterator[None]:
    """Whatever is made inside is looked at neither now nor later."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
