"""The desk of the use cases' tests with its console and the real reading; what an attacker would be up against."""

from tests.cases.conftest import desk, district, house, keys, listening, registry, url
from tests.console.conftest import office

__all__ = ["desk", "district", "house", "keys", "listening", "office", "registry", "url"]  # fixtures, used by name
