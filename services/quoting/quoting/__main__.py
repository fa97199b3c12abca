"""Runs quoting: ``python -m quoting rpc | worker | migrate``."""

from collections.abc import Mapping
from pathlib import Path

from shared.capabilities.merging import MergeFollower
from shared.capabilities.processes import Service, run
from shared.config.env import read

from quoting import bootstrap
from quoting.config import Settings
from quoting.entrypoints.events import QuotingEvents
from quoting.entrypoints.service import QuotingService
from quoting.entrypoints.timers import QuotingTimers
from quoting.persistence.holdings import HOLDINGS
from quoting.persistence.merging import CRM_IDS
from quoting.persistence.tables import metadata


def build(environ: Mapping[str, str]) -> Service:
    """Everything a process needs to know of quoting."""
    settings = read(Settings, environ)
    return Service(
        name="quoting",
        works=bootstrap.works(settings),
        settings=settings,
        rpc=QuotingService,
        events=[QuotingEvents()],
        timers=[QuotingTimers()],
        references=("organisation", "user", "unit", "customer", "case", "custom_field"),
        merges=MergeFollower(CRM_IDS),
        metadata=metadata,
        holdings=HOLDINGS,
        project=Path(__file__).parents[1],
    )


if __name__ == "__main__":
    run("quoting")
