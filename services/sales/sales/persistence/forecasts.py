"""
Sums over cases, computed by the database.

The same questions are put to the cases as they are and to the history as it stood at the end
of a day; the latter reads one row per case, the one that held then.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from shared.capabilities.policy import visible
from shared.persistence.work import Work
from sqlalchemy import (
    Date,
    FromClause,
    Numeric,
    Select,
    Subquery,
    Text,
    and_,
    cast,
    func,
    or_,
    select,
)
from sqlalchemy.sql.elements import ColumnElement

from sales.domain.changes import start_of_day
from sales.domain.forecast_changes import Passage, Standing
from sales.domain.forecasts import Asked, Sums
from sales.persistence.tables import case_changes, sales_cases, sales_processes, sales_stages

# Half up, as ``sales.domain.forecasts.weighted_minor`` does for one case; values are not negative.
_HALF, _WHOLE = 5_000, 10_000
_STANDING = (
    "status",
    "value_minor",
    "value_currency",
    "probability_bp",
    "expected_order_date",
    "salesperson_id",
    "unit_id",
    "process_id",
    "customer_id",
    "archived",
)


@dataclass(frozen=True)
class Reading:
    """Where to read how cases stand, and what limits it to what was asked for."""

    source: FromClause
    cases: Any  # the columns that say how a case stands
    where: list[ColumnElement[bool]]


class SummedCases:
    """Sums over the cases the caller may see, inside one unit of work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def open_sums(self, asked: Asked) -> list[Sums]:
        reading = self._reading(asked)
        day = reading.cases.expected_order_date
        within = [_within(asked, day)] if asked.period else []
        return self._sums(reading, _group(asked, reading.cases, day), _is_open(reading), *within)

    def open_sums_by_month(self, asked: Asked) -> list[Sums]:
        reading = self._reading(asked)
        day = reading.cases.expected_order_date
        group = _group(asked, reading.cases, day)
        return self._sums(reading, group, _is_open(reading), _within(asked, day), month_of=day)

    def decided_sums(self, asked: Asked, *, status: str, by_month: bool) -> list[Sums]:
        reading = self._reading(asked)
        day = reading.cases.closed_on
        group = _group(asked, reading.cases, day)
        decided = and_(reading.cases.status == status, day.is_not(None))
        month_of = day if by_month else None
        return self._sums(reading, group, decided, _within(asked, day), month_of=month_of)

    def stage_names(self) -> dict[UUID, tuple[int, dict[str, str]]]:
        rows = self._work.session.execute(
            select(sales_stages.c.id, sales_stages.c.names)
            .join(sales_processes, sales_processes.c.id == sales_stages.c.process_id)
            .where(sales_stages.c.organisation_id == self._work.caller.organisation_id)
            .order_by(
                sales_processes.c.is_default.desc(),
                sales_processes.c.created_at,
                sales_stages.c.position,
            )
        )
        return {row.id: (place, row.names) for place, row in enumerate(rows)}

    def _reading(self, asked: Asked) -> Reading:
        seen = self._seen()
        if asked.as_of is None:
            where = [seen, sales_cases.c.archived_at.is_(None)]
            return Reading(sales_cases, sales_cases.c, [*where, *_limits(asked, sales_cases.c)])
        latest = self._latest(asked.as_of, "latest")
        source = latest.join(sales_cases, sales_cases.c.id == latest.c.case_id)
        return Reading(source, latest.c, [seen, ~latest.c.archived, *_limits(asked, latest.c)])

    def passages(self, asked: Asked, *, since: date) -> list[Passage]:
        before = self._latest(since, "before")
        after = self._latest(asked.as_of, "later")
        source = after.join(sales_cases, sales_cases.c.id == after.c.case_id).outerjoin(
            before, before.c.case_id == after.c.case_id
        )
        counts = or_(_may_count(before, asked), _may_count(after, asked))
        found = self._work.session.execute(
            select(
                sales_cases.c.id,
                sales_cases.c.case_no,
                sales_cases.c.name,
                *(before.c[name].label(f"before_{name}") for name in _STANDING),
                *(after.c[name].label(f"after_{name}") for name in _STANDING),
            )
            .select_from(source)
            .where(self._seen(), counts)
        )
        return [_passage(row) for row in found]

    def _seen(self) -> ColumnElement[bool]:
        return visible(
            self._work.caller, "case.view", sales_cases, owner="salesperson_id", unit="unit_id"
        )

    def _latest(self, as_of: date | None, name: str) -> Subquery:
        """How every case stood at the end of a day; at present when None."""
        until = case_changes.c.valid_until
        held: ColumnElement[bool] = until.is_(None)
        if as_of is not None:
            end = start_of_day(as_of + timedelta(days=1), self._work.caller.time_zone)
            held = and_(case_changes.c.valid_from < end, or_(until.is_(None), until >= end))
        mine = case_changes.c.organisation_id == self._work.caller.organisation_id
        return select(case_changes).where(mine, held).subquery(name)

    def _sums(
        self,
        reading: Reading,
        group: ColumnElement[Any],
        *where: ColumnElement[bool],
        month_of: ColumnElement[Any] | None = None,
    ) -> list[Sums]:
        columns = reading.cases
        keys: dict[str, ColumnElement[Any]] = {
            "key": group,
            "currency": cast(columns.value_currency, Text),
        }
        if month_of is not None:
            keys["month"] = cast(func.date_trunc("month", month_of), Date)
        weighted = func.div(
            cast(columns.value_minor, Numeric) * columns.probability_bp + _HALF, _WHOLE
        )
        statement: Select[Any] = (
            select(
                *(column.label(name) for name, column in keys.items()),
                func.count().label("number"),
                func.sum(columns.value_minor).label("value_minor"),
                func.sum(weighted).label("weighted_minor"),
            )
            .select_from(reading.source)
            .where(*reading.where, *where)
            .group_by(*keys.values())
        )
        return [
            Sums(
                key=row.key,
                currency=row.currency,
                count=row.number,
                value_minor=int(row.value_minor),
                weighted_minor=int(row.weighted_minor),
                month=row.month if month_of is not None else None,
            )
            for row in self._work.session.execute(statement)
        ]


def _group(asked: Asked, columns: Any, day: ColumnElement[Any]) -> ColumnElement[Any]:
    """What the rows are grouped by, as text; null for cases without."""
    groups: dict[str, ColumnElement[Any]] = {
        "stage": cast(columns.stage_id, Text),
        "salesperson": cast(columns.salesperson_id, Text),
        "unit": cast(columns.unit_id, Text),
        "month": func.to_char(day, "YYYY-MM"),
        "organisation": func.nullif("", ""),
    }
    # What customers are grouped by is known of their copies.
    return groups.get(asked.group_by, cast(columns.customer_id, Text))


def _may_count(states: Subquery, asked: Asked) -> ColumnElement[bool]:
    return and_(states.c.status == "open", _within(asked, states.c.expected_order_date))


def _passage(row: Any) -> Passage:
    before = None if row.before_status is None else _standing(row, "before")
    return Passage(
        case_id=row.id,
        case_no=row.case_no,
        name=row.name,
        before=before,
        after=_standing(row, "after"),
    )


def _standing(row: Any, when: str) -> Standing:
    values = {name: getattr(row, f"{when}_{name}") for name in _STANDING}
    return Standing(currency=values.pop("value_currency"), **values)


def _is_open(reading: Reading) -> ColumnElement[bool]:
    return reading.cases.status == "open"  # type: ignore[no-any-return]


def _within(asked: Asked, day: ColumnElement[Any]) -> ColumnElement[bool]:
    if asked.period is None:
        raise ValueError("a period is needed")
    return day.between(asked.period.first_on, asked.period.last_on)


def _limits(asked: Asked, columns: Any) -> list[ColumnElement[bool]]:
    limits = []
    if asked.salesperson_id is not None:
        limits.append(columns.salesperson_id == asked.salesperson_id)
    if asked.unit_ids is not None:
        limits.append(columns.unit_id.in_(sorted(asked.unit_ids)))
    if asked.process_id is not None:
        limits.append(columns.process_id == asked.process_id)
    if asked.customer_id is not None:
        limits.append(columns.customer_id == asked.customer_id)
    return limits
