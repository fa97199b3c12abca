"""Runs erp_sync: ``python -m erp_sync rpc | worker | sync | migrate``."""

from collections.abc import Mapping
from pathlib import Path

from shared.capabilities.merging import MergeFollower
from shared.capabilities.processes import Service, run
from shared.config.env import read

from erp_sync import bootstrap
from erp_sync.application.merging import rest_second_links, use_links_again
from erp_sync.config import Settings
from erp_sync.entrypoints.events import ErpSyncEvents
from erp_sync.entrypoints.service import ErpSyncService
from erp_sync.entrypoints.sync import ErpSyncWakeups
from erp_sync.entrypoints.timers import ErpSyncTimers
from erp_sync.persistence.holdings import HOLDINGS
from erp_sync.persistence.tables import CRM_IDS, metadata


def build(environ: Mapping[str, str]) -> Service:
    """Everything a process needs to know of erp_sync."""
    settings = read(Settings, environ)
    return Service(
        name="erp_sync",
        works=bootstrap.works(settings),
        settings=settings,
        rpc=ErpSyncService,
        events=[ErpSyncEvents()],
        timers=[ErpSyncTimers()],
        sync=[ErpSyncWakeups()],
        references=("customer",),
        merges=MergeFollower(CRM_IDS, before=rest_second_links, after=use_links_again),
        metadata=metadata,
        holdings=HOLDINGS,
        project=Path(__file__).parents[1],
    )


if __name__ == "__main__":
    run("erp_sync")
