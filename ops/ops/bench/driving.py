"""Drives one case: so many clients at once, each with a connection of its own, for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ops.bench.processes import cpu_seconds, difference, memory_mib
from ops.bench.samples import Measured
from ops.http import Client, NoAnswer
from ops.supervisor.state import PlatformState

# One request: whether it was answered well.  The number is new for every call of a case.
Step = Callable[[Client, int], bool]
NewClient = Callable[[], Client]


@dataclass(frozen=True, kw_only=True)
class Round:
    """How a case is driven."""

    case: str
    step: Step
    at_once: int
    seconds: float
    first_number: int = 0


@dataclass
class _Tally:
    latencies_ms: list[float] = field(default_factory=list)
    errors: int = 0


def measure(state: PlatformState, new_client: NewClient, wanted: Round) -> Measured:
    """Drive one round and return what it came to."""
    before = cpu_seconds(state)
    began = time.perf_counter()
    tallies = _drive(new_client, wanted)
    seconds = time.perf_counter() - began
    latencies = [each for tally in tallies for each in tally.latencies_ms]
    spent = difference(before, cpu_seconds(state), requests=len(latencies))
    return Measured(
        case=wanted.case,
        at_once=wanted.at_once,
        seconds=seconds,
        latencies_ms=tuple(latencies),
        errors=sum(tally.errors for tally in tallies),
        cpu_ms=spent,
        mib=memory_mib(state),
    )


def _drive(new_client: NewClient, wanted: Round) -> list[_Tally]:
    tallies = [_Tally() for _ in range(wanted.at_once)]
    starting = threading.Barrier(wanted.at_once)
    threads = [
        threading.Thread(
            target=_run,
            args=(new_client, wanted),
            kwargs={"tally": tally, "first": number, "starting": starting},
            daemon=True,
        )
        for number, tally in enumerate(tallies)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tallies


def _run(
    new_client: NewClient, wanted: Round, *, tally: _Tally, first: int, starting: threading.Barrier
) -> None:
    client = new_client()
    number = wanted.first_number + first
    starting.wait()
    end = time.perf_counter() + wanted.seconds
    while (began := time.perf_counter()) < end:
        try:
            well = wanted.step(client, number)
        except NoAnswer:
            well = False
        number += wanted.at_once
        if well:
            tally.latencies_ms.append((time.perf_counter() - began) * 1000)
        else:
            tally.errors += 1
    client.close()
