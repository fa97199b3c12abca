"""Bodies about merging."""

from gateway.http.schemas.fields import Body, Choice, Id, Whole, mapping


class MergeBody(Body):
    """
    Which record becomes part of the one in the path, and where single fields come from.

    ``fields`` maps a field to ``survivor`` or ``loser``.
    """

    loser_id = Id(required=True)
    loser_version = Whole(1, 2**31 - 1)
    fields = mapping(Choice("survivor", "loser"))  # type: ignore[assignment]  # of the body


class PreviewBody(Body):
    """A merge to try without doing it."""

    kind = Choice("customer", "contact", required=True)
    record_id = Id(required=True)
    loser_id = Id(required=True)
    fields = mapping(Choice("survivor", "loser"))  # type: ignore[assignment]  # of the body
