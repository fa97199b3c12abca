"""``migrate`` and ``ops``: work on the platform that runs."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys

import click

from ops.inspection.queues import look
from ops.inspection.report import queue_names
from ops.local.environment import saved_environment
from ops.machine.layout import layout_in


def _run_module(module: str, *arguments: str) -> int:
    """Run a module of ours with everything the platform's processes know."""
    environ = saved_environment(layout_in(dict(os.environ)))
    return _run(module, *arguments, environ=environ)


def _run(module: str, *arguments: str, environ: dict[str, str]) -> int:
    command = (sys.executable, "-P", "-m", module, *arguments)
    return subprocess.run(command, env=environ, check=False).returncode


@click.command()
def migrate() -> None:
    """Bring every database of the running platform to this version."""
    sys.exit(_run_module("ops.local.preparation", "migrate"))


@click.group()
def ops() -> None:
    """Queues, dead letters and variables of the running platform."""


@ops.command()
def queues() -> None:
    """Show how full every queue is."""
    broker_url = saved_environment(layout_in(dict(os.environ)))["BROKER_URL"]
    for queue in look(broker_url, queue_names()):
        click.echo(f"{queue.name:<44} {queue.depth:>7} messages {queue.consumers:>3} consumers")


@ops.command()
def env() -> None:
    """Print the platform's variables for a shell, secrets included."""
    for name, value in saved_environment(layout_in(dict(os.environ))).items():
        click.echo(f"export {name}={shlex.quote(value)}")


@click.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(*, arguments: tuple[str, ...]) -> None:
    """Measure the running platform."""
    sys.exit(_run_module("ops.bench", *arguments))


@click.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def chaos(*, arguments: tuple[str, ...]) -> None:
    """Kill processes at random and prove that nothing is lost."""
    # It starts a platform of its own and must not know of this one.
    sys.exit(_run("ops.chaos", *arguments, environ=dict(os.environ)))
