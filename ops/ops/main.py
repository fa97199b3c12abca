"""``./samspill``: the one command; every subcommand lives in a module of ``ops.commands``."""

from __future__ import annotations

import logging
import sys

import click

from ops.commands import testing
from ops.local.faults import Fault


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def samspill() -> None:
    """Samspill on this machine: start it, look at it, test it."""


for command in (testing.test, testing.servers):
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
