"""
What other services and the gateway may ask of projects.

Owner: projects.  Every call may also raise ``platform.forbidden`` and the ``…_unknown`` and
``…_stale`` codes of the records it names.
"""

from typing import Protocol
from uuid import UUID

from shared.contracts.projects.invoice_rpc import InvoiceCalls, ProfitabilityCalls
from shared.contracts.projects.invoice_views import CustomerProjectsView, ProjectOverviewView
from shared.contracts.projects.views import (
    ContractLineFields,
    ContractLineView,
    ExpenseFields,
    ExpenseView,
    ImportedTimeEntry,
    ImportedTimeView,
    PhaseFields,
    PhaseView,
    ProjectFields,
    ProjectView,
    ResourceFields,
    ResourceView,
    TimeEntryFields,
    TimeEntryView,
    WorkContractFields,
    WorkContractView,
)
from shared.contracts.references import ReferenceView
from shared.contracts.search import SearchHitView
from shared.kernel.paging import ListQuery, Page


class ProjectCalls(Protocol):
    """Projects, their plan and what was sold."""

    def create_project(self, *, fields: ProjectFields) -> ProjectView:
        """Open a project by hand.  Raises: ``projects.project_invalid`` (Invalid)."""
        ...

    def get_project(self, *, project_id: UUID) -> ProjectView:
        """Answer one project.  Raises: ``projects.project_unknown``."""
        ...

    def list_projects(self, *, query: ListQuery) -> Page[ProjectView]:
        """
        List projects.

        Filters and sorts: status, customer_id, manager_id, unit_id, sales_case_id, quote_id,
        project_no, name, start, deadline, planned_minutes, created_at, updated_at, archived.
        """
        ...

    def change_project(
        self, *, project_id: UUID, expected_version: int, fields: ProjectFields
    ) -> ProjectView:
        """Change a project.  Raises: ``projects.project_closed`` (RuleBroken)."""
        ...

    def archive_project(
        self, *, project_id: UUID, expected_version: int | None = None
    ) -> ProjectView:
        """Put a project away."""
        ...

    def restore_project(self, *, project_id: UUID) -> ProjectView:
        """Take an archived project back."""
        ...

    def complete_project(self, *, project_id: UUID) -> ProjectView:
        """Say that the work is done.  Raises: ``projects.project_transition_invalid``."""
        ...

    def close_project(self, *, project_id: UUID) -> ProjectView:
        """Accept no more time or invoice.  Raises: ``projects.project_transition_invalid``."""
        ...

    def reopen_project(self, *, project_id: UUID) -> ProjectView:
        """Make a completed or closed project active again."""
        ...

    def list_contract_lines(self, *, project_id: UUID) -> list[ContractLineView]:
        """List what was sold, in order."""
        ...

    def create_contract_line(
        self, *, project_id: UUID, fields: ContractLineFields
    ) -> ContractLineView:
        """Add a line sold without a quote."""
        ...

    def list_phases(self, *, project_id: UUID, query: ListQuery) -> Page[PhaseView]:
        """List the phases of a project."""
        ...

    def get_phase(self, *, phase_id: UUID) -> PhaseView:
        """Answer one phase.  Raises: ``projects.phase_unknown``."""
        ...

    def create_phase(self, *, project_id: UUID, fields: PhaseFields) -> PhaseView:
        """Add a phase.  Raises: ``projects.phase_dates_invalid``, ``projects.phase_cycle``."""
        ...

    def change_phase(
        self, *, phase_id: UUID, expected_version: int, fields: PhaseFields
    ) -> PhaseView:
        """Change a phase; errors as in ``create_phase``."""
        ...

    def archive_phase(self, *, phase_id: UUID, expected_version: int | None = None) -> PhaseView:
        """Put a phase away."""
        ...

    def restore_phase(self, *, phase_id: UUID) -> PhaseView:
        """Take an archived phase back."""
        ...


class PeopleCalls(Protocol):
    """People, their prices and work contracts."""

    def create_resource(self, *, fields: ResourceFields) -> ResourceView:
        """Make a person's profile.  Raises: ``projects.resource_exists`` (RuleBroken)."""
        ...

    def get_resource(self, *, resource_id: UUID) -> ResourceView:
        """Answer one profile.  Raises: ``projects.resource_unknown``."""
        ...

    def list_resources(self, *, query: ListQuery) -> Page[ResourceView]:
        """List profiles.  Filters and sorts: user_id, unit_id, job_title, created_at."""
        ...

    def change_resource(
        self, *, resource_id: UUID, expected_version: int, fields: ResourceFields
    ) -> ResourceView:
        """Change a profile."""
        ...

    def archive_resource(
        self, *, resource_id: UUID, expected_version: int | None = None
    ) -> ResourceView:
        """Put a profile away."""
        ...

    def restore_resource(self, *, resource_id: UUID) -> ResourceView:
        """Take an archived profile back.  Raises: ``projects.resource_exists``."""
        ...

    def create_work_contract(self, *, fields: WorkContractFields) -> WorkContractView:
        """Make a contract; fills missing costs.  Raises: ``projects.work_contract_overlaps``."""
        ...

    def get_work_contract(self, *, work_contract_id: UUID) -> WorkContractView:
        """Answer one contract.  Raises: ``projects.work_contract_unknown``."""
        ...

    def list_work_contracts(self, *, query: ListQuery) -> Page[WorkContractView]:
        """List contracts.  Filters and sorts: user_id, valid_from, valid_to."""
        ...

    def change_work_contract(
        self, *, work_contract_id: UUID, expected_version: int, fields: WorkContractFields
    ) -> WorkContractView:
        """Change a contract; costs already frozen on time entries stay."""
        ...

    def archive_work_contract(
        self, *, work_contract_id: UUID, expected_version: int | None = None
    ) -> WorkContractView:
        """Put a contract away."""
        ...

    def restore_work_contract(self, *, work_contract_id: UUID) -> WorkContractView:
        """Take an archived contract back.  Raises: ``projects.work_contract_overlaps``."""
        ...


class TimeCalls(Protocol):
    """Time and expenses."""

    def create_time_entry(self, *, fields: TimeEntryFields) -> TimeEntryView:
        """
        Register time.

        Raises: ``projects.project_closed``, ``projects.day_overfull``,
        ``projects.minutes_invalid``, ``projects.time_entry_target_invalid``.
        """
        ...

    def get_time_entry(self, *, time_entry_id: UUID) -> TimeEntryView:
        """Answer one entry.  Raises: ``projects.time_entry_unknown``."""
        ...

    def list_time_entries(self, *, query: ListQuery) -> Page[TimeEntryView]:
        """
        List time.

        Filters and sorts: user_id, project_id, phase_id, sales_case_id, customer_id, unit_id,
        work_date, minutes, status, billable, billing, invoiced, cost_missing, created_at.
        """
        ...

    def change_time_entry(
        self, *, time_entry_id: UUID, expected_version: int, fields: TimeEntryFields
    ) -> TimeEntryView:
        """Change a draft.  Raises: ``projects.time_entry_not_draft``, and as create does."""
        ...

    def archive_time_entry(
        self, *, time_entry_id: UUID, expected_version: int | None = None
    ) -> TimeEntryView:
        """Take a draft away.  Raises: ``projects.time_entry_not_draft``."""
        ...

    def restore_time_entry(self, *, time_entry_id: UUID) -> TimeEntryView:
        """Take an archived draft back; the rules of its day hold again."""
        ...

    def submit_time_entry(self, *, time_entry_id: UUID) -> TimeEntryView:
        """Hand a draft in for approval."""
        ...

    def approve_time_entry(self, *, time_entry_id: UUID) -> TimeEntryView:
        """Approve handed-in time."""
        ...

    def reject_time_entry(self, *, time_entry_id: UUID) -> TimeEntryView:
        """Give handed-in or approved time back as a draft, unless it is billed."""
        ...

    def write_off_time_entry(
        self, *, time_entry_id: UUID, minutes: int | None = None
    ) -> TimeEntryView:
        """Decide not to bill (some of) an entry.  Raises: ``projects.nothing_to_bill``."""
        ...

    def import_time_entries(self, *, entries: list[ImportedTimeEntry]) -> ImportedTimeView:
        """Register up to 1000 historic entries at once; rows at fault are left out and named."""
        ...

    def create_expense(self, *, fields: ExpenseFields) -> ExpenseView:
        """Register an expense.  Raises: ``projects.project_closed``."""
        ...

    def get_expense(self, *, expense_id: UUID) -> ExpenseView:
        """Answer one expense.  Raises: ``projects.expense_unknown``."""
        ...

    def list_expenses(self, *, query: ListQuery) -> Page[ExpenseView]:
        """List expenses.  Filters, sorts: project_id, customer_id, user_id, spent_on, billable."""
        ...

    def change_expense(
        self, *, expense_id: UUID, expected_version: int, fields: ExpenseFields
    ) -> ExpenseView:
        """Change an expense.  Raises: ``projects.expense_billed``."""
        ...

    def archive_expense(
        self, *, expense_id: UUID, expected_version: int | None = None
    ) -> ExpenseView:
        """Take an expense away.  Raises: ``projects.expense_billed``."""
        ...

    def restore_expense(self, *, expense_id: UUID) -> ExpenseView:
        """Take an archived expense back."""
        ...


class Projects(ProjectCalls, PeopleCalls, TimeCalls, InvoiceCalls, ProfitabilityCalls, Protocol):
    """What projects answers."""

    def overview_of_customer(self, *, customer_id: UUID, limit: int = 10) -> CustomerProjectsView:
        """Answer this service's part of a customer's page."""
        ...

    def overview_of_case(self, *, sales_case_id: UUID, limit: int = 10) -> CustomerProjectsView:
        """Answer this service's part of a sales case's page."""
        ...

    def project_overview(self, *, project_id: UUID) -> ProjectOverviewView:
        """Answer everything about one project."""
        ...

    def get_reference(self, *, kind: str, reference_id: UUID) -> ReferenceView:
        """Answer what others may copy; ``kind`` is project."""
        ...

    def search(self, *, text: str, limit: int = 20) -> list[SearchHitView]:
        """Find projects and invoices by number and name, best first."""
        ...
