"""The order in which steps start and stop."""

from pathlib import Path

import pytest
from ops.machine.launch import Launch
from ops.supervisor.steps import Step, check, startable, stoppable


def step(name: str, *after: str) -> Step:
    launch = Launch(name=name, command=("true",), folder=Path(), log=Path(), environment={})
    return Step(launch, after=after)


STEPS = [
    step("broker"),
    step("database"),
    step("prepare", "database"),
    step("rpc", "prepare", "broker"),
    step("gateway", "rpc"),
]


def names(steps: list[Step]) -> list[str]:
    return [step.name for step in steps]


def test_what_depends_on_nothing_starts_first() -> None:
    assert names(startable(STEPS, ready=set(), begun=set())) == ["broker", "database"]


def test_a_step_waits_for_all_it_needs() -> None:
    begun = {"broker", "database", "prepare"}
    assert names(startable(STEPS, ready={"database", "prepare"}, begun=begun)) == []
    assert names(startable(STEPS, ready=begun, begun=begun)) == ["rpc"]


def test_stopping_begins_with_what_nobody_needs() -> None:
    running = {"broker", "database", "rpc", "gateway"}
    assert names(stoppable(STEPS, running=running)) == ["gateway"]


def test_servers_stop_last_and_together() -> None:
    assert names(stoppable(STEPS, running={"broker", "database"})) == ["broker", "database"]


def test_a_step_that_waits_for_nobody_known_is_refused() -> None:
    with pytest.raises(ValueError, match="can never start: sync"):
        check([*STEPS, step("sync", "nobody")])


def test_a_circle_is_refused() -> None:
    with pytest.raises(ValueError, match="one, two"):
        check([step("one", "two"), step("two", "one")])
