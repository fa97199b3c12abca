"""Queued updates and tries, as the gateway may call them."""

from uuid import UUID

from shared.capabilities.policy import require
from shared.contracts.erp_sync.views import AttemptView, JobView
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from erp_sync.application import jobs as use_cases
from erp_sync.persistence.jobs import job_view, list_jobs
from erp_sync.persistence.links import list_attempts
from erp_sync.persistence.work import ErpSyncWork


class JobsRpc:
    """The queue of updates and what became of each try."""

    @question()
    def list_jobs(self, work: ErpSyncWork, *, query: ListQuery) -> Page[JobView]:
        require(work.caller, "erp.view")
        return list_jobs(work, query)

    @question()
    def get_job(self, work: ErpSyncWork, *, job_id: UUID) -> JobView:
        require(work.caller, "erp.view")
        return job_view(work, job_id)

    @command()
    def retry_job(self, work: ErpSyncWork, *, job_id: UUID) -> JobView:
        use_cases.retry_job(work, job_id=job_id)
        return job_view(work, job_id)

    @command()
    def discard_job(self, work: ErpSyncWork, *, job_id: UUID) -> JobView:
        use_cases.discard_job(work, job_id=job_id)
        return job_view(work, job_id)

    @question()
    def list_attempts(self, work: ErpSyncWork, *, query: ListQuery) -> Page[AttemptView]:
        require(work.caller, "erp.view")
        return list_attempts(work, query)
