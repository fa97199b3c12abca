"""What a report can be about: declared sources with dimensions and measures, and what is asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, FromClause, Text, cast, func, literal
from sqlalchemy.dialects.postgresql import ARRAY

from shared.contracts.reporting import ReportChoiceView, ReportFields, ReportSourceView
from shared.kernel.errors import invalid_field

NOW, AT_THE_TIME = "now", "at_the_time"


@dataclass(frozen=True, kw_only=True)
class Dimension:
    """
    Something to group by.

    Args:
        expression: Over the source's rows; an array when *several*.
        named_by: Where labels of keys come from, for the source's ``labels``; empty when a key
            speaks for itself.
    """

    name: str
    nb: str
    en: str
    expression: ColumnElement[Any]
    several: bool = False
    named_by: str = ""

    @property
    def text(self) -> ColumnElement[Any]:
        """The key as text, or all keys of a record."""
        return cast(self.expression, ARRAY(Text) if self.several else Text)

    def holds(self, key: str | None) -> ColumnElement[bool]:
        """Whether a record is in a group."""
        if self.several:
            if key is None:
                return func.coalesce(func.cardinality(self.expression), 0) == 0
            return literal(key) == func.any(self.text)
        return self.text.is_(None) if key is None else self.text == key


@dataclass(frozen=True, kw_only=True)
class Measure:
    """
    Something to count, sum or average.

    Args:
        kind: count, number, average or money; money is summed for each currency apart.
        amount: What is summed; None counts records.
        only: Which records are measured; all by default.
    """

    name: str
    nb: str
    en: str
    definition_nb: str
    definition_en: str
    kind: str = "count"
    amount: ColumnElement[Any] | None = None
    only: ColumnElement[bool] | None = None

    def columns(self) -> list[ColumnElement[Any]]:
        """What a statement selects: the sum or number, and the number of values."""
        amount = self.amount if self.amount is not None else literal(1)
        total: Any = func.sum(cast(amount, BigInteger))
        number: Any = func.count(amount)
        if self.only is not None:
            total, number = total.filter(self.only), number.filter(self.only)
        first = number if self.kind == "count" else total
        return [first.label(f"m_{self.name}"), number.label(f"n_{self.name}")]


@dataclass(frozen=True, kw_only=True)
class Source:
    """
    What reports can be about.

    Args:
        records: What figures are made of, with whatever its dimensions need joined to it
            without making a record twice.
        where: The records of the source's list with these filters that the viewer sees.
        kind: What a record is; ``record_id``, ``title`` and ``number`` name one.
        currency: The column of every money measure's currency.
        labels: Texts for keys: (work, named_by, keys) → key → label.
    """

    name: str
    nb: str
    en: str
    records: FromClause
    where: Callable[[Mapping[str, Any]], ColumnElement[bool]]
    dimensions: Mapping[str, Dimension]
    measures: Mapping[str, Measure]
    labels: Callable[[Any, str, Sequence[str]], Mapping[str, str]]
    kind: str
    record_id: ColumnElement[Any]
    title: ColumnElement[Any]
    number: ColumnElement[Any] | None = None
    currency: ColumnElement[Any] | None = None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A report as asked for, checked against its source."""

    filters: Mapping[str, Any] = field(default_factory=dict)
    group_by: tuple[Dimension, ...] = ()
    measures: tuple[Measure, ...] = ()
    owner: str = NOW
    sort: str = "label"
    as_of: date | None = None


def asked_of(source: Source, fields: ReportFields) -> Asked:
    """
    Check what is asked for.

    Raises:
        Invalid: ``platform.invalid_fields``; an unknown dimension or measure, too many …
    """
    given = fields.given()
    names, measures = given.get("group_by", []), given.get("measures") or ["count"]
    if len(names) > 2 or len(set(names)) < len(names):
        raise invalid_field("/group_by", "at most two, and not the same twice")
    sort = given.get("sort", "label")
    if sort.removeprefix("-") not in ("label", *measures):
        raise invalid_field("/sort", "label or one of the measures")
    return Asked(
        filters=given.get("filters", {}),
        group_by=tuple(_known(source.dimensions, each, "group_by") for each in names),
        measures=tuple(_known(source.measures, each, "measures") for each in measures),
        owner=given.get("owner", NOW),
        sort=sort,
        as_of=given.get("as_of"),
    )


def dimension_view(dimension: Dimension, locale: str) -> ReportChoiceView:
    """A dimension as a choice."""
    return ReportChoiceView(
        name=dimension.name,
        heading=in_language(locale, dimension),
        kind="group",
        several=dimension.several,
    )


def measure_view(measure: Measure, locale: str) -> ReportChoiceView:
    """A measure as a choice, with what it means."""
    return ReportChoiceView(
        name=measure.name,
        heading=in_language(locale, measure),
        kind=measure.kind,
        definition=measure.definition_en if locale == "en" else measure.definition_nb,
    )


def source_view(source: Source, locale: str) -> ReportSourceView:
    """A source with all there is to choose."""
    return ReportSourceView(
        name=source.name,
        heading=in_language(locale, source),
        dimensions=[dimension_view(each, locale) for each in source.dimensions.values()],
        measures=[measure_view(each, locale) for each in source.measures.values()],
    )


def in_language(locale: str, named: Any) -> str:
    return str(named.en if locale == "en" else named.nb)


def _known(known: Mapping[str, Any], name: str, where: str) -> Any:
    if name not in known:
        raise invalid_field(f"/{where}", f"{name[:60]} is not one of this source", code="unknown")
    return known[name]
