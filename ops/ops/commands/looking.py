"""``status`` and ``logs``: what the platform is doing."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict

import click

from ops.commands import demo
from ops.inspection.logs import follow, last_entries, log_files
from ops.inspection.report import Report, report
from ops.machine.faults import Fault
from ops.machine.layout import layout_in


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def status(*, as_json: bool) -> None:
    """Show processes, their health and memory, and the queues."""
    layout = layout_in(dict(os.environ))
    found = report(layout, login=demo.login(layout))
    if as_json:
        click.echo(json.dumps(asdict(found), indent=1))
    elif found.url is None:
        click.echo("Samspill is not running. Start it: ./samspill up")
    else:
        _print(found)
    sys.exit(0 if found.is_healthy else 1)


def _print(found: Report) -> None:
    click.echo(f"{found.url}\n")
    for process in found.processes:
        healthy = process.state == "ready"
        state = click.style(f"{process.state:<11}", fg="green" if healthy else "red")
        pid = process.pid or "-"
        click.echo(f"  {process.name:<24}{state}{pid:>8}  {process.memory_mib:>7.1f} MiB")
    click.echo(f"  {'together':<43}  {found.memory_mib:>7.1f} MiB\n")
    for queue in found.queues:
        click.echo(f"  {queue.name:<43}  {queue.depth:>7} messages, {queue.consumers} consumers")


@click.command()
@click.argument("name", required=False)
@click.option("-f", "following", is_flag=True, help="Go on showing what is logged.")
@click.option("-n", "count", default=50, help="How many lines to begin with.")
def logs(*, name: str | None, following: bool, count: int) -> None:
    """Show what a process, a service or everything logged."""
    files = log_files(layout_in(dict(os.environ)), name)
    if not files:
        raise Fault(f"There is no log of {name or 'anything'} yet.")
    for line in last_entries(files, count=count):
        click.echo(line)
    if following:
        for line in follow(files):
            click.echo(line)
