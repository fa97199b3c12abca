"""Reads the logs of the platform's processes, together and by service."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ops.local.processes import SERVICES
from ops.machine.layout import Layout

TAIL_BYTES = 256 * 1024
LOOK_EVERY_SECONDS = 0.3


@dataclass(frozen=True)
class LogFile:
    """One log; where it holds several services, *only* keeps the lines of one."""

    path: Path
    only: str | None = None

    def wants(self, line: str) -> bool:
        """Tell whether the line belongs to what was asked for."""
        if self.only is None:
            return True
        return f'"service": "{self.only}"' in line or f'"service":"{self.only}"' in line


def log_files(layout: Layout, name: str | None) -> list[LogFile]:
    """Return the logs of a process or a service; every one without a name."""
    if name is None:
        return [LogFile(path) for path in sorted(layout.logs.glob("*.log"))]
    if layout.log(name).exists():
        return [LogFile(layout.log(name))]
    service = name.replace("-", "_")
    if service not in SERVICES:
        return []
    own = sorted(layout.logs.glob(f"{service.replace('_', '-')}-*.log"))
    hosts = (layout.log(role) for role in ("rpc", "worker", "sync"))
    return [*map(LogFile, own), *(LogFile(path, service) for path in hosts if path.exists())]


def last_entries(files: list[LogFile], *, count: int) -> Iterator[str]:
    """Yield the last lines of each log, each with the log's name where there are several."""
    for file in files:
        with file.path.open("rb") as stream:
            size = stream.seek(0, 2)
            stream.seek(max(0, size - TAIL_BYTES))
            lines = stream.read().decode(errors="replace").splitlines()
        wanted = [line for line in lines if file.wants(line)]
        yield from (_labelled(file, line, files) for line in wanted[-count:])


def follow(files: list[LogFile]) -> Iterator[str]:
    """Yield lines as they are logged, until interrupted."""
    positions = {file: file.path.stat().st_size for file in files}
    while True:
        for file in files:
            size = file.path.stat().st_size
            # A log that shrank was turned over.
            start = positions[file] if size >= positions[file] else 0
            with file.path.open("rb") as stream:
                stream.seek(start)
                text = stream.read()
            complete = text[: text.rfind(b"\n") + 1]
            positions[file] = start + len(complete)
            for line in complete.decode(errors="replace").splitlines():
                if file.wants(line):
                    yield _labelled(file, line, files)
        time.sleep(LOOK_EVERY_SECONDS)


def _labelled(file: LogFile, line: str, files: list[LogFile]) -> str:
    return line if len(files) == 1 else f"{file.path.stem:<20} {line}"
