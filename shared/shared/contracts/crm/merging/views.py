"""Shapes of merges and duplicates."""

from datetime import datetime
from typing import Any
from uuid import UUID

from shared.contracts.declare import View


class MergeView(View):
    """
    Two records that were made one.

    Shape: ``state`` merged or unmerged; ``choices`` field to survivor or loser; ``moved`` table
    to the number of rows of crm that followed; ``kept`` names what was changed after the merge and
    therefore stayed with the survivor when it was taken back.
    """

    id: UUID
    kind: str  # customer, contact
    survivor_id: UUID
    survivor_name: str
    loser_id: UUID
    loser_name: str
    state: str
    choices: dict[str, str]
    moved: dict[str, int]
    kept: list[str]
    merged_by: UUID
    merged_at: datetime
    revertible_until: datetime
    unmerged_by: UUID | None
    unmerged_at: datetime | None
    version: int


class MergePreviewView(View):
    """
    What a merge would do, before anything is done.

    Shape: ``differing`` fields both records have and do not agree on; ``values`` the survivor's
    fields afterwards; ``moving`` table to the number of crm's rows that would follow.
    """

    survivor_id: UUID
    loser_id: UUID
    score: float
    reasons: list[str]
    differing: list[str]
    values: dict[str, Any]
    moving: dict[str, int]


class DuplicateView(View):
    """
    Two records that may be the same one.

    Shape: ``score`` 0.85 to 1; ``reasons`` such as organisation_number, name, postal_code, domain,
    email, phone; ``state`` open or dismissed.
    """

    id: UUID
    kind: str
    first_id: UUID
    first_name: str
    second_id: UUID
    second_name: str
    score: float
    reasons: list[str]
    state: str
    found_at: datetime
