"""Runs crm: ``python -m crm rpc | worker | sync | migrate``."""

from collections.abc import Mapping
from pathlib import Path

from shared.capabilities.processes import Service, run
from shared.config.env import read

from crm import bootstrap
from crm.config import Settings
from crm.entrypoints.bulk.timers import BulkTimers
from crm.entrypoints.classifying.events import SoldEvents
from crm.entrypoints.classifying.timers import SegmentTimers
from crm.entrypoints.events import CrmEvents
from crm.entrypoints.merging.following import DuplicateEvents, DuplicateTimers
from crm.entrypoints.privacy.reactions import PrivacyEvents, PrivacyTimers
from crm.entrypoints.reminders.sync import ReminderMails
from crm.entrypoints.reminders.timers import ReminderTimers
from crm.entrypoints.reports.timers import ReportTimers
from crm.entrypoints.service import CrmService
from crm.entrypoints.timers import CrmTimers
from crm.persistence.privacy.holdings import HOLDINGS
from crm.persistence.tables import metadata


def build(environ: Mapping[str, str]) -> Service:
    """Everything a process needs to know of crm."""
    settings = read(Settings, environ)
    return Service(
        name="crm",
        works=bootstrap.works(settings),
        settings=settings,
        rpc=CrmService,
        events=[CrmEvents(), DuplicateEvents(), PrivacyEvents(), SoldEvents()],
        timers=[
            CrmTimers(),
            BulkTimers(),
            DuplicateTimers(),
            PrivacyTimers(),
            ReminderTimers(),
            ReportTimers(),
            SegmentTimers(),
        ],
        sync=[ReminderMails()],
        references=("user", "unit", "case", "project", "product"),
        metadata=metadata,
        holdings=HOLDINGS,
        project=Path(__file__).parents[1],
    )


if __name__ == "__main__":
    run("crm")
