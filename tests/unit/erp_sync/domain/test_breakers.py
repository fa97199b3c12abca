"""The breaker: when a silent system is left alone."""

from datetime import UTC, datetime, timedelta

from erp_sync.domain.breakers import FAILURES_TO_OPEN, Breaker
from shared.kernel.ids import new_id

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def after_failures(count):
    breaker = Breaker(connection_id=new_id())
    for _ in range(count):
        breaker = breaker.after_failure(NOW, text="away", probe_seconds=30)
    return breaker


def test_it_opens_after_five_failures_in_a_row():
    assert after_failures(FAILURES_TO_OPEN - 1).lets_through(NOW)
    assert not after_failures(FAILURES_TO_OPEN).lets_through(NOW)


def test_any_answer_closes_it():
    assert after_failures(FAILURES_TO_OPEN).after_contact(NOW).lets_through(NOW)


def test_only_a_probe_ends_it_not_time():
    assert not after_failures(FAILURES_TO_OPEN).lets_through(NOW + timedelta(days=1))


def test_probes_come_ever_more_seldom_but_every_five_minutes():
    breaker = after_failures(FAILURES_TO_OPEN)
    waits = []
    for _ in range(5):
        waits.append((breaker.blocked_until - NOW).total_seconds())
        breaker = breaker.after_failed_probe(NOW, text="away", probe_seconds=30)

    assert waits == [30, 60, 120, 240, 300]


def test_a_system_that_asks_us_to_wait_is_left_alone_until_then():
    breaker = Breaker(connection_id=new_id()).after_throttle(NOW, retry_after_seconds=20)

    assert not breaker.lets_through(NOW + timedelta(seconds=19))
    assert breaker.lets_through(NOW + timedelta(seconds=20))
