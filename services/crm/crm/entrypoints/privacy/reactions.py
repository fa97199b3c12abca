"""What crm does when a service says that its part is done, and once a day."""

from shared.contracts.calendar_sync.events import PrivacyPartFinishedV1 as CalendarSyncDone
from shared.contracts.crm.events import PrivacyPartFinishedV1 as CrmDone
from shared.contracts.erp_sync.events import PrivacyPartFinishedV1 as ErpSyncDone
from shared.contracts.identity.events import OrganisationCreatedV1
from shared.contracts.identity.events import PrivacyPartFinishedV1 as IdentityDone
from shared.contracts.privacy import PartDone
from shared.contracts.projects.events import PrivacyPartFinishedV1 as ProjectsDone
from shared.contracts.quoting.events import PrivacyPartFinishedV1 as QuotingDone
from shared.contracts.sales.events import PrivacyPartFinishedV1 as SalesDone
from shared.messaging.consume import on
from shared.messaging.timers import DueItem, when_due

from crm.application.privacy.exports import note_written_part
from crm.application.privacy.requests import close_copy, every_service, note_erased_part
from crm.application.privacy.retention import TIMER, keep_retention
from crm.persistence.work import CrmWork

PARTS = (IdentityDone, CrmDone, SalesDone, QuotingDone, ProjectsDone, CalendarSyncDone, ErpSyncDone)


class PrivacyEvents:
    """Events of the area."""

    @on(*PARTS)
    def on_part_done(self, event: PartDone, work: CrmWork) -> None:
        """Write it down; the last one completes what was asked."""
        if event.kind == "erase":
            note_erased_part(work, part=event)
            return
        ready = note_written_part(work, part=event, services=every_service())
        if ready is not None:
            close_copy(work, export_id=ready)

    @on(OrganisationCreatedV1)
    def on_organisation_created_v1(self, event: OrganisationCreatedV1, work: CrmWork) -> None:
        """Begin the daily round."""
        work.schedule(TIMER, TIMER, work.now())


class PrivacyTimers:
    """Timers of the area."""

    @when_due(TIMER)
    def keep_retention(self, item: DueItem, work: CrmWork) -> None:
        """Tidy up what is past its time."""
        keep_retention(work)
