"""Bulkheads and breakers: one silent service holds nobody else up."""

import pytest
from gateway.services.breakers import FAILURES_TO_OPEN, Breaker, Target
from shared.kernel.errors import Unavailable


class Clock:
    seconds = 0.0

    def __call__(self):
        return self.seconds


def an_open_breaker():
    clock = Clock()
    breaker = Breaker(clock=clock)
    for _ in range(FAILURES_TO_OPEN):
        assert breaker.admit()
        breaker.silent()
    return breaker, clock


def test_a_breaker_opens_after_silence_in_a_row():
    breaker, _ = an_open_breaker()

    assert breaker.is_open
    assert not breaker.admit()


def test_an_answer_between_keeps_a_breaker_closed():
    breaker = Breaker(clock=Clock())

    for _ in range(FAILURES_TO_OPEN * 3):
        breaker.silent()
        breaker.answered()

    assert breaker.admit()


def test_after_a_pause_one_call_may_try():
    breaker, clock = an_open_breaker()

    clock.seconds = 1.1

    assert [breaker.admit(), breaker.admit()] == [True, False]


def test_an_answer_closes_it():
    breaker, clock = an_open_breaker()
    clock.seconds = 1.1
    breaker.admit()

    breaker.answered()

    assert not breaker.is_open
    assert [breaker.admit(), breaker.admit()] == [True, True]


def test_pauses_grow_while_the_silence_lasts():
    breaker, clock = an_open_breaker()
    pauses = []
    for _ in range(6):
        waited = 0.0
        while not breaker.admit():
            waited += 0.5
            clock.seconds += 0.5
        breaker.silent()
        pauses.append(waited)

    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[-1] <= 8.5


def test_only_so_many_calls_are_in_flight():
    target = Target("crm", most_calls=2)
    target.enter()
    target.enter()

    with pytest.raises(Unavailable) as busy:
        target.enter()
    target.leave()
    target.enter()

    assert busy.value.code == "platform.service_busy"


def test_a_refused_call_takes_no_place():
    target = Target("crm", most_calls=1)
    for _ in range(FAILURES_TO_OPEN):
        target.breaker.silent()

    for _ in range(3):
        with pytest.raises(Unavailable) as away:
            target.enter()
        assert away.value.code == "platform.service_unavailable"
