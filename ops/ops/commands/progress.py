"""Shows how the platform comes up: one line a process, printed when it gets ready or fails."""

from __future__ import annotations

import time

import click

from ops.supervisor.child import State
from ops.supervisor.state import PlatformState

SETTLED = (State.READY, State.DONE)


class Progress:
    """Prints what changed since the last state it was shown."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._settled: set[str] = set()
        self._crashes: dict[str, int] = {}

    def __call__(self, state: PlatformState) -> None:
        """Print a line for every process that became ready or crashed."""
        if state.phase == "ready" and not self._settled:
            # It ran before we came: there is nothing to tell.
            return
        for process in state.processes:
            if process.state in SETTLED and process.name not in self._settled:
                self._settled.add(process.name)
                self._print("✓", f"{process.name}  {self._count(state)}")
            if process.crashes > self._crashes.get(process.name, 0):
                self._crashes[process.name] = process.crashes
                self._print("!", f"{process.name} ended unexpectedly, starting it again")

    def _count(self, state: PlatformState) -> str:
        return click.style(f"({len(self._settled)} of {len(state.processes)})", dim=True)

    def _print(self, mark: str, text: str) -> None:
        click.echo(f"{time.monotonic() - self._began:6.1f} s  {mark} {text}")
