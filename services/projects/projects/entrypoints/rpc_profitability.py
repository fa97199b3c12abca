"""Profitability, as others may call it.  Promised in shared.contracts.projects.invoice_rpc."""

from datetime import date
from uuid import UUID

from shared.contracts.projects.invoice_views import ProfitabilityReportView, ProfitabilityView
from shared.rpc.server import question

from projects.application.access import see_project, seen
from projects.persistence.pages import (
    grouped_profitability,
    profitability_of,
    profitability_report,
)
from projects.persistence.profitability import Scope
from projects.persistence.work import StoredProjectsWork


class ProfitabilityRpc:
    """What projects and customers leave."""

    @question()
    def project_profitability(
        self,
        work: StoredProjectsWork,
        *,
        project_id: UUID,
        from_on: date | None = None,
        to_on: date | None = None,
    ) -> ProfitabilityView:
        see_project(work, project_id)
        scope = Scope(by="project_id", only=project_id, period=(from_on, to_on))
        return profitability_of(work, scope, measured=True)

    @question()
    def customer_profitability(
        self,
        work: StoredProjectsWork,
        *,
        customer_id: UUID,
        from_on: date | None = None,
        to_on: date | None = None,
    ) -> ProfitabilityView:
        seen(work, "customer", customer_id)
        scope = Scope(by="customer_id", only=customer_id, period=(from_on, to_on))
        return profitability_of(work, scope, measured=True)

    @question()
    def report_customer_profitability(
        self,
        work: StoredProjectsWork,
        *,
        from_on: date | None = None,
        to_on: date | None = None,
        group_by: str | None = None,
    ) -> ProfitabilityReportView:
        scope = Scope(by="customer_id", period=(from_on, to_on))
        if group_by is not None:
            return grouped_profitability(work, scope, group_by=group_by)
        return profitability_report(work, scope)

    @question()
    def report_project_profitability(
        self, work: StoredProjectsWork, *, from_on: date | None = None, to_on: date | None = None
    ) -> ProfitabilityReportView:
        return profitability_report(work, Scope(by="project_id", period=(from_on, to_on)))
