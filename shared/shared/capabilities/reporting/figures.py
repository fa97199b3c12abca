"""
Reports of one's own: declared sources are counted and summed by declared dimensions.

The total, the groups and the groups within groups are one statement each, over the same records:
those of the source's list with its filters, as far as the viewer sees them.  A record that is in
several groups of a dimension is counted in each of them, once in the total, and the report says so.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Text, and_, cast, func, null, select, true

from shared.capabilities.reporting.cells import read_cell, write_cell
from shared.capabilities.reporting.sources import (
    Asked,
    Dimension,
    Measure,
    Source,
    dimension_view,
    in_language,
    measure_view,
)
from shared.contracts.reporting import ReportRowView, ReportView
from shared.kernel.errors import Invalid, invalid_field
from shared.kernel.money import Money
from shared.persistence.work import Work

MOST_GROUPS = 5000
_NONE = {"nb": "Uten verdi", "en": "No value"}
_SEVERAL = {
    "nb": "{name}: en post kan telle i flere grupper; totalen teller den én gang.",
    "en": "{name}: a record may count in several groups; the total counts it once.",
}
_CURRENCIES = {
    "nb": "Beløp i ulike valutaer legges ikke sammen.",
    "en": "Amounts in different currencies are not added.",
}


Keys = tuple[str | None, ...]
Figures = dict[str, Any]


def run_report(work: Work, source: Source, asked: Asked) -> ReportView:
    """
    Make a report; at most five statements.

    Raises:
        Invalid: ``platform.report_too_large``; more groups than anybody reads.
    """
    where, locale = source.where(asked.filters), work.caller.locale
    found: dict[Keys, Figures] = {}
    for depth in range(1, len(asked.group_by) + 1):
        found |= _figures(work, source, asked, where, asked.group_by[:depth])
    labels = [
        _labels(work, source, dimension, {keys[n] for keys in found if len(keys) > n})
        for n, dimension in enumerate(asked.group_by)
    ]
    rows = [
        ReportRowView(
            keys=list(keys),
            labels=[labels[n][key] for n, key in enumerate(keys)],
            values=values,
            cell=write_cell(keys),
        )
        for keys, values in found.items()
    ]
    return ReportView(
        source=source.name,
        heading=in_language(locale, source),
        filters=dict(asked.filters),
        group_by=[dimension_view(each, locale) for each in asked.group_by],
        measures=[measure_view(each, locale) for each in asked.measures],
        rows=_sorted(rows, asked.sort),
        totals=figures_where(work, source, asked, where),
        owner=asked.owner,
        as_of=asked.as_of,
        notes=_notes(asked, locale),
        made_at=work.now(),
    )


def figures_where(work: Work, source: Source, asked: Asked, where: ColumnElement[bool]) -> Figures:
    """Figures of records without any grouping; one statement."""
    found = _figures(work, source, asked, where, ())
    return found.get((), _values(asked.measures, []))


def behind(source: Source, asked: Asked, cell: str) -> ColumnElement[bool]:
    """
    The records behind a figure.

    Raises:
        Invalid: *cell* is not one of this report.
    """
    keys = read_cell(cell)
    if len(keys) > len(asked.group_by):
        raise invalid_field("/cell", "is not a cell of this report")
    chosen = [dimension.holds(key) for dimension, key in zip(asked.group_by, keys, strict=False)]
    return and_(true(), source.where(asked.filters), *chosen)


def _figures(
    work: Work,
    source: Source,
    asked: Asked,
    where: ColumnElement[bool],
    by: Sequence[Dimension],
) -> dict[Keys, Figures]:
    has_money = any(each.kind == "money" for each in asked.measures)
    currency = source.currency if has_money and source.currency is not None else null()
    records, keys = _expanded(source.records, by)
    columns = [column for each in asked.measures for column in each.columns()]
    statement: Select[Any] = (
        select(*keys, cast(currency, Text).label("money_in"), *columns)
        .select_from(records)
        .where(where)
        .group_by(*(column.name for column in keys), "money_in")
        .limit(MOST_GROUPS + 1)
    )
    rows = work.session.execute(statement).all()
    if len(rows) > MOST_GROUPS:
        raise Invalid(
            f"The report has more than {MOST_GROUPS} groups.", code="platform.report_too_large"
        )
    found: dict[Keys, list[Any]] = {}
    for row in rows:
        found.setdefault(tuple(row[: len(by)]), []).append(row)
    return {group: _values(asked.measures, parts) for group, parts in found.items()}


def _expanded(
    records: FromClause, by: Sequence[Dimension]
) -> tuple[FromClause, list[ColumnElement[Any]]]:
    """The records, once for each group they are in; those in none are kept."""
    keys: list[ColumnElement[Any]] = []
    for n, dimension in enumerate(by):
        key: ColumnElement[Any] = dimension.text
        if dimension.several:
            each = (
                func.unnest(dimension.text).table_valued("value").render_derived(name=f"each_{n}")
            )
            records, key = records.outerjoin(each, true()), each.c.value
        keys.append(key.label(f"key_{n}"))
    return records, keys


def _values(measures: Iterable[Measure], parts: Sequence[Any]) -> Figures:
    """Figures of one group, its currencies put side by side."""
    values: Figures = {}
    for measure in measures:
        sums = [getattr(each, f"m_{measure.name}") or 0 for each in parts]
        number = sum(getattr(each, f"n_{measure.name}") for each in parts)
        if measure.kind == "money":
            values[measure.name] = [
                Money(int(total), each.money_in).to_json()
                for total, each in sorted(
                    zip(sums, parts, strict=True), key=lambda pair: pair[1].money_in or ""
                )
                if each.money_in is not None and getattr(each, f"n_{measure.name}")
            ]
        elif measure.kind == "average":
            values[measure.name] = _average(sum(sums), number) if number else None
        else:
            values[measure.name] = int(sum(sums))
    return values


def _average(total: Any, number: int) -> str:
    exact = Decimal(int(total)) / number
    return str(exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def _labels(
    work: Work, source: Source, dimension: Dimension, keys: set[str | None]
) -> dict[str | None, str]:
    known = sorted(key for key in keys if key is not None)
    named = source.labels(work, dimension.named_by, known) if dimension.named_by and known else {}
    nothing = _NONE.get(work.caller.locale, _NONE["nb"])
    return {None: nothing, **{key: named.get(key) or key for key in known}}


def _sorted(rows: list[ReportRowView], sort: str) -> list[ReportRowView]:
    """Groups in order, each followed by the groups within it; those without a value last."""
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    first = {row.keys[0]: row for row in rows if len(row.keys) == 1}

    def place(row: ReportRowView, level: int) -> tuple[Any, ...]:
        value = _weight(row.values.get(name))
        by_value = () if name == "label" else (-value if descending else value,)
        return (*by_value, row.keys[level] is None, row.labels[level].casefold())

    groups = sorted(first.values(), key=lambda row: place(row, 0))
    if name == "label" and descending:
        groups.reverse()
    within: dict[str | None, list[ReportRowView]] = {}
    for row in rows:
        if len(row.keys) == 2:
            within.setdefault(row.keys[0], []).append(row)
    return [
        each
        for group in groups
        for each in (
            group,
            *sorted(within.get(group.keys[0], []), key=lambda row: place(row, 1)),
        )
    ]


def _weight(value: Any) -> Decimal:
    if isinstance(value, list):
        return sum((Decimal(each["amount"]) for each in value), Decimal(0))
    return Decimal(value) if value is not None else Decimal(0)


def _notes(asked: Asked, locale: str) -> list[str]:
    notes = [
        _SEVERAL.get(locale, _SEVERAL["nb"]).format(name=in_language(locale, each))
        for each in asked.group_by
        if each.several
    ]
    if any(each.kind == "money" for each in asked.measures):
        notes.append(_CURRENCIES.get(locale, _CURRENCIES["nb"]))
    return notes
