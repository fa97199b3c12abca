"""One supervised process: started, watched, restarted with growing pauses, stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from enum import StrEnum

from ops.machine.launch import start
from ops.supervisor.backoff import Backoff
from ops.supervisor.steps import Step

KILL_AFTER_SECONDS = 20.0
DEAF_CHECKS = 6


class State(StrEnum):
    """What a process is doing, in the words ``status`` shows."""

    WAITING = "waiting"
    STARTING = "starting"
    READY = "ready"
    UNREADY = "unready"
    RESTARTING = "restarting"
    FAILING = "failing"
    DONE = "done"
    STOPPING = "stopping"
    STOPPED = "stopped"


class Child:
    """The process of one step over all its lives."""

    def __init__(self, step: Step) -> None:
        self.step = step
        self.state = State.WAITING
        self.backoff = Backoff()
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._check_at = 0.0
        self._restart_at = 0.0
        self._kill_at = 0.0
        self._deaf = 0

    @property
    def pid(self) -> int | None:
        """The process's id while it runs."""
        return self._process.pid if self._process else None

    @property
    def is_settled(self) -> bool:
        """Whether what comes after it may start."""
        return self.state in (State.READY, State.UNREADY, State.DONE)

    def begin(self) -> None:
        """Start the process."""
        self._process = start(self.step.launch)
        self._started_at = self._check_at = time.monotonic()
        self._deaf = 0
        self.state = State.STARTING

    def tick(self) -> None:
        """Notice what happened to the process since the last tick, and react."""
        now = time.monotonic()
        if self._process is not None and self._process.poll() is not None:
            self._ended(self._process, now=now)
        if self.state == State.STOPPING:
            self._end_if_overdue(now)
        elif self._process is None:
            if self.state in (State.RESTARTING, State.FAILING) and now >= self._restart_at:
                self.begin()
        elif not self.step.once and now >= self._check_at:
            self._check(now)

    def stop(self) -> None:
        """Ask the process to end; ``tick`` ends it by force when it takes too long."""
        if self._process is None:
            self.state = State.STOPPED
            return
        if self.state != State.STOPPING:
            self.state = State.STOPPING
            self._kill_at = time.monotonic() + KILL_AFTER_SECONDS
            self._process.send_signal(self.step.launch.stop_signal)

    def _ended(self, process: subprocess.Popen[bytes], *, now: float) -> None:
        self._process = None
        # What it started and left behind would hold its ports.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        if self.state == State.STOPPING:
            self.state = State.STOPPED
        elif self.step.once and process.returncode == 0:
            self.state = State.DONE
        else:
            self._restart_at = self.backoff.crashed(started_at=self._started_at, now=now)
            hopeless = self.backoff.is_hopeless(now=now)
            self.state = State.FAILING if hopeless else State.RESTARTING

    def _end_if_overdue(self, now: float) -> None:
        if self._process is not None and now >= self._kill_at:
            self._process.kill()

    def _check(self, now: float) -> None:
        ready = self.step.is_ready()
        if ready:
            self.state = State.READY
        elif self.state == State.READY:
            self.state = State.UNREADY
        was_up = self.state in (State.READY, State.UNREADY)
        self._deaf = 0 if ready or not was_up or self.step.is_alive() else self._deaf + 1
        if self._deaf >= DEAF_CHECKS and self._process is not None:
            self._process.kill()
        pause = self.step.recheck_seconds if ready else min(1.0, self.step.recheck_seconds)
        self._check_at = now + (pause if was_up else 0.0)
