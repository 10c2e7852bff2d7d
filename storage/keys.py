"""The secrets of the desk, and what is made with them: pseudonyms and marks that nobody can make or guess without one."""

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

NONCE = 12
SHORT = 20
"""Hexadecimal digits of a pseudonym."""


@cache
def _name_of(secret: str) -> str:
    return hashlib.sha256(b"name\0" + secret.encode()).hexdigest()[:8]


@cache
def _derived(secret: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), purpose.encode(), "sha256")


@dataclass(frozen=True)
class Keys:
    """The first secret is used for what is new, the others only for reading what is old. Without any, hashes are made
    without a secret: they still chain, but whoever reads the database could guess a person behind one."""

    secrets: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, setting: str) -> "Keys":
        return cls(tuple(part.strip() for part in setting.split(",") if part.strip()))

    def __bool__(self) -> bool:
        return bool(self.secrets)

    @property
    def name(self) -> str:
        """Of the one in use, to be stored beside what it made; "" without any."""
        return _name_of(self.secrets[0]) if self.secrets else ""

    def knows(self, name: str) -> bool:
        return not name or name in map(_name_of, self.secrets)

    def derived(self, name: str, purpose: str) -> bytes:
        """32 bytes for one purpose. Raises KeyError for a secret that is not at hand."""
        if not name:
            return _derived("", purpose)
        for secret in self.secrets:
            if _name_of(secret) == name:
                return _derived(secret, purpose)
        raise KeyError(name)

    def pseudonym(self, text: str) -> str:
        """The same for the same text, and nothing to be read from it; "" for ""."""
        return hmac.digest(self.derived(self.name, "pseudonym"), text.encode(), "sha256").hex()[:SHORT] if text else ""

    def pseudonyms(self, text: str) -> Sequence[str]:
        """What the text may be called in what was written by any of the secrets, or without one."""
        names = ["", *map(_name_of, self.secrets)]
        return [hmac.digest(self.derived(n, "pseudonym"), text.encode(), "sha256").hex()[:SHORT] for n in names]


def seal(words: str, bound_to: str, keys: Keys) -> str:
    """The words, to be opened only with the secret in use and only where they were bound to. AES-256-GCM."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(NONCE)
    sealed = AESGCM(keys.derived(keys.name, "numbers")).encrypt(nonce, words.encode(), bound_to.encode())
    return b64encode(nonce + sealed).decode()


def unseal(sealed: str, bound_to: str, name: str, keys: Keys) -> str | None:
    """None when the secret is not at hand, or what is stored is not what was sealed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        raw = b64decode(sealed)
        words = AESGCM(keys.derived(name, "numbers")).decrypt(raw[:NONCE], raw[NONCE:], bound_to.encode())
    except (KeyError, InvalidTag, ValueError):
        return None
    return words.decode()


NO_KEYS = Keys()
