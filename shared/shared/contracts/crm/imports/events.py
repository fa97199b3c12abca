"""
Facts crm publishes about imports.

Owner: crm.  Fields are added, never renamed, retyped or removed.
"""

from uuid import UUID

from shared.contracts.declare import Event, event


class ImportState(Event):
    """An import whose worker is done."""

    import_id: UUID
    version: int
    kind: str
    filename: str
    owner_id: UUID


@event("crm", "import.committed", aggregate="import_id", optional=True)
class ImportCommittedV1(ImportState):
    """
    An import was written; the numbers are of rows.

    Read by: nobody yet.
    """

    created: int
    updated: int
    failed: int


@event("crm", "import.undone", aggregate="import_id", optional=True)
class ImportUndoneV1(ImportState):
    """
    An import was taken back; ``kept`` rows were changed since and stay.

    Read by: nobody yet.
    """

    undone: int
    kept: int
