"""Pages, search and references, as others may ask for them.  Promised in shared.contracts."""

from uuid import UUID

from shared.capabilities.references import reference_from
from shared.contracts.projects.events import ProjectUpdatedV1
from shared.contracts.projects.invoice_views import CustomerProjectsView, ProjectOverviewView
from shared.contracts.references import ReferenceView
from shared.contracts.search import SearchHitView
from shared.kernel.errors import NotFound
from shared.rpc.server import question

from projects.application.access import see_project
from projects.application.projects import state_of
from projects.persistence import pages
from projects.persistence.work import StoredProjectsWork


class OverviewsRpc:
    """This service's part of pages made of several services."""

    @question()
    def overview_of_customer(
        self, work: StoredProjectsWork, *, customer_id: UUID, limit: int = 10
    ) -> CustomerProjectsView:
        return pages.overview_of_customer(work, customer_id=customer_id, limit=limit)

    @question()
    def overview_of_case(
        self, work: StoredProjectsWork, *, sales_case_id: UUID, limit: int = 10
    ) -> CustomerProjectsView:
        return pages.overview_of_case(work, sales_case_id=sales_case_id, limit=limit)

    @question()
    def project_overview(
        self, work: StoredProjectsWork, *, project_id: UUID
    ) -> ProjectOverviewView:
        return pages.project_overview(work, project_id=project_id)

    @question()
    def get_reference(
        self, work: StoredProjectsWork, *, kind: str, reference_id: UUID
    ) -> ReferenceView:
        if kind != "project":
            raise NotFound("Projects owns projects only.", code="projects.reference_unknown")
        project = see_project(work, reference_id)
        return reference_from(kind, state_of(project, ProjectUpdatedV1))

    @question()
    def search(
        self, work: StoredProjectsWork, *, text: str, limit: int = 20
    ) -> list[SearchHitView]:
        return pages.search(work, text=text, limit=limit)
