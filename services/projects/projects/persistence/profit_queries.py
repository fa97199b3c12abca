"""The queries behind profitability, one a ledger; their columns are those of ``Figures``."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from shared.capabilities.policy import same_organisation, visible
from shared.kernel.context import Caller
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Numeric,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    or_,
    select,
)

from projects.domain.allocations import SourceType
from projects.persistence.tables import (
    contract_lines,
    expenses,
    invoice_allocations,
    invoices,
    projects,
    time_entries,
)

Dimension = Literal["customer_id", "project_id"]
Period = tuple[date | None, date | None]
OTHER = "other_currencies"


@dataclass(frozen=True, kw_only=True)
class Scope:
    """
    What is asked about.

    Args:
        by: One sum for each customer or for each project.
        only: Just this one; None for all, those without a customer or project under None.
    """

    by: Dimension
    only: UUID | None = None
    period: Period = (None, None)


def earned(caller: Caller, scope: Scope) -> Select[Any]:
    """Issued invoices net, less credit notes; what was drafted is not revenue."""
    base = invoices.c.currency == caller.currency
    signed = case(
        (invoices.c.kind == "credit_note", -invoices.c.net_minor), else_=invoices.c.net_minor
    )
    return _grouped(
        scope,
        invoices,
        _sum(signed, base).label("revenue_minor"),
        _foreign(caller, invoices, invoices.c.net_minor != 0),
    ).where(
        visible(caller, "profitability.view", invoices, owner="manager_id"),
        invoices.c.status.not_in(["draft", "cancelled"]),
        *_within(invoices.c.issued_on, scope.period),
    )


def worked(caller: Caller, scope: Scope) -> Select[Any]:
    """Time and what it costs; what of it is not billed yet."""
    table = time_entries
    draft = _in_drafts(caller, SourceType.TIME)
    opened = table.c.minutes - table.c.allocated_minutes + func.coalesce(draft.c.quantity, 0)
    by_hour = table.c.billing == "hourly"
    base = table.c.currency == caller.currency
    value = func.round(cast(opened * table.c.price_minor, Numeric) / 60)
    presales = table.c.project_id.is_(None)
    return (
        _grouped(
            scope,
            table,
            _sum(table.c.cost_minor).label("labour_minor"),
            _sum(table.c.cost_minor, table.c.billable).label("billable_labour_minor"),
            _sum(table.c.cost_minor, presales).label("presales_minor"),
            _sum(table.c.minutes).label("minutes"),
            _sum(table.c.minutes, table.c.billable).label("billable_minutes"),
            _sum(table.c.minutes, presales).label("presales_minutes"),
            _sum(table.c.minutes, table.c.cost_minor.is_(None)).label("cost_missing_minutes"),
            _sum(value, and_(by_hour, base)).label("accrued_minor"),
            _sum(opened, and_(by_hour, table.c.price_minor.is_(None))).label(
                "accrued_without_price_minutes"
            ),
            _foreign(caller, table, and_(by_hour, opened > 0)),
        )
        .outerjoin(draft, draft.c.source_id == table.c.id)
        .where(*time_in(caller, scope))
    )


def spent(caller: Caller, scope: Scope) -> Select[Any]:
    """Expenses, and what of them is not billed yet."""
    table = expenses
    draft = _in_drafts(caller, SourceType.EXPENSE)
    opened = table.c.amount_minor - table.c.allocated_minor + func.coalesce(draft.c.quantity, 0)
    base = table.c.currency == caller.currency
    return (
        _grouped(
            scope,
            table,
            _sum(table.c.amount_minor, base).label("expenses_minor"),
            _sum(opened, and_(table.c.billable, base)).label("accrued_minor"),
            _foreign(caller, table, table.c.amount_minor > 0),
        )
        .outerjoin(draft, draft.c.source_id == table.c.id)
        .where(
            same_organisation(caller, table),
            table.c.project_id.in_(_seen_projects(caller)),
            table.c.archived_at.is_(None),
            *_within(table.c.spent_on, scope.period),
        )
    )


def agreed(caller: Caller, scope: Scope) -> Select[Any]:
    """What fixed contract lines have left to bill; as it is now, whatever the period."""
    line = contract_lines
    draft = _in_drafts(caller, SourceType.FIXED)
    taken = (line.c.allocated_minor - func.coalesce(draft.c.quantity, 0)) * func.sign(
        line.c.net_minor
    )
    base = projects.c.currency == caller.currency
    key = projects.c.customer_id if scope.by == "customer_id" else projects.c.id
    query = (
        select(
            key.label("key"),
            _sum(line.c.net_minor - taken, base).label("unbilled_fixed_minor"),
            _foreign(caller, projects, line.c.net_minor != 0),
        )
        .select_from(line.join(projects, projects.c.id == line.c.project_id))
        .outerjoin(draft, draft.c.source_id == line.c.id)
        .where(
            visible(caller, "profitability.view", projects, owner="manager_id"),
            line.c.kind == "fixed",
            projects.c.status != "closed",
            projects.c.archived_at.is_(None),
        )
        .group_by(key)
    )
    return query if scope.only is None else query.where(key == scope.only)


def _grouped(scope: Scope, table: FromClause, *sums: ColumnElement[Any]) -> Select[Any]:
    key = table.c[scope.by]
    query = select(key.label("key"), *sums).select_from(table).group_by(key)
    return query if scope.only is None else query.where(key == scope.only)


def time_in(caller: Caller, scope: Scope) -> list[ColumnElement[bool]]:
    """The time asked about: on projects the caller may see figures of, or before the sale."""
    table = time_entries
    before_sale = and_(
        table.c.project_id.is_(None),
        visible(caller, "profitability.view", table, owner="user_id"),
    )
    conditions = [
        same_organisation(caller, table),
        or_(table.c.project_id.in_(_seen_projects(caller)), before_sale),
        table.c.archived_at.is_(None),
        *_within(table.c.work_date, scope.period),
    ]
    return conditions if scope.only is None else [*conditions, table.c[scope.by] == scope.only]


def _seen_projects(caller: Caller) -> Select[Any]:
    return select(projects.c.id).where(
        visible(caller, "profitability.view", projects, owner="manager_id")
    )


def _within(column: ColumnElement[date], period: Period) -> list[ColumnElement[bool]]:
    first_on, last_on = period
    conditions: list[ColumnElement[bool]] = []
    if first_on is not None:
        conditions.append(column >= first_on)
    if last_on is not None:
        conditions.append(column <= last_on)
    return conditions


def _in_drafts(caller: Caller, source_type: SourceType) -> Subquery:
    """What draft invoices hold of each source: taken, but not revenue yet."""
    return (
        select(
            invoice_allocations.c.source_id,
            cast(func.sum(invoice_allocations.c.quantity), BigInteger).label("quantity"),
        )
        .join(invoices, invoices.c.id == invoice_allocations.c.invoice_id)
        .where(
            same_organisation(caller, invoices),
            invoices.c.status == "draft",
            invoice_allocations.c.source_type == source_type,
        )
        .group_by(invoice_allocations.c.source_id)
        .subquery()
    )


def _sum(value: ColumnElement[Any], only: ColumnElement[bool] | None = None) -> ColumnElement[Any]:
    total = func.sum(value)
    return total if only is None else total.filter(only)  # type: ignore[return-value]


def _foreign(caller: Caller, table: FromClause, only: ColumnElement[bool]) -> ColumnElement[Any]:
    """Currencies other than the base one, which is never added to."""
    foreign = and_(table.c.currency != caller.currency, only)
    return func.array_agg(table.c.currency.distinct()).filter(foreign).label(OTHER)
