"""
Answers about projects, people and time.

Every function takes a record or a row of its table alike: both have the same attribute names.
"""

from decimal import Decimal
from typing import Any
from uuid import UUID

from shared.contracts.projects.views import (
    ContractLineView,
    ExpenseView,
    PhaseView,
    ProjectView,
    ResourceView,
    TimeEntryView,
    WorkContractView,
)
from shared.kernel.context import Caller
from shared.kernel.money import Money


def amount(minor: int | None, currency: str) -> Money | None:
    """Money, or None for an amount that is not there."""
    return None if minor is None else Money(minor, currency)


def percent(basis_points: int) -> Decimal:
    """Basis points in percent, two decimals."""
    return (Decimal(basis_points) / 100).quantize(Decimal("0.01"))


def plain(number: Decimal) -> Decimal:
    """A quantity without needless zeros and never in exponent form."""
    shorter = number.normalize()
    return shorter.quantize(Decimal(1)) if shorter == shorter.to_integral_value() else shorter


def _record(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "version": row.version,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "archived_at": row.archived_at,
    }


def project_view(row: Any, *, actual_minutes: int, custom: dict[str, Any]) -> ProjectView:
    """A project; *custom* is what the caller may see of its own fields."""
    return ProjectView(
        **_record(row),
        project_no=row.project_no,
        name=row.name,
        description=row.description,
        customer_id=row.customer_id,
        sales_case_id=row.sales_case_id,
        quote_id=row.quote_id,
        manager_id=row.manager_id,
        unit_id=row.unit_id,
        status=row.status,
        currency=row.currency,
        start=row.start,
        deadline=row.deadline,
        planned_minutes=row.planned_minutes,
        actual_minutes=actual_minutes,
        member_ids=row.member_ids,
        custom=custom,
    )


def contract_line_view(row: Any, *, project_id: UUID, currency: str) -> ContractLineView:
    """A contract line; its amounts are in the project's currency."""
    sign = -1 if row.net_minor < 0 else 1
    return ContractLineView(
        id=row.id,
        project_id=project_id,
        quote_line_id=row.quote_line_id,
        product_id=row.product_id,
        position=row.position,
        kind=row.kind,
        description=row.description,
        quantity=plain(row.quantity),
        unit=row.unit,
        unit_price=Money(row.unit_price_minor, currency),
        net=Money(row.net_minor, currency),
        vat_percent=percent(row.vat_bp),
        minutes=row.minutes,
        invoiced=Money(row.allocated_minor * sign, currency),
    )


def phase_view(row: Any, *, actual_minutes: int) -> PhaseView:
    """A phase."""
    return PhaseView(
        **_record(row),
        project_id=row.project_id,
        parent_id=row.parent_id,
        name=row.name,
        start=row.start,
        end=row.end,
        estimate_minutes=row.estimate_minutes,
        actual_minutes=actual_minutes,
    )


def resource_view(row: Any, *, name: str | None) -> ResourceView:
    """A person's profile."""
    return ResourceView(
        **_record(row),
        user_id=row.user_id,
        name=name,
        job_title=row.job_title,
        unit_id=row.unit_id,
        roles=row.roles,
        skills=row.skills,
        billing_rate=amount(row.billing_rate_minor, row.currency),
        active_from=row.active_from,
        active_to=row.active_to,
    )


def work_contract_view(row: Any, *, caller: Caller) -> WorkContractView:
    """A work contract; the rate only for those who may see salaries."""
    rate = row.cost_rate_minor if caller.sees("salary") else None
    return WorkContractView(
        **_record(row),
        user_id=row.user_id,
        minutes_per_weekday=row.minutes_per_weekday,
        cost_rate=amount(rate, row.currency),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def time_entry_view(row: Any, *, caller: Caller) -> TimeEntryView:
    """A time entry; the cost rate only for those who may see salaries."""
    rate = row.cost_rate_minor if caller.sees("salary") else None
    return TimeEntryView(
        **_record(row),
        user_id=row.user_id,
        project_id=row.project_id,
        phase_id=row.phase_id,
        contract_line_id=row.contract_line_id,
        sales_case_id=row.sales_case_id,
        customer_id=row.customer_id,
        work_date=row.work_date,
        minutes=row.minutes,
        billable=row.billable,
        billing=row.billing,
        description=row.description,
        status=row.status,
        invoiced_minutes=row.allocated_minutes,
        price=amount(row.price_minor, row.currency),
        cost_rate=amount(rate, caller.currency),
        cost_missing=row.cost_minor is None,
    )


def expense_view(row: Any) -> ExpenseView:
    """An expense."""
    return ExpenseView(
        **_record(row),
        project_id=row.project_id,
        user_id=row.user_id,
        customer_id=row.customer_id,
        spent_on=row.spent_on,
        description=row.description,
        amount=Money(row.amount_minor, row.currency),
        vat_percent=percent(row.vat_bp),
        billable=row.billable,
        invoiced=Money(row.allocated_minor, row.currency),
        external_ref=row.external_ref,
    )
