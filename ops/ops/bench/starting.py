"""The case of ``up``: how long a machine that is set up takes, and what the idle platform holds."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from ops.bench.processes import memory_mib, running
from ops.local.processes import Profile
from ops.machine.faults import Fault
from ops.machine.layout import PROJECT, Layout
from ops.machine.ports import first_free

FIRST_PORT = 18_580
CALM_SECONDS = 10.0
SERVERS = ("DATABASE_URL_TEMPLATE", "BROKER_URL", "GATEWAY_PUBLIC_URL", "GATEWAY_PORT")


@dataclass(frozen=True, kw_only=True)
class Started:
    """One profile: seconds of the second ``up``, and memory of the idle processes."""

    profile: str
    seconds: float
    mib: dict[str, float] = field(default_factory=dict)

    @property
    def total_mib(self) -> float:
        return sum(self.mib.values())


def measure_up(layout: Layout, *, environ: Mapping[str, str], profile: Profile) -> Started:
    """Set a platform of its own up, stop it, start it again with the clock running."""
    own = Layout(layout.data / f"bench-{profile}")
    full = ("--full",) if profile == Profile.FULL else ()
    arguments = ("up", "--no-demo", "--port", str(first_free(FIRST_PORT)), *full)
    with _samspill(own, environ) as run:
        run(*arguments)
        run("down")
        began = time.monotonic()
        run(*arguments)
        seconds = time.monotonic() - began
        time.sleep(CALM_SECONDS)
        return Started(profile=profile, seconds=seconds, mib=memory_mib(running(own)))


class Command:
    """``./samspill`` for the platform of one data folder."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = dict(environ)

    def __call__(self, *arguments: str) -> None:
        """Run it; raises Fault with its last words when it fails."""
        command = (str(PROJECT / "samspill"), *arguments)
        done = subprocess.run(
            command, env=self._environ, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Fault(f"{' '.join(command)} failed:\n{done.stdout[-500:]}{done.stderr[-1500:]}")


@contextmanager
def _samspill(own: Layout, environ: Mapping[str, str]) -> Iterator[Command]:
    kept = {name: text for name, text in environ.items() if name not in SERVERS}
    beside = own.data.parent / "packages"
    own.data.mkdir(parents=True, exist_ok=True)
    if beside.exists() and not own.packages.exists():
        own.packages.symlink_to(beside)
    run = Command(kept | {"SAMSPILL_DATA_DIR": str(own.data), "HOME": os.path.expanduser("~")})
    try:
        yield run
    finally:
        run("down")
