"""What ``./samspill up`` and ``./samspill demo`` call: load, keep the login, tell how it went."""

from __future__ import annotations

import json
import os
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from shared.kernel.errors import PlatformError

from ops.demo.calls import Services, told
from ops.demo.company.plan import planned_company
from ops.demo.loading.company import load_company
from ops.demo.public.loading import load_data_set
from ops.local.credentials import write_secret
from ops.local.environment import saved_environment
from ops.machine.faults import Fault
from ops.machine.layout import layout_in

SEED = 2017
_ZONE = ZoneInfo("Europe/Oslo")


def load(url: str) -> None:
    """
    Load the made-up company and keep its login in ``demo.json``.

    Raises:
        Fault: A service refused something; what was loaded until then stays.
    """
    layout = layout_in(dict(os.environ))
    company = planned_company(seed=SEED, today=datetime.now(_ZONE).date())
    began = time.monotonic()
    try:
        with Services(saved_environment(layout)) as services:
            founded = load_company(services, url, company, show=click.echo)
    except PlatformError as error:
        raise Fault(f"The demo data could not be loaded: {told(error)}") from error
    logins = {person.roles[0]: f"{person.mailbox}@{founded.domain}" for person in company.people}
    record = {"email": founded.email, "password": founded.password, "logins": logins}
    write_secret(layout.demo, json.dumps(record, indent=1))
    click.echo(f"  Loaded in {time.monotonic() - began:.0f} s.")
    click.echo(f"  Everybody in it has the same password; their addresses are in {layout.demo}.")


def load_folder(url: str, folder: Path) -> None:
    """
    Load a public data set into an organisation of its own; print its login and a report.

    Raises:
        Fault: The folder's files cannot be read, or a service refused something.
    """
    layout = layout_in(dict(os.environ))
    began = time.monotonic()
    try:
        with Services(saved_environment(layout)) as services:
            founded, report = load_data_set(services, url, folder)
    except PlatformError as error:
        raise Fault(f"The data set could not be loaded: {told(error)}") from error
    click.echo("\n".join(report.lines()))
    click.echo(f"\nLoaded in {time.monotonic() - began:.0f} s.")
    click.echo(f"Login: {founded.email} / {founded.password}")
