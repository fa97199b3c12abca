"""Registering, changing and approving time."""

from typing import Any
from uuid import UUID

from shared.capabilities.policy import authorise
from shared.contracts.projects.views import TimeEntryFields

from projects.application.access import allow, see_project, seen, unit_of
from projects.application.ports import ProjectsWork
from projects.domain.allocations import AllocationKind, SourceType, take
from projects.domain.errors import NothingToBill, ProjectInvalid, TargetInvalid
from projects.domain.projects import Project
from projects.domain.time_entries import Billing, EntryStatus, TimeEntry, terms_for

_REQUIRED = ("work_date", "minutes")


def create_time_entry(work: ProjectsWork, *, fields: TimeEntryFields) -> TimeEntry:
    """
    Register time on a project, or on a sales case before there is a project.

    Price and cost are frozen as they are on the work date.

    Raises:
        TargetInvalid, ProjectInvalid, MinutesInvalid, DayOverfull, ProjectClosed, Forbidden;
        NotFound or ReferenceMissing for what it refers to.
    """
    given = fields.given()
    for name in _REQUIRED:
        if name not in given:
            raise ProjectInvalid(f"/{name}", "is required")
    user_id = given.setdefault("user_id", work.caller.actor_id)
    unit_id = unit_of(work, user_id)
    allow(work, "time_entry.create", owner_id=user_id, unit_id=unit_id)
    wanted_line = given.pop("contract_line_id", None)
    entry = TimeEntry(currency=work.caller.currency, unit_id=unit_id, **given)
    _place(work, entry, wanted_line)
    work.save(entry)
    return entry


def change_time_entry(
    work: ProjectsWork, *, entry_id: UUID, expected_version: int, fields: TimeEntryFields
) -> TimeEntry:
    """
    Change a draft; price and cost are found anew.

    Raises:
        NotFound, Conflict, NotDraft, Billed, and as ``create_time_entry`` does.
    """
    entry = see_time_entry(work, entry_id, "time_entry.update", version=expected_version)
    entry.must_be_draft()
    given = fields.given()
    if given.pop("user_id", entry.user_id) != entry.user_id:
        raise ProjectInvalid("/user_id", "cannot be changed")
    wanted_line = given.pop("contract_line_id", _kept_line(entry, given))
    for name, value in given.items():
        setattr(entry, name, value)
    _place(work, entry, wanted_line)
    work.save(entry)
    return entry


def archive_time_entry(
    work: ProjectsWork, *, entry_id: UUID, expected_version: int | None
) -> TimeEntry:
    """Take a draft away; raises NotFound, Conflict, Forbidden, NotDraft, Billed."""
    entry = see_time_entry(work, entry_id, "time_entry.archive", version=expected_version)
    entry.must_be_draft()
    entry.archived_at = work.now()
    work.save(entry)
    return entry


def restore_time_entry(work: ProjectsWork, *, entry_id: UUID) -> TimeEntry:
    """
    Take an archived draft back; price and cost are found anew.

    Raises:
        NotFound, Forbidden, and as ``create_time_entry`` does.
    """
    entry = see_time_entry(work, entry_id, "time_entry.archive")
    if entry.archived_at is not None:
        entry.archived_at = None
        _place(work, entry, entry.contract_line_id)
        work.save(entry)
    return entry


def submit_time_entry(work: ProjectsWork, *, entry_id: UUID) -> TimeEntry:
    """Hand a draft in; raises NotFound, Forbidden, TransitionInvalid."""
    entry = see_time_entry(work, entry_id, "time_entry.update")
    return _move(work, entry, EntryStatus.SUBMITTED)


def approve_time_entry(work: ProjectsWork, *, entry_id: UUID) -> TimeEntry:
    """Approve handed-in time; raises NotFound, Forbidden, TransitionInvalid."""
    entry = see_time_entry(work, entry_id, "time_entry.approve")
    return _move(work, entry, EntryStatus.APPROVED)


def reject_time_entry(work: ProjectsWork, *, entry_id: UUID) -> TimeEntry:
    """Give time back as a draft; raises NotFound, Forbidden, TransitionInvalid, Billed."""
    entry = see_time_entry(work, entry_id, "time_entry.approve")
    return _move(work, entry, EntryStatus.DRAFT)


def write_off_time_entry(
    work: ProjectsWork, *, entry_id: UUID, minutes: int | None = None
) -> TimeEntry:
    """
    Decide not to bill some minutes of an entry, all that remain by default.

    Raises:
        NotFound, Forbidden.
        NothingToBill: So much does not remain.
    """
    entry = work.time_entries.get(entry_id)
    if entry.project_id is None or entry.billing != Billing.HOURLY:
        raise NothingToBill
    project = see_project(work, entry.project_id, lock=True)
    allow(work, "invoice.update", owner_id=project.manager_id, unit_id=project.unit_id)
    remaining = entry.minutes - entry.allocated_minutes
    allocation = take(
        source_type=SourceType.TIME,
        source_id=entry.id,
        remaining=remaining,
        quantity=remaining if minutes is None else minutes,
        kind=AllocationKind.WRITE_OFF,
    )
    work.ledger.write_off(allocation)
    entry.allocated_minutes += allocation.quantity
    work.save(entry)
    return entry


def see_time_entry(
    work: ProjectsWork, entry_id: UUID, grant: str, *, version: int | None = None
) -> TimeEntry:
    """Load an entry for a purpose; raises NotFound, Conflict, Forbidden."""
    entry = work.time_entries.get(entry_id, expected_version=version)
    unknown = "projects.time_entry_unknown"
    authorise(work.caller, grant, entry, owner="user_id", unknown=unknown)
    return entry


def _move(work: ProjectsWork, entry: TimeEntry, wanted: EntryStatus) -> TimeEntry:
    if entry.status != wanted:
        entry.move(wanted)
        work.save(entry)
    return entry


def _kept_line(entry: TimeEntry, given: dict[str, Any]) -> UUID | None:
    """A line chosen before stays chosen unless the project is another."""
    moved = given.get("project_id", entry.project_id) != entry.project_id
    return None if moved else entry.contract_line_id


def _place(work: ProjectsWork, entry: TimeEntry, contract_line_id: UUID | None) -> None:
    """Check the entry against its target and its day; find price and cost."""
    if (entry.project_id is None) == (entry.sales_case_id is None):
        raise TargetInvalid("Time is registered on a project or on a sales case.")
    project = None
    if entry.project_id is not None:
        project = _on_project(work, entry, entry.project_id)
    elif entry.sales_case_id is not None:
        _on_case(work, entry, entry.sales_case_id)
    day = (entry.user_id, entry.work_date)
    work.time_entries.lock_days([day])
    others = work.time_entries.minutes_on([day], besides=entry.id)
    entry.check(other_minutes=others.get(day, 0))
    entry.agree(
        terms_for(
            project,
            billable=entry.billable,
            contract_line_id=contract_line_id,
            billing_rate_minor=_own_rate(work, entry, project),
        )
    )
    entry.freeze_cost(work.people.cost_rate_on(entry.user_id, entry.work_date))


def _on_project(work: ProjectsWork, entry: TimeEntry, project_id: UUID) -> Project:
    project = see_project(work, project_id)
    project.must_be_open()
    entry.customer_id = project.customer_id
    entry.currency = project.currency
    if project.customer_id is None:
        entry.billable = False
    if entry.phase_id is not None and entry.phase_id not in work.plans.of_project(project.id):
        raise ProjectInvalid("/phase_id", "the project has no such phase")
    return project


def _on_case(work: ProjectsWork, entry: TimeEntry, sales_case_id: UUID) -> None:
    case = seen(work, "case", sales_case_id)
    customer_id = case.data.get("customer_id")
    entry.customer_id = UUID(customer_id) if customer_id else None
    entry.billable = False
    if entry.phase_id is not None:
        raise TargetInvalid("A sales case has no phases.")


def _own_rate(work: ProjectsWork, entry: TimeEntry, project: Project | None) -> int | None:
    """The person's own price, looked up only where no contract says one."""
    if project is None or project.contract_lines or not entry.billable:
        return None
    rates = work.people.billing_rates([entry.user_id], currency=entry.currency)
    return rates.get(entry.user_id)
