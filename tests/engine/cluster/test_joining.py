"""What is refused before Ray is even loaded; with Ray, see tests/faults/test_cluster.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.cluster.joining import JoinRefusal, JoinRefused, check_token, join_refusal_of


@pytest.fixture
def token_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "token"
    path.write_text("secret\n")
    monkeypatch.setenv("RAY_AUTH_MODE", "token")
    monkeypatch.setenv("RAY_AUTH_TOKEN_PATH", str(path))
    return path


def test_a_token_to_show_is_enough(token_file: Path) -> None:
    check_token()


@pytest.mark.parametrize("name", ["RAY_AUTH_MODE", "RAY_AUTH_TOKEN_PATH"])
def test_without_a_token_no_cluster_is_joined(token_file: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(name)
    with pytest.raises(JoinRefused, match="RAY_AUTH_TOKEN_PATH"):
        check_token()


def test_a_token_that_is_empty_or_gone_is_named_by_its_file(token_file: Path) -> None:
    token_file.write_text("\n")
    with pytest.raises(JoinRefused, match="is empty"):
        check_token()
    token_file.unlink()
    with pytest.raises(JoinRefused, match=r"cannot be read: FileNotFoundError"):
        check_token()


def test_versions_that_differ_are_named_whatever_else_ray_says() -> None:
    """As Ray 2.60 says it; with real processes, see tests/faults/test_cluster.py."""
    said = """Version mismatch: The cluster was started with:
    Ray: 2.59.3
    Python: 3.12.1
This process on node 10.0.0.1 was started with:
    Ray: 2.60.0
    Python: 3.11.7
"""
    refused = join_refusal_of("10.0.0.1:6379", said)
    assert refused.code is JoinRefusal.VERSIONS
    assert "runs Ray 2.59.3 on Python 3.12.1, the bot Ray 2.60.0 on Python 3.11.7" in str(refused)
    assert join_refusal_of("10.0.0.1:6379", "no room").code is JoinRefusal.REFUSED
