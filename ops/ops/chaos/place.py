"""A platform of its own for each run: fresh data, own port, small waits; gone afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ops.local.environment import saved_environment
from ops.local.platform import await_ready, begin, check_disk, decide, end
from ops.local.processes import Profile
from ops.machine.layout import Layout
from ops.machine.packages import installed_binaries
from ops.machine.ports import first_free
from ops.supervisor.state import PlatformState

FIRST_PORT = 18_480
# Waits of production are made for outages of hours; a run of a minute needs shorter ones.
SHORT_WAITS = {
    "ERP_SYNC_LEASE_SECONDS": "5",
    "ERP_SYNC_SWEEP_SECONDS": "5",
    "ERP_SYNC_PROBE_SECONDS": "2",
    "ERP_SYNC_RETRY_SECONDS": "2,5,10",
}
BUG = ("SAMSPILL_BUG", "SAMSPILL_TEST_BUILD")
SERVERS = ("DATABASE_URL_TEMPLATE", "BROKER_URL")
KEPT = "packages"


def place_beside(layout: Layout, name: str) -> Layout:
    """Return the layout of another platform in the same data folder."""
    return Layout(layout.data / name)


@contextmanager
def fresh_platform(
    layout: Layout, *, environ: Mapping[str, str], profile: Profile, bug: str = ""
) -> Iterator[tuple[str, dict[str, str]]]:
    """Start a platform without data, give its address and its variables, and stop it."""
    end(layout)
    clear(layout)
    layout.make()
    check_disk(layout.data)
    share_packages(layout)
    installed_binaries(layout)
    port = first_free(FIRST_PORT)
    wish = decide(layout, profile=profile, gateway_port=port)
    given = {name: text for name, text in environ.items() if name not in (*SERVERS, *BUG)}
    given |= SHORT_WAITS | (dict(zip(BUG, (bug, "1"), strict=True)) if bug else {})
    try:
        begin(layout, wish, environ=given)
        state = await_ready(layout, show=_silently)
        yield state.url, saved_environment(layout)
    finally:
        end(layout)


def clear(layout: Layout) -> None:
    """Delete what an earlier run left; unpacked programs stay."""
    for entry in layout.data.iterdir() if layout.data.exists() else ():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def share_packages(layout: Layout) -> None:
    """Use the programs the platform beside has unpacked, where it had to."""
    beside: Path = layout.data.parent / KEPT
    if beside.exists():
        layout.packages.symlink_to(beside)


def _silently(_state: PlatformState) -> None:
    """Nobody watches this platform start."""
