"""What the separately scaled sync worker does: the only process that calls ERP systems."""

from shared.contracts.erp_sync.events import JobQueuedV1, ProbeRequestedV1
from shared.messaging.consume import on
from shared.persistence.work import Works

from erp_sync.application.probes import probe_connection
from erp_sync.application.pushes import bring_over
from erp_sync.persistence.work import ErpSyncWork


class ErpSyncWakeups:
    """Wake-ups only: the rows say what is to be done, so twice is once and late is never wrong."""

    @on(JobQueuedV1, transaction=False)
    def on_job_queued_v1(self, event: JobQueuedV1, works: Works[ErpSyncWork]) -> None:
        """Bring one customer over."""
        bring_over(works, organisation_id=event.organisation_id, job_id=event.job_id)

    @on(ProbeRequestedV1, transaction=False)
    def on_probe_requested_v1(self, event: ProbeRequestedV1, works: Works[ErpSyncWork]) -> None:
        """Try one connection."""
        probe_connection(
            works, organisation_id=event.organisation_id, connection_id=event.connection_id
        )
