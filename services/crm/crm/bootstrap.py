"""Builds what crm's processes work with; the only module that knows everything."""

from shared.kernel.clock import SystemClock
from shared.persistence.engine import engine_for
from shared.persistence.work import Works

from crm.adapters.spreadsheets import ConfinedSpreadsheets
from crm.config import Settings
from crm.persistence.work import CrmWork


def works(settings: Settings) -> Works[CrmWork]:
    """Units of work on the configured database, with crm's adapters."""
    return Works(
        CrmWork,
        engine_for(settings.database_url),
        clock=SystemClock(),
        spreadsheets=ConfinedSpreadsheets(wall_seconds=settings.import_wall_seconds),
    )
