"""Processes that are not our children: remembered by id and start time, since ids are reused."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import psutil


@dataclass(frozen=True)
class Running:
    """A process on this machine, told apart from a later one with the same id."""

    pid: int
    created: float

    @classmethod
    def at(cls, pid: int) -> Running:
        """Remember the process that has the id now."""
        return cls(pid=pid, created=psutil.Process(pid).create_time())

    def is_alive(self) -> bool:
        """Tell whether that very process still runs."""
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.created) < 1
            return same and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    def stop(self, stop_signal: int = signal.SIGTERM, *, patience_seconds: float = 20) -> None:
        """Ask the process to end; end it by force when it does not in time."""
        if not self.is_alive():
            return
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(self.pid)
            process.send_signal(stop_signal)
            if not wait_until(lambda: not self.is_alive(), seconds=patience_seconds):
                process.kill()


def wait_until(fact: Callable[[], bool], *, seconds: float, every_seconds: float = 0.1) -> bool:
    """Return True as soon as *fact* holds, False when it did not within the time."""
    deadline = time.monotonic() + seconds
    while not fact():
        if time.monotonic() > deadline:
            return False
        time.sleep(every_seconds)
    return True
