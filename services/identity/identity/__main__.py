"""Runs identity: ``python -m identity rpc | worker | migrate``."""

from collections.abc import Mapping
from pathlib import Path

from shared.capabilities.processes import Service, run
from shared.config.env import read

from identity import bootstrap
from identity.config import Settings
from identity.entrypoints.service import IdentityService
from identity.entrypoints.timers import IdentityTimers
from identity.persistence.holdings import HOLDINGS
from identity.persistence.tables import metadata


def build(environ: Mapping[str, str]) -> Service:
    """Everything a process needs to know of identity."""
    settings = read(Settings, environ)
    return Service(
        name="identity",
        works=bootstrap.works(settings),
        settings=settings,
        rpc=IdentityService,
        timers=[IdentityTimers()],
        metadata=metadata,
        holdings=HOLDINGS,
        project=Path(__file__).parents[1],
    )


if __name__ == "__main__":
    run("identity")
