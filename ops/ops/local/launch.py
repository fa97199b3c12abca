"""How a process is started: its command and surroundings as data, and the call that does it."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ops.local.privileges import Account

PR_SET_PDEATHSIG = 1


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
    account = launch.account
    switched = account is not None and not account.in_namespace
    with launch.log.open("ab") as log:
        return subprocess.Popen(
            account.wrap(launch.command) if account else launch.command,
            cwd=launch.folder,
            env=dict(launch.environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=account.uid if account and switched else None,
            group=account.gid if account and switched else None,
            extra_groups=[] if switched else None,
            preexec_fn=None if detached else _die_with(os.getpid(), launch.stop_signal),
        )


def _die_with(parent: int, stop_signal: signal.Signals) -> Callable[[], None]:
    # The library is loaded before the fork: loading it in the child could deadlock.
    prctl = ctypes.CDLL(None).prctl

    def ask_kernel() -> None:
        prctl(PR_SET_PDEATHSIG, stop_signal)
        if os.getppid() != parent:
            os._exit(1)

    return ask_kernel
