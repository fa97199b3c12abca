"""Registering expenses; they follow the rights of time entries."""

from typing import Any
from uuid import UUID

from shared.capabilities.policy import authorise
from shared.contracts.projects.views import ExpenseFields

from projects.application.access import allow, minor, see_project, unit_of
from projects.application.ports import ProjectsWork
from projects.application.projects import percent_bp
from projects.domain.errors import ProjectInvalid
from projects.domain.expenses import Expense

_REQUIRED = ("project_id", "spent_on", "description", "amount")


def create_expense(work: ProjectsWork, *, fields: ExpenseFields) -> Expense:
    """
    Register an expense, the caller's own unless another person is named.

    Raises:
        ProjectInvalid, ProjectClosed, Forbidden, CurrencyDiffers; NotFound for the project.
    """
    given = fields.given()
    for name in _REQUIRED:
        if name not in given:
            raise ProjectInvalid(f"/{name}", "is required")
    user_id = given.setdefault("user_id", work.caller.actor_id)
    unit_id = unit_of(work, user_id) if user_id else work.caller.unit_id
    allow(work, "time_entry.create", owner_id=user_id, unit_id=unit_id)
    project = see_project(work, given["project_id"])
    project.must_be_open()
    expense = Expense(
        project_id=project.id,
        unit_id=unit_id,
        customer_id=project.customer_id,
        currency=project.currency,
        **_values(given, currency=project.currency),
    )
    expense.check()
    work.save(expense)
    return expense


def change_expense(
    work: ProjectsWork, *, expense_id: UUID, expected_version: int, fields: ExpenseFields
) -> Expense:
    """Change an expense that is not billed; raises as create does, NotFound, Conflict, Billed."""
    expense = see_expense(work, expense_id, "time_entry.update", version=expected_version)
    expense.must_not_be_billed()
    see_project(work, expense.project_id).must_be_open()
    given = fields.given()
    if given.get("project_id", expense.project_id) != expense.project_id:
        raise ProjectInvalid("/project_id", "cannot be changed")
    for name, value in _values(given, currency=expense.currency).items():
        setattr(expense, name, value)
    expense.check()
    work.save(expense)
    return expense


def archive_expense(
    work: ProjectsWork, *, expense_id: UUID, expected_version: int | None = None
) -> Expense:
    """Take an expense away that is not billed; raises NotFound, Conflict, Forbidden, Billed."""
    expense = see_expense(work, expense_id, "time_entry.archive", version=expected_version)
    expense.must_not_be_billed()
    expense.archived_at = work.now()
    work.save(expense)
    return expense


def restore_expense(work: ProjectsWork, *, expense_id: UUID) -> Expense:
    """Take an archived expense back; raises NotFound, Forbidden, ProjectClosed."""
    expense = see_expense(work, expense_id, "time_entry.archive")
    if expense.archived_at is not None:
        see_project(work, expense.project_id).must_be_open()
        expense.archived_at = None
        work.save(expense)
    return expense


def see_expense(
    work: ProjectsWork, expense_id: UUID, grant: str, *, version: int | None = None
) -> Expense:
    """Load an expense for a purpose; raises NotFound, Conflict, Forbidden."""
    expense = work.expenses.get(expense_id, expected_version=version)
    unknown = "projects.expense_unknown"
    authorise(work.caller, grant, expense, owner="user_id", unknown=unknown)
    return expense


def _values(given: dict[str, Any], *, currency: str) -> dict[str, Any]:
    values = {name: value for name, value in given.items() if name != "project_id"}
    if "amount" in values:
        amount = values.pop("amount")
        values["amount_minor"] = minor(amount, currency=currency, pointer="/amount")
    if "vat_percent" in values:
        values["vat_bp"] = percent_bp(values.pop("vat_percent"))
    return values
