"""Runs calendar_sync: ``python -m calendar_sync rpc | worker | sync | migrate``."""

from collections.abc import Mapping
from pathlib import Path

from shared.capabilities.processes import Service, run
from shared.config.env import read

from calendar_sync import bootstrap
from calendar_sync.config import Settings
from calendar_sync.entrypoints.events import CalendarSyncEvents
from calendar_sync.entrypoints.service import CalendarSyncService
from calendar_sync.entrypoints.sync import CalendarSyncWakeups
from calendar_sync.entrypoints.timers import CalendarSyncTimers
from calendar_sync.persistence.holdings import HOLDINGS
from calendar_sync.persistence.tables import metadata


def build(environ: Mapping[str, str]) -> Service:
    """Everything a process needs to know of calendar_sync."""
    settings = read(Settings, environ)
    return Service(
        name="calendar_sync",
        works=bootstrap.works(settings),
        settings=settings,
        rpc=CalendarSyncService,
        events=[CalendarSyncEvents()],
        timers=[CalendarSyncTimers()],
        sync=[CalendarSyncWakeups()],
        references=("user",),
        metadata=metadata,
        holdings=HOLDINGS,
        project=Path(__file__).parents[1],
    )


if __name__ == "__main__":
    run("calendar_sync")
