"""``./samspill bench``: measure the platform that runs, in an organisation of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from ops.bench.cases import CASES
from ops.bench.driving import Round, measure
from ops.bench.filling import fill_up
from ops.bench.furnishing import Place, furnish
from ops.bench.importing import measure_import
from ops.bench.processes import memory_mib, running
from ops.bench.propagation import measure_propagation
from ops.bench.report import as_json, memory_table, table, verdicts
from ops.bench.resting import Servers
from ops.bench.samples import Measured
from ops.bench.starting import Started, measure_up
from ops.local.processes import Profile
from ops.machine.faults import Fault
from ops.machine.layout import Layout, layout_in
from ops.supervisor.state import PlatformState

AT_ONCE = (1, 16)
IMPORT, EVENT, UP, UP_FULL = "import", "event", "up", "up full"
NAMES = (IMPORT, *CASES, EVENT, UP, UP_FULL)
WARM_UP_SHARE = 0.3
NUMBERS_FOR_A_ROUND = 1_000_000


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--cases", help=f"Some of, separated by commas: {', '.join(NAMES)}.")
@click.option("--seconds", default=10.0, show_default=True, help="Of each round, after warm-up.")
@click.option("--large", is_flag=True, help="With 100,000 customers and a million activities.")
@click.option("--json", "file", type=click.Path(dir_okay=False, path_type=Path))
def bench(*, cases: str | None, seconds: float, large: bool, file: Path | None) -> None:
    """Measure the running platform: throughput, latency, processor time, memory."""
    wanted = _wanted(cases)
    environ = dict(os.environ)
    layout = layout_in(environ)
    rows: list[Measured] = []
    held: dict[str, dict[str, float]] = {}
    if set(wanted) - {UP, UP_FULL}:
        state = running(layout)
        held["before"] = memory_mib(state)
        servers = Servers(environ["DATABASE_URL_TEMPLATE"], environ["BROKER_URL"])
        for row in _measure_all(state, wanted, seconds=seconds, servers=servers, large=large):
            rows.append(row)
            click.echo(f"  {row.case} × {row.at_once}: {row.throughput:,.1f}/s", err=True)
        held["after"] = memory_mib(running(layout))
    started = list(_start(layout, wanted, environ))
    held |= {f"idle, {each.profile}": each.mib for each in started}
    now, lately = os.getloadavg()[:2]
    click.echo(f"{os.cpu_count()} cores, load {now:.1f} now and {lately:.1f} lately; other work")
    click.echo("on the machine makes every figure worse.\n")
    for lines in (table(rows), memory_table(held), verdicts(rows, started)):
        click.echo("\n".join(lines) + "\n")
    if file:
        file.write_text(as_json(rows, started))


def _wanted(cases: str | None) -> tuple[str, ...]:
    if not cases:
        return NAMES
    names = tuple(name.strip() for name in cases.split(","))
    if unknown := set(names) - set(NAMES):
        raise click.BadParameter(f"There is no case {', '.join(sorted(unknown))}.")
    return names


def _measure_all(
    state: PlatformState,
    wanted: tuple[str, ...],
    *,
    seconds: float,
    servers: Servers,
    large: bool,
) -> Iterator[Measured]:
    place = furnish(state.url)
    if large:
        took = fill_up(place, database_url_template=servers.database_url_template)
        click.echo(f"  a large organisation in {took:,.0f} s", err=True)
    servers.rest()
    if IMPORT in wanted:
        yield from measure_import(state, place, servers)
    rounds = [(case, at_once) for case in CASES if case in wanted for at_once in AT_ONCE]
    for number, (case, at_once) in enumerate(rounds):
        yield _round(state, place, case, at_once=at_once, seconds=seconds, number=number)
        servers.rest()
    if EVENT in wanted:
        template = servers.database_url_template
        yield measure_propagation(state, place, database_url_template=template)


def _round(
    state: PlatformState, place: Place, case: str, *, at_once: int, seconds: float, number: int
) -> Measured:
    """Measure after a warm-up; numbers never repeat within a run."""
    step = CASES[case](place)
    first = 2 * number * NUMBERS_FOR_A_ROUND
    warm_up = Round(
        case=case, step=step, at_once=at_once, seconds=seconds * WARM_UP_SHARE, first_number=first
    )
    measure(state, place.client, warm_up)
    wanted = Round(
        case=case,
        step=step,
        at_once=at_once,
        seconds=seconds,
        first_number=first + NUMBERS_FOR_A_ROUND,
    )
    return measure(state, place.client, wanted)


def _start(layout: Layout, wanted: tuple[str, ...], environ: dict[str, str]) -> Iterator[Started]:
    for name, profile in ((UP, Profile.COMPACT), (UP_FULL, Profile.FULL)):
        if name in wanted:
            click.echo(f"  {name} …", err=True)
            yield measure_up(layout, environ=environ, profile=profile)


if __name__ == "__main__":
    try:
        bench(prog_name="./samspill bench")
    except Fault as fault:
        click.secho(f"\n{fault}", err=True, fg="red")
        sys.exit(1)
