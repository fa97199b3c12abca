"""What the platform's processes use: processor time and memory, by the supervisor's names."""

from __future__ import annotations

import os
from collections.abc import Mapping

import psutil

from ops.inspection.memory import own_mib, tree_mib
from ops.machine.faults import Fault
from ops.machine.layout import Layout
from ops.supervisor.state import PlatformState, read

DRIVER, SUPERVISOR = "bench itself", "supervisor"


def running(layout: Layout) -> PlatformState:
    """
    Return the platform of the layout.

    Raises:
        Fault: it does not run.
    """
    state = read(layout)
    if state is None:
        raise Fault("Samspill is not running. Start it first: ./samspill up")
    return state


def cpu_seconds(state: PlatformState) -> dict[str, float]:
    """Return the processor time each process has used so far, those it started included."""
    used = {process.name: _tree_seconds(process.pid) for process in state.processes if process.pid}
    return used | {DRIVER: _seconds(psutil.Process(os.getpid()))}


def memory_mib(state: PlatformState) -> dict[str, float]:
    """Return what each process holds in MiB, pages shared by several counted once."""
    held = {process.name: tree_mib(process.pid) for process in state.processes if process.pid}
    return held | {SUPERVISOR: own_mib(state.pid)}


def difference(
    before: Mapping[str, float], after: Mapping[str, float], *, requests: int
) -> dict[str, float]:
    """Return milliseconds for each request, processes that used none left out."""
    spent = {name: after[name] - before.get(name, 0.0) for name in after}
    return {
        name: round(seconds * 1000 / requests, 2)
        for name, seconds in spent.items()
        if requests and seconds * 1000 / requests >= 0.005
    }


def _tree_seconds(pid: int) -> float:
    try:
        process = psutil.Process(pid)
        return sum(_seconds(each) for each in (process, *process.children(recursive=True)))
    except psutil.NoSuchProcess:
        return 0.0


def _seconds(process: psutil.Process) -> float:
    """Count ended children, too: a server's workers come and go."""
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return times.user + times.system + times.children_user + times.children_system
