"""``demo``: example data for a platform that runs."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from ops.machine.faults import Fault
from ops.machine.layout import Layout, layout_in
from ops.supervisor.state import read

DECLINED = "no-demo"


@click.command()
@click.option(
    "--from",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Load a public data set from this folder instead of the made-up company.",
)
def demo(*, folder: Path | None) -> None:
    """Load demo data into the running platform."""
    layout = layout_in(dict(os.environ))
    state = read(layout)
    if state is None or state.phase != "ready":
        raise Fault("Samspill is not running. Start it first: ./samspill up")
    if folder is None:
        found = load_first_time(layout, state.url)
        click.echo(f"Login: {found['email']} / {found['password']}")
        return
    from ops.demo import load_folder

    load_folder(state.url, folder)


def load_first_time(layout: Layout, url: str) -> dict[str, str]:
    """Load the made-up company once; return its login."""
    known = login(layout)
    if known is not None:
        return known
    # Imported late: it is big, and most commands do without.
    from ops.demo import load

    click.echo("Loading demo data …")
    load(url)
    loaded = login(layout)
    if loaded is None:
        raise Fault(f"The demo data left no login in {layout.demo}.")
    return loaded


def decline(layout: Layout) -> None:
    """Remember that this platform is to hold nothing made up, also after the next ``up``."""
    (layout.run / DECLINED).touch()


def is_declined(layout: Layout) -> bool:
    """Tell whether somebody wanted no demo data here."""
    return (layout.run / DECLINED).exists()


def login(layout: Layout) -> dict[str, str] | None:
    """Return the demo's login, or None where no demo was loaded."""
    if not layout.demo.exists():
        return None
    record = json.loads(layout.demo.read_text())
    return {"email": record["email"], "password": record["password"]}
