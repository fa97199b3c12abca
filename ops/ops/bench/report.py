"""The table people read, and the aims beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass

from ops.bench.samples import Measured
from ops.bench.starting import Started

MIB_COMPACT, MIB_FULL, UP_SECONDS = 700.0, 1843.0, 20.0


@dataclass(frozen=True)
class Aim:
    """One figure to reach."""

    case: str
    words: str
    value: Callable[[Measured], float]
    is_met: Callable[[float], bool]
    at_once: int = 16


AIMS = (
    Aim("customer overview", "p50 ≤ 20 ms", lambda m: m.latency(0.5), lambda v: v <= 20, at_once=1),
    Aim("customer overview", "≥ 120/s", lambda m: m.throughput, lambda v: v >= 120),
    Aim("create customer", "≥ 200/s", lambda m: m.throughput, lambda v: v >= 200),
    Aim("list customers", "≥ 200/s", lambda m: m.throughput, lambda v: v >= 200),
    Aim("import", "commit ≥ 3,000 rows/s", lambda m: m.throughput, lambda v: v >= 3000, at_once=1),
    Aim("event", "p95 ≤ 100 ms", lambda m: m.latency(0.95), lambda v: v <= 100, at_once=1),
)


def table(rows: Iterable[Measured]) -> Iterator[str]:
    """Yield the table of cases as markdown."""
    yield "| case | clients | per second | p50 ms | p95 ms | p99 ms | errors | CPU ms per request |"
    yield "|---|---:|---:|---:|---:|---:|---:|---|"
    for row in rows:
        spent = sorted(row.cpu_ms.items(), key=lambda item: -item[1])
        shares = ", ".join(f"{name} {ms:.2f}" for name, ms in spent)
        yield (
            f"| {row.case} | {row.at_once} | {row.throughput:,.0f} | {row.latency(0.5):.1f} |"
            f" {row.latency(0.95):.1f} | {row.latency(0.99):.1f} | {row.errors} | {shares} |"
        )


def memory_table(rows: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """Yield a table of what processes held at some moments."""
    moments = list(rows)
    names = list(dict.fromkeys(name for held in rows.values() for name in held))
    yield f"| process, MiB | {' | '.join(moments)} |"
    yield "|---|" + "---:|" * len(moments)
    for name in names:
        cells = " | ".join(f"{rows[moment].get(name, 0.0):.0f}" for moment in moments)
        yield f"| {name} | {cells} |"
    totals = " | ".join(f"{sum(held.values()):.0f}" for held in rows.values())
    yield f"| **together** | {totals} |"


def verdicts(rows: Iterable[Measured], started: Iterable[Started]) -> Iterator[str]:
    """Yield a table of aims, for the cases that were measured."""
    rows = list(rows)
    yield "| aim | measured | |"
    yield "|---|---:|---|"
    for aim in AIMS:
        for row in rows:
            if row.case.startswith(aim.case) and row.at_once == aim.at_once:
                if aim.case == "import" and not row.case.endswith("commit"):
                    continue
                yield _verdict(f"{row.case}: {aim.words}", aim.value(row), aim.is_met)
    for each in started:
        most = MIB_COMPACT if each.profile == "compact" else MIB_FULL
        memory = f"idle memory, {each.profile}: ≤ {most:,.0f} MiB"
        yield _verdict(memory, each.total_mib, lambda v, most=most: v <= most)  # type: ignore[misc]
        if each.profile == "compact":
            up = f"second up: ≤ {UP_SECONDS:.0f} s"
            yield _verdict(up, each.seconds, lambda v: v <= UP_SECONDS)


def _verdict(words: str, value: float, is_met: Callable[[float], bool]) -> str:
    return f"| {words} | {value:,.1f} | {'met' if is_met(value) else '**not met**'} |"


def as_json(rows: Iterable[Measured], started: Iterable[Started]) -> str:
    """Return everything for a program, single latencies left out."""
    cases = []
    for row in rows:
        plain = asdict(row) | {"throughput": row.throughput, "requests": row.requests}
        del plain["latencies_ms"]
        cases.append(plain | {f"p{int(s * 100)}_ms": row.latency(s) for s in (0.5, 0.95, 0.99)})
    return json.dumps({"cases": cases, "started": [asdict(each) for each in started]}, indent=1)
