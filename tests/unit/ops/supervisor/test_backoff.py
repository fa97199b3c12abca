"""Pauses before a crashed process starts again."""

from ops.supervisor.backoff import Backoff


def delays(backoff: Backoff, *, crashes: int, run_seconds: float = 0.0) -> list[float]:
    """Crash again and again, each life lasting *run_seconds*; return the pauses."""
    now, pauses = 1000.0, []
    for _ in range(crashes):
        ended = now + run_seconds
        again = backoff.crashed(started_at=now, now=ended)
        pauses.append(round(again - ended, 3))
        now = again
    return pauses


def test_pauses_double_up_to_five_seconds() -> None:
    assert delays(Backoff(), crashes=7) == [0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]


def test_a_long_life_makes_the_next_pause_short_again() -> None:
    backoff = Backoff()
    delays(backoff, crashes=5)
    assert delays(backoff, crashes=1, run_seconds=30) == [0.2]


def test_five_crashes_within_a_minute_are_hopeless() -> None:
    backoff = Backoff()
    for number in range(4):
        backoff.crashed(started_at=number, now=number)
    assert not backoff.is_hopeless(now=4)
    backoff.crashed(started_at=4, now=4)
    assert backoff.is_hopeless(now=4)


def test_old_crashes_are_forgiven() -> None:
    backoff = Backoff()
    for number in range(5):
        backoff.crashed(started_at=number, now=number)
    assert not backoff.is_hopeless(now=61)
    assert backoff.crashes == 5


def test_crashes_far_apart_are_never_hopeless() -> None:
    backoff = Backoff()
    for number in range(20):
        backoff.crashed(started_at=number * 20, now=number * 20)
        assert not backoff.is_hopeless(now=number * 20)
