"""The records behind a figure of a report: as many, and worth as much, as the figure says."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, literal, null, select

from shared.capabilities.reporting.figures import behind, figures_where
from shared.capabilities.reporting.sources import Asked, Measure, Source
from shared.contracts.reporting import ReportDrillDownView, ReportRecordView
from shared.kernel.errors import invalid_field
from shared.kernel.money import Money
from shared.kernel.paging import LARGEST_PAGE
from shared.persistence.work import Work

_COUNT = Measure(name="count", nb="", en="", definition_nb="", definition_en="")


def drill_down(
    work: Work, source: Source, asked: Asked, *, cell: str, limit: int, cursor: str | None
) -> ReportDrillDownView:
    """
    A page of the records behind a figure, oldest first, with the figure; three statements.

    Args:
        cell: Of a row of the report; empty for the totals.

    Raises:
        Invalid: *cell* is none of this report; *limit* or *cursor* is wrong.
    """
    if not 1 <= limit <= LARGEST_PAGE:
        raise invalid_field("/limit", f"must be between 1 and {LARGEST_PAGE}")
    where = behind(source, asked, cell)
    statement = (
        select(*_columns(source, asked))
        .select_from(source.records)
        .where(where)
        .order_by(source.record_id)
        .limit(limit + 1)
    )
    if cursor:
        statement = statement.where(source.record_id > _position(cursor))
    rows = work.session.execute(statement).all()
    page = rows[:limit]
    counted = Asked(filters=asked.filters, measures=(_COUNT,))
    return ReportDrillDownView(
        items=[_record(source, asked, row) for row in page],
        next_cursor=str(page[-1].id) if len(rows) > limit else None,
        total=figures_where(work, source, counted, where)["count"],
        figures=figures_where(work, source, asked, where),
    )


def _columns(source: Source, asked: Asked) -> list[ColumnElement[Any]]:
    number = source.number if source.number is not None else null()
    currency = source.currency if source.currency is not None else null()
    return [
        source.record_id.label("id"),
        source.title.label("title"),
        cast(number, Text).label("number"),
        cast(currency, Text).label("currency"),
        *(_worth(each).label(f"m_{each.name}") for each in asked.measures),
    ]


def _worth(measure: Measure) -> ColumnElement[Any]:
    """What one record adds to a figure."""
    if measure.kind == "count":
        return literal(1) if measure.only is None else measure.only
    return measure.amount if measure.amount is not None else null()


def _record(source: Source, asked: Asked, row: Any) -> ReportRecordView:
    values: dict[str, Any] = {}
    for measure in asked.measures:
        value = getattr(row, f"m_{measure.name}")
        if measure.kind == "money":
            has_amount = value is not None and row.currency is not None
            values[measure.name] = Money(int(value), row.currency).to_json() if has_amount else None
        else:
            values[measure.name] = int(value) if value is not None else None
    return ReportRecordView(
        id=row.id, kind=source.kind, title=row.title or "", number=row.number, values=values
    )


def _position(cursor: str) -> UUID:
    try:
        return UUID(cursor)
    except ValueError:
        raise invalid_field("/cursor", "is not a cursor of this list") from None
