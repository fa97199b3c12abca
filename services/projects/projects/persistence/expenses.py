"""Expenses: loading and listing."""

from uuid import UUID

from shared.capabilities.policy import visible
from shared.contracts.projects.views import ExpenseView
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from shared.persistence.work import Work
from sqlalchemy import and_

from projects.application.answers import expense_view
from projects.domain.expenses import Expense
from projects.persistence.projects import archived_filter, live
from projects.persistence.tables import expenses

_FIELDS = {
    name: expenses.c[name]
    for name in (
        "project_id", "customer_id", "user_id", "spent_on", "billable", "external_ref",
        "created_at",
    )
}  # fmt: skip
_EXPENSES = Listing(
    expenses,
    filters=_FIELDS,
    sorts=_FIELDS,
    default_sort="-spent_on",
    search=[expenses.c.description],
    special={"archived": archived_filter(expenses)},
)


class StoredExpenses:
    """The expenses of the caller's organisation, inside one unit of work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, expense_id: UUID, *, expected_version: int | None = None) -> Expense:
        """Load an expense; raises NotFound ``projects.expense_unknown``, Conflict."""
        return get_record(
            self._work,
            Expense,
            expense_id,
            unknown="projects.expense_unknown",
            expected_version=expected_version,
        )


def list_expenses(work: Work, *, query: ListQuery) -> Page[ExpenseView]:
    """One page of the expenses the caller may see; they follow the rights of time."""
    allowed = visible(work.caller, "time_entry.view", expenses, owner="user_id")
    where = and_(allowed, live(expenses, query))
    return _EXPENSES.page(work, query, where=where, to_view=expense_view)
