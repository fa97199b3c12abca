"""The platform of one data folder as commands see it: begin it, wait for it, end it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from ops.local.plan import Wish, saved_wish
from ops.local.rabbitmq import COMPANIONS
from ops.machine.faults import DidNotStart, DiskFull, Fault, PortTaken
from ops.machine.layout import PROJECT, Layout
from ops.machine.ports import first_free, is_free
from ops.machine.running import wait_until
from ops.supervisor.child import State
from ops.supervisor.state import PlatformState, ProcessState, read

NEEDED_MIB = 1024
FIRST_POSTGRES_PORT = 5433
FIRST_RABBITMQ_PORT = 5673
FIRST_HEALTH_PORT = 18080
HEALTH_PORTS = 24
PLACES = 150  # platforms of different folders begin to look for ports at different places

START_SECONDS = 180.0
STOP_SECONDS = 60.0


def check_disk(folder: Path) -> None:
    """
    Refuse to start databases on a disk that is about to be full.

    Raises:
        DiskFull: naming what is free and what is needed.
    """
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free_mib = shutil.disk_usage(existing).free // (1024 * 1024)
    if free_mib < NEEDED_MIB:
        raise DiskFull(existing, free_mib=free_mib, needed_mib=NEEDED_MIB)


def decide(layout: Layout, *, profile: str, gateway_port: int) -> Wish:
    """
    Choose the ports: those of last time where they are still free.

    Raises:
        PortTaken: the gateway's; the others are nobody's business and simply move.
    """
    if not is_free(gateway_port):
        raise PortTaken(gateway_port, what="gateway")
    last = saved_wish(layout)
    place = zlib.crc32(str(layout.data).encode()) % PLACES
    return Wish(
        profile=profile,
        gateway_port=gateway_port,
        postgres_port=first_free(last.postgres_port if last else FIRST_POSTGRES_PORT + place),
        rabbitmq_port=first_free(
            last.rabbitmq_port if last else FIRST_RABBITMQ_PORT + place, companions=COMPANIONS
        ),
        first_health_port=first_free(
            last.first_health_port if last else FIRST_HEALTH_PORT + place * (HEALTH_PORTS + 1),
            companions=range(1, HEALTH_PORTS),
        ),
    )


def begin(layout: Layout, wish: Wish, *, environ: Mapping[str, str]) -> None:
    """
    Start the supervisor, which outlives us.

    Raises:
        DidNotStart: it ended before it could say anything.
    """
    wish.save(layout)
    log = layout.log("supervisor")
    with log.open("ab") as output:
        process = subprocess.Popen(
            (sys.executable, "-P", "-m", "ops.local.daemon"),
            cwd=PROJECT,
            env=dict(environ) | {"SAMSPILL_DATA_DIR": str(layout.data)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    wait_until(lambda: read(layout) is not None or process.poll() is not None, seconds=60)
    if read(layout) is None:
        raise DidNotStart("The supervisor", problem="ended at once", log=log)


def await_ready(
    layout: Layout, *, show: Callable[[PlatformState], None], seconds: float = START_SECONDS
) -> PlatformState:
    """
    Wait until everything is ready, showing every change.

    Raises:
        DidNotStart: a process keeps crashing or takes too long; its last log lines are told.
    """
    deadline = time.monotonic() + seconds
    while True:
        state = read(layout)
        if state is None:
            log = layout.log("supervisor")
            raise DidNotStart("The supervisor", problem="ended", log=log)
        show(state)
        if state.phase == "ready":
            return state
        for process in state.processes:
            if process.state == State.FAILING:
                raise _did_not_start(process, f"keeps crashing ({process.crashes} times)")
        if time.monotonic() > deadline:
            late = next(it for it in state.processes if not _is_settled(it))
            raise _did_not_start(late, f"was not ready after {seconds:.0f} seconds")
        time.sleep(0.1)


def _is_settled(process: ProcessState) -> bool:
    return process.state in (State.READY, State.DONE)


def _did_not_start(process: ProcessState, problem: str) -> DidNotStart:
    return DidNotStart(process.name, problem=problem, log=Path(process.log))


def end(layout: Layout) -> bool:
    """
    Stop everything in order; False when nothing ran.

    Raises:
        Fault: it did not stop in time.
    """
    state = read(layout)
    if state is None:
        return False
    supervisor = state.supervisor
    os.kill(supervisor.pid, 15)
    if not wait_until(lambda: not supervisor.is_alive(), seconds=STOP_SECONDS):
        raise Fault(f"The platform did not stop within {STOP_SECONDS:.0f} seconds.")
    return True
