"""Whom to kill, and when: drawn from a seed, so that a run can be repeated."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import psutil

from ops.supervisor.child import State
from ops.supervisor.state import PlatformState, ProcessState

MEAN_PAUSE_SECONDS = 5.0
BROKER_PAUSE_SECONDS = 60.0
NEVER = frozenset({"prepare", "epmd"})
BROKER, DATABASE, GATEWAY = "rabbitmq", "postgres", "gateway"
WORKER = "worker"
PART, HELD_UP = " (one of its processes)", " (with messages in its hands)"
UP = (State.READY, State.UNREADY)

Kill = Callable[[int], None]
# Holds consumers up until what it returns is closed; None when it could not.
Stall = Callable[[random.Random], Any]


@dataclass(frozen=True)
class Killed:
    """One kill: *at* in seconds since the load began."""

    at: float
    victim: str


@dataclass
class Reaper:
    """
    Draws victims and kills them until it is told to stop.

    Args:
        look: Returns the platform as its supervisor sees it.
        only: Kill nobody but those whose names end so; empty for everybody.
        stall: Called before a worker is killed: always when there is nobody else, else often.
    """

    seed: int
    look: Callable[[], PlatformState | None]
    only: tuple[str, ...] = ()
    stall: Stall = lambda _draw: None
    mean_pause_seconds: float = MEAN_PAUSE_SECONDS
    killed: list[Killed] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._began = time.monotonic()
        self._broker_at = -BROKER_PAUSE_SECONDS

    def run(self, *, until: float, stopping: threading.Event) -> None:
        """Kill at random instants before *until*, an instant of ``time.monotonic``."""
        self._began = time.monotonic()
        while True:
            pause = self._random.expovariate(1 / self.mean_pause_seconds)
            if time.monotonic() + pause > until or stopping.wait(pause):
                return
            self.strike()

    def strike(self, kill: Kill = lambda pid: os.kill(pid, signal.SIGKILL)) -> None:
        """Kill one victim that runs, if there is any."""
        state = self.look()
        now = time.monotonic() - self._began
        broker = now - self._broker_at >= BROKER_PAUSE_SECONDS
        names = [name for name in victims(state, broker=broker) if name.endswith(self.only or "")]
        if state is None or not names:
            return
        name = self._random.choice(names)
        process = next(each for each in state.processes if each.name == name)
        pid, whole = self._choose(process)
        stalled = self._hold_up(name)
        with suppress(ProcessLookupError):
            kill(pid)
            self._broker_at = now if name == BROKER else self._broker_at
            word = PART if not whole else HELD_UP if stalled else ""
            self.killed.append(Killed(round(now, 1), name + word))
        if stalled is not None:
            stalled.close()

    def _hold_up(self, name: str) -> Any:
        if not name.endswith(WORKER):
            return None
        return self.stall(self._random) if self.only or self._random.random() < 0.5 else None

    def _choose(self, process: ProcessState) -> tuple[int, bool]:
        """The process itself, or one of those it started where it has several."""
        pid = process.pid or 0
        if process.name not in (DATABASE, GATEWAY) or self._random.random() < 0.5:
            return pid, True
        with suppress(psutil.NoSuchProcess):
            children = sorted(child.pid for child in psutil.Process(pid).children())
            if children:
                return self._random.choice(children), False
        return pid, True


def victims(state: PlatformState | None, *, broker: bool) -> list[str]:
    """Name what may be killed now: what is up, and the broker only when it is its turn."""
    if state is None:
        return []
    up = [each.name for each in state.processes if each.state in UP and each.pid]
    return [name for name in up if name not in NEVER and (broker or name != BROKER)]
