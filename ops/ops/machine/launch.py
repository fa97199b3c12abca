"""How a process is started: its command and surroundings as data, and the call that does it."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ops.machine.privileges import Account

LOG_LIMIT_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True)
class Launch:
    """One process as it is to be started; the environment is complete, nothing is inherited."""

    name: str
    command: tuple[str, ...]
    folder: Path
    log: Path
    environment: Mapping[str, str] = field(repr=False)
    stop_signal: signal.Signals = signal.SIGTERM
    account: Account | None = None


def start(launch: Launch, *, detached: bool = False) -> subprocess.Popen[bytes]:
    """
    Start the process with its output appended to its log.

    A detached process outlives us; any other gets its stop signal from the kernel when we die.
    """
    account = launch.account if launch.account and not launch.account.in_namespace else None
    _turn_over(launch.log)
    with launch.log.open("ab") as log:
        return subprocess.Popen(
            command_line(launch, detached=detached),
            cwd=launch.folder,
            env=dict(launch.environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )


def command_line(launch: Launch, *, detached: bool) -> tuple[str, ...]:
    """Return the command with what it needs around it to die with us and to change its user."""
    # setpriv execs the command, so the process we signal is the server itself. It stands inside
    # of unshare because entering a namespace clears the parent-death signal.
    tied = ("setpriv", "--pdeathsig", launch.stop_signal.name.removeprefix("SIG"))
    command = launch.command if detached else (*tied, *launch.command)
    return launch.account.wrap(command) if launch.account else command


def _turn_over(log: Path) -> None:
    """Keep one earlier log, so that a process that talks for months does not fill the disk."""
    if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
        log.replace(log.with_suffix(".log.1"))
