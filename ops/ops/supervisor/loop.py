"""The supervisor: starts steps in order, keeps them running, stops them in reverse."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Sequence
from dataclasses import dataclass

from ops.machine.layout import Layout
from ops.machine.running import Running
from ops.supervisor.child import Child, State
from ops.supervisor.state import PlatformState, ProcessState, erase, write
from ops.supervisor.steps import Step, check, startable, stoppable

BUSY_TICK_SECONDS = 0.1
IDLE_TICK_SECONDS = 1.0


@dataclass(frozen=True)
class Title:
    """How the platform is announced in its state file."""

    url: str
    profile: str


class Supervisor:
    """Runs the steps until it is told to stop by SIGTERM or SIGINT."""

    def __init__(self, layout: Layout, steps: Sequence[Step], *, title: Title) -> None:
        check(steps)
        self._layout = layout
        self._steps = list(steps)
        self._children = {step.name: Child(step) for step in steps}
        self._title = title
        self._me = Running.at(os.getpid())
        self._stopping = False
        self._written: PlatformState | None = None

    def run(self) -> None:
        """Start everything and watch it; returns when all has stopped."""
        wake = self._listen()
        while not (self._stopping and self._all_stopped()):
            if self._stopping:
                self._stop_next()
            else:
                self._start_next()
            for child in self._children.values():
                child.tick()
            self._announce()
            self._rest(wake)
        erase(self._layout)

    def _listen(self) -> int:
        """Make signals wake the loop at once; return the descriptor to wait on."""
        reading, writing = os.pipe()
        for end in (reading, writing):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        for stop in (signal.SIGTERM, signal.SIGINT):
            signal.signal(stop, self._begin_stop)
        return reading

    def _begin_stop(self, *_: object) -> None:
        self._stopping = True

    def _start_next(self) -> None:
        children = self._children.values()
        ready = {child.step.name for child in children if child.is_settled}
        begun = {child.step.name for child in children if child.state != State.WAITING}
        for step in startable(self._steps, ready=ready, begun=begun):
            self._children[step.name].begin()

    def _stop_next(self) -> None:
        children = self._children.values()
        running = {child.step.name for child in children if child.state != State.STOPPED}
        for step in stoppable(self._steps, running=running):
            self._children[step.name].stop()

    def _all_stopped(self) -> bool:
        return all(child.state == State.STOPPED for child in self._children.values())

    def _rest(self, wake: int) -> None:
        settled = all(child.is_settled for child in self._children.values())
        timeout = IDLE_TICK_SECONDS if settled and not self._stopping else BUSY_TICK_SECONDS
        if select.select([wake], [], [], timeout)[0]:
            os.read(wake, 4096)

    def _phase(self) -> str:
        if self._stopping:
            return "stopping"
        children = self._children.values()
        return "ready" if all(child.is_settled for child in children) else "starting"

    def _announce(self) -> None:
        state = PlatformState(
            pid=self._me.pid,
            created=self._me.created,
            url=self._title.url,
            profile=self._title.profile,
            phase=self._phase(),
            processes=tuple(_described(child) for child in self._children.values()),
        )
        if state != self._written:
            write(self._layout, state)
            self._written = state


def _described(child: Child) -> ProcessState:
    return ProcessState(
        name=child.step.name,
        pid=child.pid,
        state=child.state,
        crashes=child.backoff.crashes,
        log=str(child.step.launch.log),
    )
