"""What the supervisor runs, as data, and in which order it starts and stops."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass

from ops.machine.launch import Launch


@dataclass(frozen=True)
class Step:
    """
    One process and what must be ready before it starts.

    A step that runs *once* counts as ready when it ended well; it is not started again then.
    Without *is_alive* a process is only watched for its end, never ended for not answering.
    """

    launch: Launch
    after: tuple[str, ...] = ()
    once: bool = False
    is_ready: Callable[[], bool] = lambda: True
    is_alive: Callable[[], bool] = lambda: True
    recheck_seconds: float = 5.0

    @property
    def name(self) -> str:
        return self.launch.name


def startable(steps: Iterable[Step], *, ready: Set[str], begun: Set[str]) -> list[Step]:
    """Return the steps whose predecessors are ready and that were not begun yet."""
    return [step for step in steps if step.name not in begun and set(step.after) <= ready]


def stoppable(steps: Iterable[Step], *, running: Set[str]) -> list[Step]:
    """Return the running steps nobody who still runs depends on: the order of start reversed."""
    known = {step.name: step for step in steps}
    needed: set[str] = set()
    ahead = [name for name in running if name in known]
    while ahead:
        # Also through steps that ended long ago: they stand between a server and its users.
        behind = [name for name in known[ahead.pop()].after if name not in needed]
        needed.update(behind)
        ahead.extend(behind)
    return [step for step in known.values() if step.name in running and step.name not in needed]


def check(steps: Iterable[Step]) -> None:
    """
    Refuse a plan that could never start completely.

    Raises:
        ValueError: a step waits for one that does not exist, or for itself in a circle.
    """
    steps = list(steps)
    begun: set[str] = set()
    while following := startable(steps, ready=begun, begun=begun):
        begun.update(step.name for step in following)
    stuck = sorted(step.name for step in steps if step.name not in begun)
    if stuck:
        raise ValueError(f"These steps can never start: {', '.join(stuck)}.")
