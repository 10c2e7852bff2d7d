"""The reader of sentences, read in once."""

from tests.cases.conftest import listening, registry

__all__ = ["listening", "registry"]  # fixtures, used by name
