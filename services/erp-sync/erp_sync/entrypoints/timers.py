"""What erp_sync does when something is due.  Run by the worker."""

from uuid import UUID

from shared.messaging.timers import DueItem, when_due

from erp_sync.application import jobs, probes
from erp_sync.persistence.work import ErpSyncWork


class ErpSyncTimers:
    """Each only wakes sync workers; none calls an ERP system."""

    @when_due(jobs.JOB_RETRY)
    def retry(self, item: DueItem, work: ErpSyncWork) -> None:
        """The waiting time of one job is over."""
        jobs.wake_again(work, job_id=UUID(item.key))

    @when_due(jobs.SWEEP)
    def sweep(self, item: DueItem, work: ErpSyncWork) -> None:
        """Find what was forgotten, for instance because the broker lost a message."""
        jobs.sweep(work)

    @when_due(probes.PROBE)
    def probe(self, item: DueItem, work: ErpSyncWork) -> None:
        """Ask again whether a silent system answers."""
        probes.probe_again(work, connection_id=UUID(item.key))

    @when_due(probes.RESUME)
    def resume(self, item: DueItem, work: ErpSyncWork) -> None:
        """Go on after a system asked us to wait."""
        probes.resume_connection(work, connection_id=UUID(item.key))
