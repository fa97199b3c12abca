"""``./samspill``: the one command; every subcommand lives in a module of ``ops.commands``."""

from __future__ import annotations

import logging
import sys

import click

from ops.commands import checking, demo, finding, lifecycle, looking, operating, testing
from ops.machine.faults import Fault

COMMANDS = (
    lifecycle.up,
    lifecycle.down,
    looking.status,
    looking.logs,
    lifecycle.reset,
    demo.demo,
    testing.test,
    testing.servers,
    checking.check,
    checking.contracts,
    checking.lock,
    finding.where,
    operating.migrate,
    operating.ops,
    operating.bench,
    operating.chaos,
)


class InOrder(click.Group):
    """Lists commands in the order people need them, not by the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(
    cls=InOrder,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
def samspill() -> None:
    """Samspill on this machine: start it, look at it, test it."""


for command in COMMANDS:
    samspill.add_command(command)


def main() -> None:
    """Run the command line; faults of the machine are told in words, without a traceback."""
    # pika reports every refused connection while we wait for the broker to come up.
    logging.getLogger("pika").setLevel(logging.CRITICAL)
    try:
        samspill(prog_name="./samspill")
    except Fault as fault:
        click.secho(f"\n{fault}", err=True, fg="red")
        sys.exit(1)


if __name__ == "__main__":
    main()
