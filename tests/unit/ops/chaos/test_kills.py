"""Whom the reaper kills."""

from ops.chaos.kills import Reaper, victims
from ops.supervisor.state import PlatformState, ProcessState


def a_platform(**states):
    processes = tuple(
        ProcessState(name=name, pid=number, state=state, crashes=0, log="")
        for number, (name, state) in enumerate(states.items(), start=1_000_001)
    )
    return PlatformState(
        pid=1, created=0.0, url="", profile="compact", phase="ready", processes=processes
    )


UP = dict.fromkeys(("epmd", "rabbitmq", "rpc", "worker", "sync"), "ready") | {"prepare": "done"}


def test_nobody_is_killed_while_starting():
    state = a_platform(rpc="starting", worker="ready", rabbitmq="restarting")

    assert victims(state, broker=True) == ["worker"]


def test_the_broker_is_spared_until_its_time_has_come():
    assert victims(a_platform(**UP), broker=False) == ["rpc", "worker", "sync"]
    assert "rabbitmq" in victims(a_platform(**UP), broker=True)


def test_the_port_mapper_and_the_preparation_are_never_killed():
    assert {"epmd", "prepare"}.isdisjoint(victims(a_platform(**UP), broker=True))


def test_a_seed_repeats_the_victims():
    def names(seed):
        reaper = Reaper(seed=seed, look=lambda: a_platform(**UP))
        for _ in range(20):
            reaper.strike(kill=lambda _pid: None)
        return [each.victim for each in reaper.killed]

    assert names(7) == names(7)
    assert names(7) != names(8)
    assert names(7).count("rabbitmq") <= 1


class Lock:
    def __init__(self):
        self.is_closed = False

    def close(self):
        self.is_closed = True


def test_a_worker_alone_is_always_killed_with_messages_in_its_hands():
    locks = []

    def stall(_draw):
        locks.append(Lock())
        return locks[-1]

    reaper = Reaper(seed=1, look=lambda: a_platform(**UP), only=("worker",), stall=stall)
    reaper.strike(kill=lambda _pid: None)

    assert [each.victim for each in reaper.killed] == ["worker (with messages in its hands)"]
    assert [lock.is_closed for lock in locks] == [True]


def test_a_victim_that_is_gone_already_is_not_counted():
    def gone(_pid):
        raise ProcessLookupError

    reaper = Reaper(seed=1, look=lambda: a_platform(**UP))
    reaper.strike(kill=gone)

    assert reaper.killed == []


def test_nobody_is_killed_where_nothing_runs():
    Reaper(seed=1, look=lambda: None).strike(kill=lambda _pid: 1 / 0)
