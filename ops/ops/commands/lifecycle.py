"""``up``, ``down`` and ``reset``: the platform's life on this machine."""

from __future__ import annotations

import os
import shutil
import time

import click

from ops.commands import demo as demo_data
from ops.commands.progress import Progress
from ops.local.platform import await_ready, begin, check_disk, decide, end
from ops.local.processes import Profile
from ops.machine.faults import Fault
from ops.machine.layout import Layout, layout_in
from ops.machine.locks import held
from ops.machine.packages import installed_binaries
from ops.supervisor.state import PlatformState, read

DEFAULT_PORT = 8080
KEPT_BY_RESET = ("packages", "test")


@click.command()
@click.option("--full", is_flag=True, help="Every process by itself, as in production.")
@click.option("--no-demo", is_flag=True, help="Start empty, without demo data.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port of the gateway  [8080].")
def up(*, full: bool, no_demo: bool, port: int | None) -> None:
    """Start the platform and wait until it is ready.

    Harmless when it runs already.
    """
    began = time.monotonic()
    environ = dict(os.environ)
    layout = layout_in(environ)
    profile = Profile.FULL if full else Profile.COMPACT
    port = port or int(environ.get("GATEWAY_PORT") or DEFAULT_PORT)
    with held(layout.data / "up.lock"):
        state = _ensure_running(layout, profile=profile, port=port, environ=environ)
        if no_demo:
            demo_data.decline(layout)
        login = demo_data.login(layout)
        if login is None and not demo_data.is_declined(layout):
            login = demo_data.load_first_time(layout, state.url)
    click.secho(f"\nSamspill is ready after {time.monotonic() - began:.0f} s.", fg="green")
    click.echo(f"  API    {state.url}/api/v1\n  Docs   {state.url}/api/docs")
    if login:
        click.echo(f"  Login  {login['email']}  /  {login['password']}")
    click.echo("\n  ./samspill status    ./samspill logs    ./samspill down")


def _ensure_running(
    layout: Layout, *, profile: Profile, port: int, environ: dict[str, str]
) -> PlatformState:
    running = read(layout)
    if running and running.profile != profile:
        raise Fault(
            f"Samspill already runs here in the {running.profile} profile ({running.url}).\n"
            "Stop it first: ./samspill down"
        )
    if running is None:
        _begin(layout, profile=profile, port=port, environ=environ)
    try:
        return await_ready(layout, show=Progress())
    except (Fault, KeyboardInterrupt):
        # What never became ready is not left half running; what ran before us is not ours to end.
        if running is None:
            end(layout)
        raise


def _begin(layout: Layout, *, profile: Profile, port: int, environ: dict[str, str]) -> None:
    check_disk(layout.data)
    layout.make()
    if not (environ.get("DATABASE_URL_TEMPLATE") and environ.get("BROKER_URL")):
        installed_binaries(layout)
    wish = decide(layout, profile=profile, gateway_port=port)
    click.echo(f"Starting Samspill ({profile} profile) …")
    begin(layout, wish, environ=environ)


@click.command()
def down() -> None:
    """Stop the platform; its data stays."""
    stopped = end(layout_in(dict(os.environ)))
    click.echo("Samspill has stopped." if stopped else "Samspill was not running.")


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset(*, yes: bool) -> None:
    """Stop the platform and delete all its data and passwords."""
    layout = layout_in(dict(os.environ))
    if not yes:
        click.confirm(f"Delete everything in {layout.data}?", abort=True)
    end(layout)
    for entry in layout.data.iterdir() if layout.data.exists() else ():
        if entry.name in KEPT_BY_RESET:
            continue
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    click.echo("All data is gone. ./samspill up starts afresh.")
