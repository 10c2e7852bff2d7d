"""`minhu open311 key`: shown once, stored as a digest, taken back."""

from pathlib import Path

from tests.bot.test_cli import Minhu, admin

__all__ = ["admin"]  # a fixture, used by name


def test_a_key_is_shown_once_and_taken_back(admin: Minhu, tmp_path: Path) -> None:
    key = admin("open311", "key", "add", "tool").stdout.strip()
    assert len(key) >= 32
    assert key.encode() not in (tmp_path / "minhu.db").read_bytes()
    assert admin("open311", "key", "add", "tool").returncode == 1
    assert admin("open311", "key", "add", "名 字").returncode == 2
    assert key not in admin("open311", "key", "list").stdout
    assert "已停用" in admin("open311", "key", "revoke", "tool").stdout
    assert "停用" in admin("open311", "key", "list").stdout
    assert admin("open311", "key", "revoke", "tool").returncode == 1
