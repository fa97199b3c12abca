"""
Sums over cases, computed by the database.

The same questions are put to the cases as they are and to the history as it stood at the end
of a day; the latter reads one row per case, the last that was valid then.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from shared.capabilities.policy import visible
from shared.persistence.work import Work
from sqlalchemy import Date, FromClause, Numeric, Select, Text, and_, cast, func, select
from sqlalchemy.sql.elements import ColumnElement

from sales.domain.changes import start_of_day
from sales.domain.forecasts import Asked, Sums
from sales.persistence.tables import case_changes, sales_cases, sales_processes, sales_stages

# Half up, as ``sales.domain.forecasts.weighted_minor`` does for one case; values are not negative.
_HALF, _WHOLE = 5_000, 10_000


@dataclass(frozen=True)
class Standing:
    """Where to read how cases stand, and what limits it to what was asked for."""

    source: FromClause
    cases: Any  # the columns that say how a case stands
    where: list[ColumnElement[bool]]


class SummedCases:
    """Sums over the cases the caller may see, inside one unit of work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def open_sums(self, asked: Asked) -> list[Sums]:
        standing = self._standing(asked)
        group = _group(asked, standing.cases, standing.cases.expected_order_date)
        return self._sums(standing, group, _is_open(standing))

    def open_sums_by_month(self, asked: Asked) -> list[Sums]:
        standing = self._standing(asked)
        day = standing.cases.expected_order_date
        group = _group(asked, standing.cases, day)
        return self._sums(standing, group, _is_open(standing), _within(asked, day), month_of=day)

    def decided_sums(self, asked: Asked, *, status: str, by_month: bool) -> list[Sums]:
        standing = self._standing(asked)
        day = standing.cases.closed_on
        group = _group(asked, standing.cases, day)
        decided = and_(standing.cases.status == status, day.is_not(None))
        month_of = day if by_month else None
        return self._sums(standing, group, decided, _within(asked, day), month_of=month_of)

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

    def _standing(self, asked: Asked) -> Standing:
        seen = visible(
            self._work.caller, "case.view", sales_cases, owner="salesperson_id", unit="unit_id"
        )
        if asked.as_of is None:
            where = [seen, sales_cases.c.archived_at.is_(None)]
            return Standing(sales_cases, sales_cases.c, [*where, *_limits(asked, sales_cases.c)])
        end = start_of_day(asked.as_of + timedelta(days=1), self._work.caller.time_zone)
        latest = (
            select(case_changes)
            .distinct(case_changes.c.case_id)
            .where(case_changes.c.organisation_id == self._work.caller.organisation_id)
            .where(case_changes.c.valid_from < end)
            .order_by(
                case_changes.c.case_id, case_changes.c.valid_from.desc(), case_changes.c.seq.desc()
            )
            .subquery("latest")
        )
        source = latest.join(sales_cases, sales_cases.c.id == latest.c.case_id)
        return Standing(source, latest.c, [seen, ~latest.c.archived, *_limits(asked, latest.c)])

    def _sums(
        self,
        standing: Standing,
        group: ColumnElement[Any],
        *where: ColumnElement[bool],
        month_of: ColumnElement[Any] | None = None,
    ) -> list[Sums]:
        columns = standing.cases
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
            .select_from(standing.source)
            .where(*standing.where, *where)
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
    return groups[asked.group_by]


def _is_open(standing: Standing) -> ColumnElement[bool]:
    return standing.cases.status == "open"  # type: ignore[no-any-return]


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
