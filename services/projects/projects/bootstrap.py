"""Builds what projects runs on from its settings; the only module that knows all the others."""

from shared.kernel.clock import SystemClock
from shared.persistence.engine import engine_for
from shared.persistence.work import Works

from projects.adapters.public_holidays import NorwegianHolidays
from projects.config import Settings
from projects.persistence.work import StoredProjectsWork


def works(settings: Settings) -> Works[StoredProjectsWork]:
    """Units of work on the service's database."""
    return Works(
        StoredProjectsWork,
        engine_for(settings.database_url),
        clock=SystemClock(),
        holidays=NorwegianHolidays(),
    )
