"""Taking over time registered elsewhere, many entries at once."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from shared.capabilities.policy import require
from shared.contracts.projects.views import (
    ImportedRowError,
    ImportedTimeEntry,
    ImportedTimeView,
)
from shared.kernel.errors import PlatformError

from projects.application.access import known
from projects.application.ports import ProjectsWork
from projects.domain.errors import ProjectInvalid
from projects.domain.people import WorkContract
from projects.domain.projects import Project
from projects.domain.time_entries import EntryStatus, TimeEntry, terms_for

LARGEST_IMPORT = 1000

Day = tuple[UUID, date]


class _Known:
    """What the rows of one import refer to, each looked up once."""

    def __init__(self, work: ProjectsWork, entries: list[ImportedTimeEntry]) -> None:
        users = {each.user_id for each in entries}
        self.units = {each: known(work, "user", each).unit_id for each in users}
        self.contracts: dict[UUID, list[WorkContract]] = {}
        for contract in work.people.contracts_of(users):
            self.contracts.setdefault(contract.user_id, []).append(contract)
        self.rates = work.people.billing_rates(users, currency=work.caller.currency)
        self.projects: dict[UUID, Project | PlatformError] = {}
        for project_id in {each.project_id for each in entries}:
            self.projects[project_id] = _project(work, project_id)

    def project(self, project_id: UUID) -> Project:
        found = self.projects[project_id]
        if isinstance(found, PlatformError):
            raise found
        return found

    def cost_rate(self, user_id: UUID, day: date) -> int | None:
        for contract in self.contracts.get(user_id, []):
            if contract.holds_on(day):
                return contract.cost_rate_minor
        return None


def import_time_entries(
    work: ProjectsWork, *, entries: list[ImportedTimeEntry]
) -> ImportedTimeView:
    """
    Register up to 1000 historic entries; rows at fault are left out and named.

    Raises:
        Forbidden: The caller may not import.
        ProjectInvalid: Too many rows.
        ReferenceMissing: A person is unknown.
    """
    require(work.caller, "import.run")
    if len(entries) > LARGEST_IMPORT:
        raise ProjectInvalid("/entries", f"must not be more than {LARGEST_IMPORT}")
    facts = _Known(work, entries)
    days = {(each.user_id, each.work_date) for each in entries}
    work.time_entries.lock_days(days)
    registered = work.time_entries.minutes_on(days)
    made: list[TimeEntry] = []
    errors: list[ImportedRowError] = []
    for row, each in enumerate(entries):
        try:
            made.append(_entry(facts, each, registered))
        except PlatformError as error:
            errors.append(ImportedRowError(row=row, code=error.code, message=error.message))
    work.time_entries.add_many(made)
    return ImportedTimeView(created=len(made), errors=errors)


def _project(work: ProjectsWork, project_id: UUID) -> Project | PlatformError:
    try:
        project = work.projects.get(project_id)
        project.must_be_open()
    except PlatformError as error:
        return error
    return project


def _entry(
    facts: _Known, row: ImportedTimeEntry, registered: Mapping[Day, int] | dict[Day, int]
) -> TimeEntry:
    project = facts.project(row.project_id)
    if row.status not in (EntryStatus.DRAFT, EntryStatus.SUBMITTED, EntryStatus.APPROVED):
        raise ProjectInvalid("/status", "must be draft, submitted or approved")
    entry = TimeEntry(
        user_id=row.user_id,
        unit_id=facts.units[row.user_id],
        project_id=project.id,
        phase_id=row.phase_id,
        customer_id=project.customer_id,
        work_date=row.work_date,
        minutes=row.minutes,
        billable=row.billable and project.customer_id is not None,
        description=row.description,
        status=EntryStatus(row.status),
        currency=project.currency,
    )
    day = (row.user_id, row.work_date)
    entry.check(other_minutes=registered.get(day, 0))
    rate = facts.rates.get(row.user_id)
    entry.agree(terms_for(project, billable=entry.billable, billing_rate_minor=rate))
    entry.freeze_cost(facts.cost_rate(row.user_id, row.work_date))
    registered[day] = registered.get(day, 0) + entry.minutes  # type: ignore[index]
    return entry
