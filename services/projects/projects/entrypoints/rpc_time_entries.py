"""Time and expenses, as others may call them.  Promised in shared.contracts.projects.rpc."""

from uuid import UUID

from shared.contracts.projects.views import (
    ExpenseFields,
    ExpenseView,
    ImportedTimeEntry,
    ImportedTimeView,
    TimeEntryFields,
    TimeEntryView,
)
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from projects.application.answers import expense_view, time_entry_view
from projects.application.expenses import (
    archive_expense,
    change_expense,
    create_expense,
    restore_expense,
    see_expense,
)
from projects.application.time_entries import (
    approve_time_entry,
    archive_time_entry,
    change_time_entry,
    create_time_entry,
    reject_time_entry,
    restore_time_entry,
    see_time_entry,
    submit_time_entry,
    write_off_time_entry,
)
from projects.application.time_imports import import_time_entries
from projects.persistence.expenses import list_expenses
from projects.persistence.time_entries import list_time_entries
from projects.persistence.work import StoredProjectsWork


class TimeEntriesRpc:
    """Time worked."""

    @command()
    def create_time_entry(
        self, work: StoredProjectsWork, *, fields: TimeEntryFields
    ) -> TimeEntryView:
        return time_entry_view(create_time_entry(work, fields=fields), caller=work.caller)

    @question()
    def get_time_entry(self, work: StoredProjectsWork, *, time_entry_id: UUID) -> TimeEntryView:
        entry = see_time_entry(work, time_entry_id, "time_entry.view")
        return time_entry_view(entry, caller=work.caller)

    @question()
    def list_time_entries(
        self, work: StoredProjectsWork, *, query: ListQuery
    ) -> Page[TimeEntryView]:
        return list_time_entries(work, query=query)

    @command()
    def change_time_entry(
        self, work: StoredProjectsWork, *, time_entry_id: UUID, expected_version: int,
        fields: TimeEntryFields,
    ) -> TimeEntryView:  # fmt: skip
        changed = change_time_entry(
            work, entry_id=time_entry_id, expected_version=expected_version, fields=fields
        )
        return time_entry_view(changed, caller=work.caller)

    @command()
    def archive_time_entry(
        self, work: StoredProjectsWork, *, time_entry_id: UUID,
        expected_version: int | None = None,
    ) -> TimeEntryView:  # fmt: skip
        archived = archive_time_entry(
            work, entry_id=time_entry_id, expected_version=expected_version
        )
        return time_entry_view(archived, caller=work.caller)

    @command()
    def restore_time_entry(self, work: StoredProjectsWork, *, time_entry_id: UUID) -> TimeEntryView:
        entry = restore_time_entry(work, entry_id=time_entry_id)
        return time_entry_view(entry, caller=work.caller)

    @command()
    def submit_time_entry(self, work: StoredProjectsWork, *, time_entry_id: UUID) -> TimeEntryView:
        entry = submit_time_entry(work, entry_id=time_entry_id)
        return time_entry_view(entry, caller=work.caller)

    @command()
    def approve_time_entry(self, work: StoredProjectsWork, *, time_entry_id: UUID) -> TimeEntryView:
        entry = approve_time_entry(work, entry_id=time_entry_id)
        return time_entry_view(entry, caller=work.caller)

    @command()
    def reject_time_entry(self, work: StoredProjectsWork, *, time_entry_id: UUID) -> TimeEntryView:
        entry = reject_time_entry(work, entry_id=time_entry_id)
        return time_entry_view(entry, caller=work.caller)

    @command()
    def write_off_time_entry(
        self, work: StoredProjectsWork, *, time_entry_id: UUID, minutes: int | None = None
    ) -> TimeEntryView:
        entry = write_off_time_entry(work, entry_id=time_entry_id, minutes=minutes)
        return time_entry_view(entry, caller=work.caller)

    @command()
    def import_time_entries(
        self, work: StoredProjectsWork, *, entries: list[ImportedTimeEntry]
    ) -> ImportedTimeView:
        return import_time_entries(work, entries=entries)


class ExpensesRpc:
    """Money spent for projects."""

    @command()
    def create_expense(self, work: StoredProjectsWork, *, fields: ExpenseFields) -> ExpenseView:
        return expense_view(create_expense(work, fields=fields))

    @question()
    def get_expense(self, work: StoredProjectsWork, *, expense_id: UUID) -> ExpenseView:
        return expense_view(see_expense(work, expense_id, "time_entry.view"))

    @question()
    def list_expenses(self, work: StoredProjectsWork, *, query: ListQuery) -> Page[ExpenseView]:
        return list_expenses(work, query=query)

    @command()
    def change_expense(
        self, work: StoredProjectsWork, *, expense_id: UUID, expected_version: int,
        fields: ExpenseFields,
    ) -> ExpenseView:  # fmt: skip
        changed = change_expense(
            work, expense_id=expense_id, expected_version=expected_version, fields=fields
        )
        return expense_view(changed)

    @command()
    def archive_expense(
        self, work: StoredProjectsWork, *, expense_id: UUID, expected_version: int | None = None
    ) -> ExpenseView:
        archived = archive_expense(work, expense_id=expense_id, expected_version=expected_version)
        return expense_view(archived)

    @command()
    def restore_expense(self, work: StoredProjectsWork, *, expense_id: UUID) -> ExpenseView:
        return expense_view(restore_expense(work, expense_id=expense_id))
