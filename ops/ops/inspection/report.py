"""What ``status`` tells, gathered: processes, memory and queues."""

from __future__ import annotations

from dataclasses import dataclass

from shared.messaging.topology import (
    RETRY_SECONDS,
    inbox_of,
    retry_queue,
    wakeups_of,
)

from ops.inspection.memory import own_mib, tree_mib
from ops.inspection.queues import Queue, look
from ops.local.environment import saved_environment
from ops.local.processes import SERVICES
from ops.machine.layout import Layout
from ops.supervisor.state import ProcessState, read


@dataclass(frozen=True)
class ProcessReport:
    """One process; its memory includes everything it started."""

    name: str
    pid: int | None
    state: str
    memory_mib: float


@dataclass(frozen=True)
class Report:
    """The platform as it is; without a url it does not run."""

    url: str | None
    login: dict[str, str] | None
    processes: list[ProcessReport]
    queues: list[Queue]

    @property
    def memory_mib(self) -> float:
        """All processes together."""
        return round(sum(process.memory_mib for process in self.processes), 1)

    @property
    def is_healthy(self) -> bool:
        """Whether it runs and every process is ready."""
        states = {process.state for process in self.processes}
        return self.url is not None and states == {"ready"}


def report(layout: Layout, *, login: dict[str, str] | None) -> Report:
    """Look at the platform of this data folder."""
    state = read(layout)
    if state is None:
        return Report(url=None, login=login, processes=[], queues=[])
    # What ran once and ended is no process any more.
    running = [process for process in state.processes if process.state != "done"]
    supervisor = ProcessReport("supervisor", state.pid, "ready", own_mib(state.pid))
    return Report(
        url=state.url,
        login=login,
        processes=[supervisor, *(_process(process) for process in running)],
        queues=look(saved_environment(layout)["BROKER_URL"], queue_names()),
    )


def _process(process: ProcessState) -> ProcessReport:
    memory_mib = tree_mib(process.pid) if process.pid else 0.0
    return ProcessReport(process.name, process.pid, process.state, memory_mib)


def queue_names() -> list[str]:
    """Return every queue there may be; which exist depends on what services listen to."""
    names = []
    for service in SERVICES:
        names.append(f"rpc-{service}")
        for queue in (inbox_of(service), wakeups_of(service)):
            names.extend((queue, *(retry_queue(queue, seconds) for seconds in RETRY_SECONDS)))
    return names
