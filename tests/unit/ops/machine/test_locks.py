"""Locks between several commands at once."""

from pathlib import Path

from ops.machine.locks import held, is_held


def test_a_lock_is_held_only_within_its_block(tmp_path: Path) -> None:
    lock = tmp_path / "deep" / "lock"
    assert not is_held(lock)
    with held(lock):
        assert is_held(lock)
    assert not is_held(lock)


def test_a_lock_may_be_shared(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with held(lock, shared=True):
        with held(lock, shared=True):
            assert is_held(lock)
        assert is_held(lock)
    assert not is_held(lock)
