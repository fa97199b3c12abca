"""What the separately scaled sync worker does: the only process that calls calendars."""

from shared.contracts.calendar_sync.events import BindingOutdatedV1
from shared.messaging.consume import on
from shared.persistence.work import Works

from calendar_sync.application.rounds import sync_binding
from calendar_sync.persistence.work import CalendarSyncWork


class CalendarSyncWakeups:
    """Wake-ups only: the rows say what is to be done, so twice is once and late is never wrong."""

    @on(BindingOutdatedV1, transaction=False)
    def on_binding_outdated_v1(
        self, event: BindingOutdatedV1, works: Works[CalendarSyncWork]
    ) -> None:
        """Bring one calendar into step."""
        sync_binding(works, organisation_id=event.organisation_id, binding_id=event.binding_id)
