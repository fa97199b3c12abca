"""
Reports of one's own: declared sources are counted and summed by declared dimensions.

Groups and totals are made of the same records:
those of the source's list with its filters, as far as the viewer sees them.  A record that is in
several groups of a dimension is counted in each of them, once in the total, and the report says so.
"""

from collections.abc import Mapping, Sequence
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
Sums = dict[str | None, list[int]]  # currency → sum and number of each measure in turn


def run_report(work: Work, source: Source, asked: Asked) -> ReportView:
    """
    Make a report; a statement for the finest groups, one more for each dimension with records in
    several groups, and one for the labels of each dimension.

    Raises:
        Invalid: ``platform.report_too_large``; more groups than anybody reads.
    """
    where, locale = source.where(asked.filters), work.caller.locale
    by_depth = _sums_by_depth(work, source, asked, where)
    found = {
        keys: _values(asked.measures, sums) for sets in by_depth[1:] for keys, sums in sets.items()
    }
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
        totals=_values(asked.measures, by_depth[0].get((), {})),
        owner=asked.owner,
        as_of=asked.as_of,
        notes=_notes(asked, locale),
        made_at=work.now(),
    )


def figures_where(work: Work, source: Source, asked: Asked, where: ColumnElement[bool]) -> Figures:
    """Figures of records without any grouping; one statement."""
    return _values(asked.measures, _sums(work, source, asked, where, ()).get((), {}))


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


def _sums_by_depth(
    work: Work, source: Source, asked: Asked, where: ColumnElement[bool]
) -> list[dict[Keys, Sums]]:
    """
    Sums without grouping, by the first dimension, by both.

    Sums of groups add up to those above them unless a record is in several groups; only then
    is it asked again.
    """
    by = asked.group_by
    sets = [_sums(work, source, asked, where, by)]
    for depth in range(len(by) - 1, -1, -1):
        if by[depth].several:
            sets.insert(0, _sums(work, source, asked, where, by[:depth]))
        else:
            sets.insert(0, _added_up(sets[0], depth))
    return sets


def _added_up(sums: Mapping[Keys, Sums], depth: int) -> dict[Keys, Sums]:
    above: dict[Keys, Sums] = {}
    for keys, of_group in sums.items():
        into = above.setdefault(keys[:depth], {})
        for currency, numbers in of_group.items():
            present = into.get(currency, [0] * len(numbers))
            into[currency] = [sum(pair) for pair in zip(present, numbers, strict=True)]
    return above


def _sums(
    work: Work,
    source: Source,
    asked: Asked,
    where: ColumnElement[bool],
    by: Sequence[Dimension],
) -> dict[Keys, Sums]:
    """Sums of every group, by currency; one statement."""
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
    found: dict[Keys, Sums] = {}
    for row in rows:
        numbers = [int(each or 0) for each in row[len(by) + 1 :]]
        found.setdefault(tuple(row[: len(by)]), {})[row.money_in] = numbers
    return found


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


def _values(measures: Sequence[Measure], sums: Sums) -> Figures:
    """Figures of one group, its currencies put side by side."""
    values: Figures = {}
    for n, measure in enumerate(measures):
        pairs = {currency: numbers[2 * n : 2 * n + 2] for currency, numbers in sums.items()}
        total, number = (sum(pair[at] for pair in pairs.values()) for at in (0, 1))
        if measure.kind == "money":
            values[measure.name] = [
                Money(pairs[currency][0], currency).to_json()
                for currency in sorted(filter(None, pairs))
                if pairs[currency][1]
            ]
        elif measure.kind == "average":
            values[measure.name] = _average(total, number) if number else None
        else:
            values[measure.name] = total
    return values


def _average(total: int, number: int) -> str:
    exact = Decimal(total) / number
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
