"""Reading cases as they are shown: one, lists, those of a customer, and what a search finds."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from shared.capabilities.custom_fields import Custom, shown, with_custom
from shared.capabilities.policy import same_organisation, visible
from shared.capabilities.statements import Statement, is_one_of, parameter
from shared.contracts.declare import load
from shared.contracts.sales.views import (
    CaseActivityView,
    CaseLineView,
    CaseSumView,
    CaseView,
    CustomerCasesView,
)
from shared.kernel.errors import NotFound, invalid_field
from shared.kernel.money import Money, currencies_with, round_half_up
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from shared.persistence.work import Work
from sqlalchemy import Integer, Numeric, Select, Uuid, and_, case, cast, func, select
from sqlalchemy.sql.elements import ColumnElement

from sales.domain.cases import SalesCase
from sales.domain.forecasts import weighted_minor
from sales.domain.lead_sources import name_in
from sales.persistence.tables import case_facts, case_lines, sales_cases, sales_stages

Row = Any

# Amounts are filtered and sorted in whole units, as people write them, not in minor units.
_value = cast(sales_cases.c.value_minor, Numeric) / case(
    (sales_cases.c.value_currency.in_(currencies_with(0)), 1),
    (sales_cases.c.value_currency.in_(currencies_with(3)), 1000),
    else_=100,
)

_FIELDS: dict[str, ColumnElement[Any]] = {
    name: sales_cases.c[name]
    for name in (
        "case_no",
        "name",
        "status",
        "stage_id",
        "process_id",
        "customer_id",
        "partner_id",
        "salesperson_id",
        "unit_id",
        "cost_centre_id",
        "expected_order_date",
        "received_on",
        "closed_on",
        "lead_source_id",
        "lost_reason_id",
        "external_id",
        "created_at",
        "updated_at",
    )
}
_FIELDS["value"] = cast(_value, Numeric)
_FIELDS["probability"] = sales_cases.c.probability_bp // 100


def _without_next_activity(value: str) -> ColumnElement[bool]:
    if value not in ("true", "false"):
        raise invalid_field("/without_next_activity", "must be true or false")
    missing = case_facts.c.next_activity.is_(None)
    return missing if value == "true" else ~missing


CASES = Listing(
    sales_cases,
    filters={**_FIELDS, "archived": sales_cases.c.archived_at.is_not(None)},
    sorts=_FIELDS,
    indexed_as="case",
    special={"without_next_activity": _without_next_activity},
)


_BASE: Select[Any] = select(
    sales_cases,
    sales_stages.c.names.label("stage_names"),
    case_facts.c.previous_activity,
    case_facts.c.next_activity,
).select_from(
    sales_cases.join(sales_stages, sales_stages.c.id == sales_cases.c.stage_id).outerjoin(
        case_facts,
        and_(
            case_facts.c.organisation_id == sales_cases.c.organisation_id,
            case_facts.c.case_id == sales_cases.c.id,
        ),
    )
)


def _seen(caller: Any) -> ColumnElement[bool]:
    return visible(caller, "case.view", sales_cases, owner="salesperson_id", unit="unit_id")


def _of_customer(caller: Any) -> ColumnElement[bool]:
    its = sales_cases.c.customer_id == parameter("customer_id", Uuid)
    return and_(_seen(caller), its, sales_cases.c.archived_at.is_(None))


def _sums(caller: Any) -> Select[Any]:
    value = cast(sales_cases.c.value_minor, Numeric)  # wider than any product of it
    weighted = func.div(value * sales_cases.c.probability_bp + 5_000, 10_000)
    return (
        select(
            sales_cases.c.status,
            sales_cases.c.value_currency,
            func.count().label("number"),
            func.sum(value).label("value_minor"),
            func.sum(weighted).label("weighted_minor"),
        )
        .where(_of_customer(caller))
        .group_by(sales_cases.c.status, sales_cases.c.value_currency)
        .order_by(sales_cases.c.status, sales_cases.c.value_currency)
    )


_SUMS = Statement(_sums)
_NEWEST = Statement(
    lambda caller: (
        _BASE.where(_of_customer(caller))
        .order_by(sales_cases.c.received_on.desc(), sales_cases.c.id.desc())
        .limit(parameter("limit", Integer))
    )
)
_LINES = Statement(
    lambda caller: (
        select(case_lines)
        .where(same_organisation(caller, case_lines), is_one_of(case_lines.c.case_id, "case_ids"))
        .order_by(case_lines.c.case_id, case_lines.c.position)
    )
)


class CaseViews:
    """Cases as the caller may see them, inside one unit of work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def of(self, stored: SalesCase) -> CaseView:
        """A case the caller has just changed, even if he gave it away by that."""
        mine = same_organisation(self._work.caller, sales_cases)
        return self._views(self._rows(mine, stored.id))[0]

    def one(self, case_id: UUID) -> CaseView:
        """Raises NotFound, ``sales.case_unknown``."""
        rows = self._rows(self._seen(), case_id)
        if not rows:
            raise NotFound("There is no such case.", code="sales.case_unknown", id=case_id)
        return self._views(rows)[0]

    def page(self, query: ListQuery) -> Page[CaseView]:
        where = self._seen()
        if "archived" not in query.filters:
            where = and_(where, sales_cases.c.archived_at.is_(None))
        listing = with_custom(CASES, self._work, "case", sales_cases, query)
        return listing.page(self._work, query, where=where, base=_BASE, to_views=self._views)

    def of_customer(self, customer_id: UUID, *, limit: int) -> CustomerCasesView:
        rows = _NEWEST.run(self._work, customer_id=customer_id, limit=limit).all()
        sums = self._sums(customer_id)
        return CustomerCasesView(
            sales_cases=self._views(rows), total=sum(each.count for each in sums), sums=sums
        )

    def _seen(self) -> ColumnElement[bool]:
        return _seen(self._work.caller)

    def _rows(self, where: ColumnElement[bool], case_id: UUID) -> Sequence[Row]:
        return self._work.session.execute(_BASE.where(where, sales_cases.c.id == case_id)).all()

    def _views(self, rows: Sequence[Row]) -> list[CaseView]:
        lines = self._lines([row.id for row in rows])
        locale = self._work.caller.locale
        own = shown(self._work, "case", [row.custom for row in rows])
        return [
            _view(row, lines[row.id], custom, locale) for row, custom in zip(rows, own, strict=True)
        ]

    def _lines(self, case_ids: Sequence[UUID]) -> dict[UUID, list[CaseLineView]]:
        found: dict[UUID, list[CaseLineView]] = defaultdict(list)
        if case_ids:
            for row in _LINES.run(self._work, case_ids=list(case_ids)):
                found[row.case_id].append(_line_view(row))
        return found

    def _sums(self, customer_id: UUID) -> list[CaseSumView]:
        return [
            CaseSumView(
                status=row.status,
                count=row.number,
                value=Money(int(row.value_minor), row.value_currency),
                weighted_value=Money(int(row.weighted_minor), row.value_currency),
            )
            for row in _SUMS.run(self._work, customer_id=customer_id)
        ]


_SAME_NAME = [
    name
    for name in CaseView.__struct_fields__
    if name in sales_cases.c and name not in ("value", "lines", "custom")
]


def _view(row: Row, lines: list[CaseLineView], custom: Custom, locale: str) -> CaseView:
    weighted = weighted_minor(row.value_minor, row.probability_bp)
    return CaseView(
        **{name: getattr(row, name) for name in _SAME_NAME},
        stage_name=name_in(row.stage_names, locale),
        value=Money(row.value_minor, row.value_currency),
        probability=row.probability_bp // 100,
        weighted_value=Money(weighted, row.value_currency),
        lines=lines,
        custom=custom,
        previous_activity=_activity(row.previous_activity),
        next_activity=_activity(row.next_activity),
    )


def _activity(stored: dict[str, Any] | None) -> CaseActivityView | None:
    return load(CaseActivityView, stored) if stored else None


def _line_view(row: Row) -> CaseLineView:
    price = Money(row.unit_price_minor, row.unit_price_currency)
    return CaseLineView(
        id=row.id,
        product_id=row.product_id,
        description=row.description,
        quantity=f"{row.quantity.normalize():f}",
        unit_price=price,
        amount=Money(round_half_up(row.unit_price_minor * row.quantity), price.currency),
    )
