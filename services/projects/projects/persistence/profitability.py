"""
The sums behind profitability, straight from the ledgers: one query a ledger, whatever is asked.

The same queries serve one customer, one project and the reports over all of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from shared.capabilities.policy import same_organisation, visible
from shared.persistence.work import Work
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
from projects.domain.profitability import Figures
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
_OTHER = "other_currencies"


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


@dataclass(frozen=True)
class Facts:
    """Sums by customer or project, and currencies that occur but are in no sum."""

    figures: dict[UUID | None, Figures]
    other_currencies: list[str]


def facts(work: Work, scope: Scope) -> Facts:
    """Everything the caller may know, added up by customer or project in the base currency."""
    sums: dict[UUID | None, Figures] = {}
    others: set[str] = set()
    for query in (_revenue(work, scope), _labour(work, scope), _expenses(work, scope),
                  _fixed(work, scope)):  # fmt: skip
        for row in work.session.execute(query):
            values = dict(row._mapping)
            key = values.pop("key")
            others.update(values.pop(_OTHER) or [])
            part = Figures(**{name: int(value or 0) for name, value in values.items()})
            sums[key] = sums.get(key, Figures()) + part
    return Facts(sums, sorted(others))


def people_involved(work: Work, scope: Scope) -> Iterator[tuple[UUID, date]]:
    """Who registered time here, and since when."""
    rows = work.session.execute(
        select(time_entries.c.user_id, func.min(time_entries.c.work_date))
        .where(*_time_in(work, scope))
        .group_by(time_entries.c.user_id)
    )
    return ((user_id, first_on) for user_id, first_on in rows)


def registered_minutes(work: Work, users: list[UUID], *, first_on: date, last_on: date) -> int:
    """All minutes of some people in a period, whatever they worked on."""
    return int(
        work.session.execute(
            select(func.coalesce(func.sum(time_entries.c.minutes), 0)).where(
                same_organisation(work.caller, time_entries),
                time_entries.c.user_id.in_(users),
                time_entries.c.work_date.between(first_on, last_on),
                time_entries.c.archived_at.is_(None),
            )
        ).scalar_one()
    )


def _revenue(work: Work, scope: Scope) -> Select[Any]:
    base = invoices.c.currency == work.caller.currency
    signed = case(
        (invoices.c.kind == "credit_note", -invoices.c.net_minor), else_=invoices.c.net_minor
    )
    return _grouped(
        scope,
        invoices,
        _sum(signed, base).label("revenue_minor"),
        _foreign(work, invoices, invoices.c.net_minor != 0),
    ).where(
        visible(work.caller, "profitability.view", invoices, owner="manager_id"),
        invoices.c.status.not_in(["draft", "cancelled"]),
        *_within(invoices.c.issued_on, scope.period),
    )


def _labour(work: Work, scope: Scope) -> Select[Any]:
    table = time_entries
    draft = _in_drafts(work, SourceType.TIME)
    opened = table.c.minutes - table.c.allocated_minutes + func.coalesce(draft.c.quantity, 0)
    by_hour = table.c.billing == "hourly"
    base = table.c.currency == work.caller.currency
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
            _foreign(work, table, and_(by_hour, opened > 0)),
        )
        .outerjoin(draft, draft.c.source_id == table.c.id)
        .where(*_time_in(work, scope))
    )


def _expenses(work: Work, scope: Scope) -> Select[Any]:
    table = expenses
    draft = _in_drafts(work, SourceType.EXPENSE)
    opened = table.c.amount_minor - table.c.allocated_minor + func.coalesce(draft.c.quantity, 0)
    base = table.c.currency == work.caller.currency
    return (
        _grouped(
            scope,
            table,
            _sum(table.c.amount_minor, base).label("expenses_minor"),
            _sum(opened, and_(table.c.billable, base)).label("accrued_minor"),
            _foreign(work, table, table.c.amount_minor > 0),
        )
        .outerjoin(draft, draft.c.source_id == table.c.id)
        .where(
            same_organisation(work.caller, table),
            table.c.project_id.in_(_seen_projects(work)),
            table.c.archived_at.is_(None),
            *_within(table.c.spent_on, scope.period),
        )
    )


def _fixed(work: Work, scope: Scope) -> Select[Any]:
    """What fixed contract lines have left to bill; as it is now, whatever the period."""
    line = contract_lines
    draft = _in_drafts(work, SourceType.FIXED)
    taken = (line.c.allocated_minor - func.coalesce(draft.c.quantity, 0)) * func.sign(
        line.c.net_minor
    )
    base = projects.c.currency == work.caller.currency
    key = projects.c.customer_id if scope.by == "customer_id" else projects.c.id
    query = (
        select(
            key.label("key"),
            _sum(line.c.net_minor - taken, base).label("unbilled_fixed_minor"),
            _foreign(work, projects, line.c.net_minor != 0),
        )
        .select_from(line.join(projects, projects.c.id == line.c.project_id))
        .outerjoin(draft, draft.c.source_id == line.c.id)
        .where(
            visible(work.caller, "profitability.view", projects, owner="manager_id"),
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


def _time_in(work: Work, scope: Scope) -> list[ColumnElement[bool]]:
    table = time_entries
    before_sale = and_(
        table.c.project_id.is_(None),
        visible(work.caller, "profitability.view", table, owner="user_id"),
    )
    conditions = [
        same_organisation(work.caller, table),
        or_(table.c.project_id.in_(_seen_projects(work)), before_sale),
        table.c.archived_at.is_(None),
        *_within(table.c.work_date, scope.period),
    ]
    return conditions if scope.only is None else [*conditions, table.c[scope.by] == scope.only]


def _seen_projects(work: Work) -> Select[Any]:
    return select(projects.c.id).where(
        visible(work.caller, "profitability.view", projects, owner="manager_id")
    )


def _within(column: ColumnElement[date], period: Period) -> list[ColumnElement[bool]]:
    first_on, last_on = period
    conditions: list[ColumnElement[bool]] = []
    if first_on is not None:
        conditions.append(column >= first_on)
    if last_on is not None:
        conditions.append(column <= last_on)
    return conditions


def _in_drafts(work: Work, source_type: SourceType) -> Subquery:
    """What draft invoices hold of each source: taken, but not revenue yet."""
    return (
        select(
            invoice_allocations.c.source_id,
            cast(func.sum(invoice_allocations.c.quantity), BigInteger).label("quantity"),
        )
        .join(invoices, invoices.c.id == invoice_allocations.c.invoice_id)
        .where(
            same_organisation(work.caller, invoices),
            invoices.c.status == "draft",
            invoice_allocations.c.source_type == source_type,
        )
        .group_by(invoice_allocations.c.source_id)
        .subquery()
    )


def _sum(value: ColumnElement[Any], only: ColumnElement[bool] | None = None) -> ColumnElement[Any]:
    total = func.sum(value)
    return total if only is None else total.filter(only)  # type: ignore[return-value]


def _foreign(work: Work, table: FromClause, only: ColumnElement[bool]) -> ColumnElement[Any]:
    """Currencies other than the base one, which is never added to."""
    foreign = and_(table.c.currency != work.caller.currency, only)
    return func.array_agg(table.c.currency.distinct()).filter(foreign).label(_OTHER)
