"""Builds what the processes of sales work with; the only module that knows everything."""

from shared.kernel.clock import SystemClock
from shared.persistence.engine import engine_for
from shared.persistence.work import Works

from sales.config import Settings
from sales.persistence.work import SalesWork


def works(settings: Settings) -> Works[SalesWork]:
    """Units of work on the configured database."""
    return Works(SalesWork, engine_for(settings.database_url), clock=SystemClock())
