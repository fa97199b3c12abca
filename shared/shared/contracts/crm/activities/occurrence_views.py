"""Shapes of single occurrences of a series, as crm answers and accepts them."""

from shared.contracts.declare import UNSET, Fields, UnsetType, View


class OccurrenceView(View):
    """
    An occurrence that is not as the series says.

    ``occurrence_start`` names it for ever: where the series would begin.  Texts that are null,
    and times that are null, are those of the series.
    """

    occurrence_start: str
    start: str | None
    end: str | None
    all_day: bool | None
    time_adjusted: str | None
    subject: str | None
    body: str | None
    location: str | None
    status: str
    outcome: str | None


class OccurrenceFields(Fields):
    """What may be different about an occurrence, or from an occurrence on."""

    subject: str | UnsetType | None = UNSET
    body: str | UnsetType | None = UNSET
    location: str | UnsetType | None = UNSET
    start: str | UnsetType = UNSET
    end: str | UnsetType | None = UNSET
    time_zone: str | UnsetType | None = UNSET
    all_day: bool | UnsetType = UNSET
    recurrence: str | UnsetType | None = UNSET
