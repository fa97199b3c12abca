"""``./samspill chaos``: kill processes at random under load and prove that nothing is lost."""

from __future__ import annotations

import os
import random
import sys

import click

from ops.chaos.place import place_beside
from ops.chaos.preparation import Size
from ops.chaos.report import describe, verdict
from ops.chaos.run import Plan, perform
from ops.local.processes import Profile
from ops.machine.faults import Fault
from ops.machine.layout import layout_in

BUGS = ("ack_before_commit",)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--seconds", default=90.0, show_default=True, help="How long load and kills last.")
@click.option("--seed", type=int, help="Repeats the draws of an earlier run.")
@click.option("--threads", type=click.IntRange(1, 16), default=6, show_default=True)
@click.option("--full", is_flag=True, help="A process for each service, killed one by one.")
@click.option("--bug", type=click.Choice(BUGS), help="Build in a defect the checker must find.")
def chaos(*, seconds: float, seed: int | None, threads: int, full: bool, bug: str | None) -> None:
    """Kill processes of a platform of its own at random, under load, and count what is lost."""
    seed = random.SystemRandom().randrange(1_000_000) if seed is None else seed
    click.echo(f"seed {seed}")
    environ = dict(os.environ)
    plan = Plan(
        seed=seed,
        seconds=seconds,
        layout=place_beside(layout_in(environ), "chaos"),
        profile=Profile.FULL if full else Profile.COMPACT,
        size=Size(threads=threads),
        bug=bug or "",
    )
    outcome = perform(plan, environ=environ, say=click.echo)
    for line in describe(outcome):
        click.echo(line)
    if outcome.plan.bug and verdict(outcome):
        click.echo(f"The checker found what {outcome.plan.bug} does.")
    sys.exit(1 if verdict(outcome) else 0)


if __name__ == "__main__":
    try:
        chaos(prog_name="./samspill chaos")
    except Fault as fault:
        click.secho(f"\n{fault}", err=True, fg="red")
        sys.exit(1)
