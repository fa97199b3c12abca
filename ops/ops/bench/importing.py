"""The case of the import: ten thousand rows through upload, check and commit."""

from __future__ import annotations

import time
import uuid
from typing import Any

from ops.bench.furnishing import Place, workbook
from ops.bench.processes import cpu_seconds, difference, memory_mib
from ops.bench.resting import Servers
from ops.bench.samples import Measured
from ops.http import Client
from ops.machine.faults import Fault
from ops.supervisor.state import PlatformState

ROWS = 10_000
WAIT_SECONDS = 600.0
LOOK_EVERY_SECONDS = 0.02


def measure_import(
    state: PlatformState, place: Place, servers: Servers, *, rows: int = ROWS
) -> list[Measured]:
    """Return the check, the commit, and the time until every other service knows all rows."""
    client = place.client()
    made = _upload(client, workbook(rows))
    checked = _measured(state, client, made["id"], action="check", until="checked", rows=rows)
    done = _measured(state, client, made["id"], action="commit", until="committed", rows=rows)
    client.close()
    return [checked, done, _told(state, servers, done, rows=rows)]


def _told(state: PlatformState, servers: Servers, done: Measured, *, rows: int) -> Measured:
    before = cpu_seconds(state)
    seconds = done.seconds + servers.rest()
    return Measured(
        case=f"import {rows:,} rows: known to every service",
        at_once=1,
        seconds=seconds,
        latencies_ms=(seconds * 1000 / rows,) * rows,
        cpu_ms=difference(before, cpu_seconds(state), requests=rows),
        mib=memory_mib(state),
    )


def _measured(
    state: PlatformState, client: Client, import_id: str, *, action: str, until: str, rows: int
) -> Measured:
    before, began = cpu_seconds(state), time.perf_counter()
    client.must("POST", f"/imports/{import_id}/{action}")
    counts = _wait(client, import_id, until=until)["counts"]
    seconds = time.perf_counter() - began
    well = counts["created"] if action == "commit" else counts["create"]
    return Measured(
        case=f"import {rows:,} rows: {action}",
        at_once=1,
        seconds=seconds,
        # Rows are not timed one by one: each counts with its share.
        latencies_ms=(seconds * 1000 / rows,) * well,
        errors=rows - well,
        cpu_ms=difference(before, cpu_seconds(state), requests=rows),
        mib=memory_mib(state),
    )


def _upload(client: Client, content: bytes) -> Any:
    boundary = uuid.uuid4().hex
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="kind"\r\n\r\ncustomers\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="k.csv"\r\n'
        "Content-Type: text/csv\r\n\r\n"
    )
    body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    media_type = f"multipart/form-data; boundary={boundary}"
    return client.must("POST", "/imports", body, media_type=media_type)


def _wait(client: Client, import_id: str, *, until: str) -> Any:
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        found = client.must("GET", f"/imports/{import_id}")
        if found["status"] == until:
            return found
        if found["status"] == "failed":
            raise Fault(f"The import failed: {found['error_message']}")
        time.sleep(LOOK_EVERY_SECONDS)
    raise Fault(f"The import was not {until} within {WAIT_SECONDS:.0f} seconds.")
