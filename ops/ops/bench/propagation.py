"""The case of the event: from a commit in one service to its effect in another."""

from __future__ import annotations

import time
from typing import Any

import psycopg

from ops.bench.furnishing import Place
from ops.bench.processes import cpu_seconds, difference, memory_mib
from ops.bench.samples import Measured
from ops.machine.faults import Fault
from ops.supervisor.state import PlatformState

EVENTS = 100
LOOK_EVERY_SECONDS = 0.002
WAIT_SECONDS = 30.0
PAUSE_SECONDS = 0.02


def measure_propagation(
    state: PlatformState, place: Place, *, database_url_template: str, events: int = EVENTS
) -> Measured:
    """
    Create customers one by one and wait for each to be known in sales.

    Counted from the start of the transaction that wrote the event, so a little too much, until
    the copy was seen, so up to two milliseconds more.
    """
    client = place.client()
    before, began = cpu_seconds(state), time.perf_counter()
    latencies = []
    with (
        psycopg.connect(_address(database_url_template, "sales"), autocommit=True) as sales,
        psycopg.connect(_address(database_url_template, "crm"), autocommit=True) as crm,
    ):
        for number in range(events):
            customer = client.must("POST", "/customers", {"name": f"Hendelse {number}"})["id"]
            seen_at = _wait(sales, customer)
            latencies.append((seen_at - _written_at(crm, customer)) * 1000)
            time.sleep(PAUSE_SECONDS)
    client.close()
    return Measured(
        case="event: commit → applied in another service",
        at_once=1,
        seconds=time.perf_counter() - began,
        latencies_ms=tuple(latencies),
        cpu_ms=difference(before, cpu_seconds(state), requests=events),
        mib=memory_mib(state),
    )


def _address(template: str, database: str) -> str:
    return template.replace("{database}", database)


def _wait(sales: psycopg.Connection[Any], customer: str) -> float:
    known = "SELECT 1 FROM reference_copies WHERE kind = 'customer' AND id = %s"
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        if sales.execute(known, [customer]).fetchone():
            return time.time()
        time.sleep(LOOK_EVERY_SECONDS)
    raise Fault(f"A new customer was not known in sales within {WAIT_SECONDS:.0f} seconds.")


def _written_at(crm: psycopg.Connection[Any], customer: str) -> float:
    row = crm.execute(
        "SELECT extract(epoch FROM created_at) FROM outbox_messages WHERE aggregate_id = %s",
        [customer],
    ).fetchone()
    if row is None:
        raise Fault("crm wrote no event about a new customer.")
    return float(row[0])
