"""Reports of one's own: what is asked for, figures, and the records behind them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from shared.contracts.declare import UNSET, Fields, UnsetType, View


class ReportFields(Fields):
    """
    What a report is about.

    ``filters`` are those of the source's own list; ``group_by`` names at most two dimensions;
    ``owner`` says whether dimensions by owner mean him who is it ``now`` or was ``at_the_time``;
    ``sort`` is ``label`` or a measure, with ``-`` for the largest first; ``as_of`` is a day.
    """

    source: str | UnsetType = UNSET
    filters: dict[str, Any] | UnsetType = UNSET
    group_by: list[str] | UnsetType = UNSET
    measures: list[str] | UnsetType = UNSET
    owner: str | UnsetType = UNSET
    sort: str | UnsetType = UNSET
    as_of: date | UnsetType | None = UNSET


class ReportChoiceView(View):
    """Something a report can be grouped by or can measure, named in the reader's language."""

    name: str
    heading: str
    kind: str
    definition: str = ""
    several: bool = False  # a record may be in several groups


class ReportSourceView(View):
    """What reports can be about, with everything there is to choose."""

    name: str
    heading: str
    dimensions: list[ReportChoiceView]
    measures: list[ReportChoiceView]


class ReportRowView(View):
    """
    Figures of one group, or of one group within another.

    ``keys`` and ``labels`` have one or two entries; a key is None for records without a value.
    ``values``: measure → number, decimal text, or one amount for each currency.
    """

    keys: list[str | None]
    labels: list[str]
    values: dict[str, Any]
    cell: str


class ReportView(View):
    """
    A report as the viewer may see it.

    ``totals`` are the figures without any grouping; groups of a dimension marked ``several``
    may add up to more, as ``notes`` say.
    """

    source: str
    heading: str
    filters: dict[str, Any]
    group_by: list[ReportChoiceView]
    measures: list[ReportChoiceView]
    rows: list[ReportRowView]
    totals: dict[str, Any]
    owner: str
    as_of: date | None
    notes: list[str]
    made_at: datetime


class ReportRecordView(View):
    """A record behind a figure."""

    id: UUID
    kind: str
    title: str
    number: str | None
    values: dict[str, Any]


class ReportDrillDownView(View):
    """The records behind a figure: ``total`` and ``figures`` equal it."""

    items: list[ReportRecordView]
    next_cursor: str | None
    total: int
    figures: dict[str, Any]
