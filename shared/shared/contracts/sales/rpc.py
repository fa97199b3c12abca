"""
What other services and the gateway may ask of sales.

Owner: sales.  Every call may also raise ``platform.action_forbidden`` and the ``…_unknown`` and
``…_stale`` codes of the records it names.
"""

from datetime import date
from typing import Protocol
from uuid import UUID

from shared.contracts.references import ReferenceView
from shared.contracts.sales.process_views import (
    LeadSourceFields,
    LeadSourceView,
    LostReasonFields,
    LostReasonView,
    ProcessFields,
    ProcessView,
)
from shared.contracts.sales.report_views import (
    ForecastChangeReportView,
    ForecastReportView,
    PipelineReportView,
    ReportQuery,
    SalesReportView,
)
from shared.contracts.sales.views import (
    CaseFields,
    CaseHistoryView,
    CaseOverviewView,
    CaseView,
    CustomerCasesView,
    HistoricCaseFields,
    ImportedCasesView,
)
from shared.contracts.search import SearchHitView
from shared.kernel.paging import ListQuery, Page


class ProcessCalls(Protocol):
    """Sales processes and the lists beside them."""

    def create_process(self, *, fields: ProcessFields) -> ProcessView:
        """
        Define a process.

        Raises: ``sales.process_invalid`` (Invalid: at least one open, one won and one lost stage).
        """
        ...

    def get_process(self, *, process_id: UUID) -> ProcessView:
        """Answer one process.  Raises: ``sales.process_unknown``."""
        ...

    def list_processes(self, *, query: ListQuery) -> Page[ProcessView]:
        """List processes.  Filters and sorts: name, case_kind, is_default, archived, created_at."""
        ...

    def change_process(
        self, *, process_id: UUID, expected_version: int, fields: ProcessFields
    ) -> ProcessView:
        """Change a process; errors as in ``create_process``."""
        ...

    def archive_process(
        self, *, process_id: UUID, expected_version: int | None = None
    ) -> ProcessView:
        """
        Put a process away.

        Raises: ``sales.process_default``, ``sales.process_in_use`` (RuleBroken).
        """
        ...

    def restore_process(self, *, process_id: UUID) -> ProcessView:
        """Take an archived process back."""
        ...


class ListCalls(Protocol):
    """Lead sources and lost reasons."""

    def create_lead_source(self, *, fields: LeadSourceFields) -> LeadSourceView:
        """Add a lead source.  Raises: ``sales.lead_source_exists`` (RuleBroken)."""
        ...

    def get_lead_source(self, *, lead_source_id: UUID) -> LeadSourceView:
        """Answer one lead source.  Raises: ``sales.lead_source_unknown``."""
        ...

    def list_lead_sources(self, *, query: ListQuery) -> Page[LeadSourceView]:
        """List lead sources.  Filters and sorts: code, name, position, active, archived."""
        ...

    def change_lead_source(
        self, *, lead_source_id: UUID, expected_version: int, fields: LeadSourceFields
    ) -> LeadSourceView:
        """Change a lead source."""
        ...

    def archive_lead_source(
        self, *, lead_source_id: UUID, expected_version: int | None = None
    ) -> LeadSourceView:
        """Retire a lead source; cases keep it."""
        ...

    def restore_lead_source(self, *, lead_source_id: UUID) -> LeadSourceView:
        """Take a retired lead source back."""
        ...

    def create_lost_reason(self, *, fields: LostReasonFields) -> LostReasonView:
        """Add a lost reason.  Raises: ``sales.lost_reason_exists`` (RuleBroken)."""
        ...

    def get_lost_reason(self, *, lost_reason_id: UUID) -> LostReasonView:
        """Answer one lost reason.  Raises: ``sales.lost_reason_unknown``."""
        ...

    def list_lost_reasons(self, *, query: ListQuery) -> Page[LostReasonView]:
        """List lost reasons.  Filters and sorts: code, name, position, active, archived."""
        ...

    def change_lost_reason(
        self, *, lost_reason_id: UUID, expected_version: int, fields: LostReasonFields
    ) -> LostReasonView:
        """Change a lost reason."""
        ...

    def archive_lost_reason(
        self, *, lost_reason_id: UUID, expected_version: int | None = None
    ) -> LostReasonView:
        """Retire a lost reason; cases keep it."""
        ...

    def restore_lost_reason(self, *, lost_reason_id: UUID) -> LostReasonView:
        """Take a retired lost reason back."""
        ...


class CaseCalls(Protocol):
    """Sales cases."""

    def create_case(self, *, fields: CaseFields) -> CaseView:
        """
        Open a case.

        Raises: ``sales.case_invalid`` (Invalid, with the fields at fault), ``sales.stage_unfit``
        (RuleBroken: the stage closes a case, is retired or of another process),
        ``sales.stage_requirements_missing`` (RuleBroken), ``crm.customer_unknown``,
        ``identity.user_unknown``, ``identity.unit_unknown``.
        """
        ...

    def get_case(self, *, case_id: UUID) -> CaseView:
        """Answer one case.  Raises: ``sales.case_unknown``."""
        ...

    def list_cases(self, *, query: ListQuery) -> Page[CaseView]:
        """
        List cases.

        Filters and sorts: case_no, name, status, stage_id, process_id, customer_id,
        salesperson_id, unit_id, cost_centre_id, value, probability, expected_order_date,
        received_on, closed_on, lead_source_id, lost_reason_id, external_id, created_at,
        updated_at.  Filters only: without_next_activity (true or false), archived.
        """
        ...

    def change_case(self, *, case_id: UUID, expected_version: int, fields: CaseFields) -> CaseView:
        """
        Change a case; a new ``stage_id`` moves it.  Errors as in ``create_case``, and
        ``sales.case_closed`` (RuleBroken: what was decided does not change).
        """
        ...

    def archive_case(self, *, case_id: UUID, expected_version: int | None = None) -> CaseView:
        """Put a case away; reports leave it out."""
        ...

    def restore_case(self, *, case_id: UUID) -> CaseView:
        """Take an archived case back."""
        ...

    def move_case(
        self, *, case_id: UUID, stage_id: UUID, expected_version: int | None = None
    ) -> CaseView:
        """
        Move an open case to another open stage of its process.

        Raises: ``sales.case_closed``, ``sales.stage_unfit``, ``sales.stage_requirements_missing``.
        """
        ...

    def win_case(
        self, *, case_id: UUID, closed_on: date | None = None, expected_version: int | None = None
    ) -> CaseView:
        """
        Win a case; today unless ``closed_on`` says an earlier day.

        Raises: ``sales.case_closed``, ``sales.case_worthless`` (RuleBroken: no value),
        ``sales.closing_date_invalid`` (Invalid).
        """
        ...

    def lose_case(
        self,
        *,
        case_id: UUID,
        lost_reason_id: UUID,
        competitor: str | None = None,
        comment: str | None = None,
        closed_on: date | None = None,
        expected_version: int | None = None,
    ) -> CaseView:
        """Lose a case.  Raises: ``sales.case_closed``, ``sales.closing_date_invalid``."""
        ...

    def cancel_case(
        self, *, case_id: UUID, comment: str | None = None, expected_version: int | None = None
    ) -> CaseView:
        """Drop a case that was never decided.  Raises: ``sales.case_closed``."""
        ...

    def reopen_case(
        self,
        *,
        case_id: UUID,
        stage_id: UUID | None = None,
        expected_order_date: date | None = None,
        expected_version: int | None = None,
    ) -> CaseView:
        """
        Open a closed case again, in the stage it was last open in unless ``stage_id`` says another.

        Raises: ``sales.case_open``, ``sales.case_in_delivery`` (RuleBroken: invoiced),
        ``sales.stage_unfit``.
        """
        ...

    def case_history(self, *, case_id: UUID) -> CaseHistoryView:
        """Answer everything that happened to a case."""
        ...

    def case_overview(self, *, case_id: UUID) -> CaseOverviewView:
        """Answer a case with its process and history."""
        ...

    def overview_of_customer(self, *, customer_id: UUID, limit: int = 20) -> CustomerCasesView:
        """Answer the cases of a customer, newest first."""
        ...

    def import_cases(self, *, cases: list[HistoricCaseFields]) -> ImportedCasesView:
        """
        Write down up to 500 cases of the past; needs ``import.run``.

        A case whose ``external_id`` is there already is skipped.  A customer, user or unit whose
        copy has not arrived refuses its row (``crm.customer_unknown`` …); send the row again.

        Raises: ``sales.import_too_large`` (Invalid).
        """
        ...


class ReportCalls(Protocol):
    """Reports, computed over all cases the caller may see."""

    def report_pipeline(self, *, query: ReportQuery) -> PipelineReportView:
        """Group by stage (default), salesperson, unit, month or organisation; any from–to."""
        ...

    def report_forecast(self, *, query: ReportQuery) -> ForecastReportView:
        """
        Needs from and to; group by organisation (default), salesperson or unit.

        ``period`` is month (default) or quarter; periods are read whole.  Uses as_of.
        Raises: ``sales.report_invalid`` (Invalid).
        """
        ...

    def report_forecast_change(self, *, query: ReportQuery) -> ForecastChangeReportView:
        """Explain how the forecast of from–to changed since compared_to, until as_of or now."""
        ...

    def report_sales(self, *, query: ReportQuery) -> SalesReportView:
        """Needs from and to; group by salesperson (default), unit, month or organisation."""
        ...


class Sales(ProcessCalls, ListCalls, CaseCalls, ReportCalls, Protocol):
    """What sales answers."""

    def search(self, *, text: str, limit: int) -> list[SearchHitView]:
        """Find cases by number, name or customer."""
        ...

    def get_reference(self, *, kind: str, reference_id: UUID) -> ReferenceView:
        """Answer a copy of a case.  Raises: ``sales.case_unknown``, ``sales.kind_unknown``."""
        ...
