"""Sales cases, as the gateway and the loader of old data call them."""

from uuid import UUID

from shared.contracts.sales.views import (
    CaseFields,
    CaseHistoryView,
    CaseOverviewView,
    CaseView,
    CustomerCasesView,
    HistoricCaseFields,
    ImportedCasesView,
)
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from sales.application import cases, imports
from sales.entrypoints.lists import at_most
from sales.entrypoints.views import history_view, process_view
from sales.persistence.work import SalesWork


class CasesRpc:
    """Promised in shared.contracts.sales.rpc."""

    @command()
    def create_case(self, work: SalesWork, *, fields: CaseFields) -> CaseView:
        return work.case_views.of(cases.create_case(work, fields=fields))

    @question()
    def get_case(self, work: SalesWork, *, case_id: UUID) -> CaseView:
        return work.case_views.one(case_id)

    @question()
    def list_cases(self, work: SalesWork, *, query: ListQuery) -> Page[CaseView]:
        return work.case_views.page(query)

    @command()
    def change_case(
        self, work: SalesWork, *, case_id: UUID, expected_version: int, fields: CaseFields
    ) -> CaseView:
        case = cases.change_case(
            work, case_id=case_id, expected_version=expected_version, fields=fields
        )
        return work.case_views.of(case)

    @command()
    def archive_case(
        self, work: SalesWork, *, case_id: UUID, expected_version: int | None = None
    ) -> CaseView:
        case = cases.archive_case(work, case_id=case_id, expected_version=expected_version)
        return work.case_views.of(case)

    @command()
    def restore_case(self, work: SalesWork, *, case_id: UUID) -> CaseView:
        return work.case_views.of(cases.restore_case(work, case_id=case_id))

    @command()
    def move_case(
        self, work: SalesWork, *, case_id: UUID, stage_id: UUID, expected_version: int | None = None
    ) -> CaseView:
        case = cases.move_case(
            work, case_id=case_id, stage_id=stage_id, expected_version=expected_version
        )
        return work.case_views.of(case)

    @question()
    def case_history(self, work: SalesWork, *, case_id: UUID) -> CaseHistoryView:
        return history_view(work, work.case_views.one(case_id))

    @question()
    def case_overview(self, work: SalesWork, *, case_id: UUID) -> CaseOverviewView:
        case = work.case_views.one(case_id)
        process = process_view(work.processes.get(case.process_id), work.caller.locale)
        return CaseOverviewView(case=case, process=process, history=history_view(work, case))

    @question()
    def overview_of_customer(
        self, work: SalesWork, *, customer_id: UUID, limit: int = 20
    ) -> CustomerCasesView:
        return work.case_views.of_customer(customer_id, limit=at_most(limit, 200))

    @command()
    def import_cases(
        self, work: SalesWork, *, cases: list[HistoricCaseFields]
    ) -> ImportedCasesView:
        outcome = imports.import_cases(work, cases=cases)
        return ImportedCasesView(
            created=outcome.created,
            skipped=outcome.skipped,
            case_ids=outcome.case_ids,
            errors=outcome.errors,
        )
