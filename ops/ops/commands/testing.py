"""``test`` and ``servers``: run the tests against real servers of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from ops.local.throwaway import Addresses, ThrowawayServers
from ops.machine.layout import PROJECT, layout_in, throwaway
from ops.machine.packages import installed_binaries

# Two at a time: tests mostly wait.  A file stays together, for what its fixtures start.
EVERYTHING = ("--numprocesses=2", "--dist=loadfile")


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
@click.option("--keep", is_flag=True, help="Leave the test servers running afterwards.")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(*, keep: bool, arguments: tuple[str, ...]) -> None:
    """Run the tests (arguments go to pytest) on throwaway servers."""
    environ = dict(os.environ)
    given = _given(environ)
    if given:
        sys.exit(_pytest(arguments, environ=environ | given.as_environment()))
    keep = keep or environ.get("SAMSPILL_TEST_SERVERS") == "keep"
    with _servers(environ).in_use(keep=keep) as addresses:
        code = _pytest(arguments, environ=environ | addresses.as_environment())
    sys.exit(code)


@click.command()
@click.option("--test", "start", is_flag=True, help="Start them, print shell exports.")
@click.option("--stop", is_flag=True, help="Stop them.")
def servers(*, start: bool, stop: bool) -> None:
    """Start or stop the servers that tests use.

    eval "$(./samspill servers --test)" gives a shell their addresses.
    """
    if start == stop:
        raise click.UsageError("Say either --test or --stop.")
    throwaway_servers = _servers(dict(os.environ))
    if stop:
        stopped = throwaway_servers.stop()
        click.echo("Test servers stopped." if stopped else "No test servers were running.")
        return
    for name, value in throwaway_servers.ensure(keep=True).as_environment().items():
        click.echo(f"export {name}='{value}'")


def _given(environ: dict[str, str]) -> Addresses | None:
    template, broker = environ.get("DATABASE_URL_TEMPLATE"), environ.get("BROKER_URL")
    return Addresses(template, broker) if template and broker else None


def _servers(environ: dict[str, str]) -> ThrowawayServers:
    layout = layout_in(environ)
    return ThrowawayServers(throwaway(layout), installed_binaries(layout))


def _pytest(arguments: tuple[str, ...], *, environ: dict[str, str]) -> int:
    program = Path(sys.executable).parent / "pytest"
    return subprocess.run(
        (str(program), *(arguments or EVERYTHING)), cwd=PROJECT, env=environ, check=False
    ).returncode
