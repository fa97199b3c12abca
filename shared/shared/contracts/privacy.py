"""What every service does alike for a person or an organisation: erase, give a copy, take along."""

from typing import Literal
from uuid import UUID

from shared.contracts.declare import Event, View


class SubjectState(Event):
    """
    The person a request is about, by everything he is known by.

    ``names`` are full names that are his alone; e-mail addresses are lower case, phone numbers
    international (``+4791234567``).
    """

    contact_ids: list[UUID] = []
    names: list[str] = []
    given_names: list[str] = []
    family_names: list[str] = []
    emails: list[str] = []
    phones: list[str] = []


class PartDone(Event):
    """
    A service has done its part of a request.

    ``counts`` is table → what happened (erased, anonymised, held, written) → number of rows;
    it holds no personal data.
    """

    request_id: UUID
    version: int  # the round
    kind: Literal["erase", "export"]
    service: str
    round_no: int = 1
    counts: dict[str, dict[str, int]] = {}


class ExportFileView(View):
    """A file of a service's part of an export; it is put together from its chunks in order."""

    name: str
    rows: int
    chunks: list[int]


class TracesView(View):
    """How many rows of a table name a person, and whether the law makes us keep them."""

    service: str
    table: str
    rows: int
    is_held: bool
