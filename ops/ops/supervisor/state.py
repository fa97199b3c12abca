"""What the supervisor tells others: one small file, replaced whole whenever something changes."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ops.machine.layout import Layout
from ops.machine.running import Running

STATE_FILE = "state.json"
LOCK_FILE = "supervisor.lock"


@dataclass(frozen=True)
class ProcessState:
    """One process as ``status`` shows it; *crashes* counts since the platform was started."""

    name: str
    pid: int | None
    state: str
    crashes: int
    log: str


@dataclass(frozen=True)
class PlatformState:
    """The whole platform at one moment."""

    pid: int
    created: float
    url: str
    profile: str
    phase: str
    processes: tuple[ProcessState, ...] = field(default=())

    @property
    def supervisor(self) -> Running:
        """The supervisor's process."""
        return Running(pid=self.pid, created=self.created)


def write(layout: Layout, state: PlatformState) -> None:
    """Replace the state file, so that a reader sees the old or the new, never half."""
    partial = layout.run / f"{STATE_FILE}.partial"
    partial.write_text(json.dumps(asdict(state), indent=1))
    partial.replace(layout.run / STATE_FILE)


def read(layout: Layout) -> PlatformState | None:
    """Return what a living supervisor last wrote, or None when there is none."""
    file: Path = layout.run / STATE_FILE
    try:
        record = json.loads(file.read_text())
    except FileNotFoundError:
        return None
    record["processes"] = tuple(ProcessState(**it) for it in record["processes"])
    state = PlatformState(**record)
    return state if state.supervisor.is_alive() else None


def erase(layout: Layout) -> None:
    """Forget the state: nothing runs any more."""
    (layout.run / STATE_FILE).unlink(missing_ok=True)
