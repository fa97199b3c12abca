"""Builds what the processes of quoting work with; the only module that knows everything."""

from shared.kernel.clock import SystemClock
from shared.persistence.engine import engine_for
from shared.persistence.work import Works

from quoting.config import Settings
from quoting.persistence.work import QuotingWork


def works(settings: Settings) -> Works[QuotingWork]:
    """Units of work on the configured database."""
    return Works(QuotingWork, engine_for(settings.database_url), clock=SystemClock())
