"""Builds what calendar_sync's processes work with; the only module that knows everything."""

from shared.kernel.clock import SystemClock
from shared.persistence.engine import engine_for
from shared.persistence.vault import Vault
from shared.persistence.work import Works

from calendar_sync.adapters.caldav import CalDavCalendars
from calendar_sync.adapters.ical import ICalendarTexts
from calendar_sync.adapters.tokens import RandomTokens
from calendar_sync.config import Settings
from calendar_sync.domain.operations import SyncPolicy
from calendar_sync.persistence.work import CalendarSyncWork


def works(settings: Settings) -> Works[CalendarSyncWork]:
    """Units of work on the configured database, with the ways to every kind of calendar."""
    vault = Vault.from_file(settings.secrets_key_file)
    return Works(
        CalendarSyncWork,
        engine_for(settings.database_url),
        clock=SystemClock(),
        vault=vault,
        calendars=CalDavCalendars(vault, allow_private=settings.allow_private),
        texts=ICalendarTexts(),
        tokens=RandomTokens(),
        policy=SyncPolicy(
            ladder_seconds=tuple(float(each) for each in settings.retry_seconds.split(",")),
            lease_seconds=settings.lease_seconds,
            sweep_seconds=settings.sweep_seconds,
            poll_seconds=settings.poll_seconds,
        ),
        allow_private=settings.allow_private,
    )
