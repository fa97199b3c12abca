"""Attachment: a file on a record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.kernel.errors import Invalid
from shared.kernel.records import Record

LINKS = {
    "customer_id": "customer",
    "contact_id": "contact",
    "activity_id": "activity",
    "note_id": "note",
    "sales_case_id": "case",
    "project_id": "project",
}
LARGEST_BYTES = 20 * 1024 * 1024


@dataclass(eq=False, kw_only=True)
class Attachment(Record):
    """
    A file on one record; rights are those of the record.

    Args:
        media_type: Told by the content.
        sha256: Of the content, in hexadecimal; with the organisation it names the content.
    """

    filename: str
    media_type: str
    size_bytes: int
    sha256: str
    owner_id: UUID
    customer_id: UUID | None = None
    contact_id: UUID | None = None
    activity_id: UUID | None = None
    note_id: UUID | None = None
    sales_case_id: UUID | None = None
    project_id: UUID | None = None

    @property
    def link(self) -> tuple[str, UUID]:
        """The kind and id of the record it is on."""
        return next(
            (kind, getattr(self, name)) for name, kind in LINKS.items() if getattr(self, name)
        )

    def archive(self, now: datetime) -> None:
        """Take off its record; doing it twice is not an error."""
        if self.archived_at is None:
            self.archived_at = now

    def restore(self) -> None:
        """Put back."""
        self.archived_at = None


def read_link(given: dict[str, Any]) -> dict[str, UUID]:
    """
    The one link a caller gave.

    Raises:
        Invalid: ``crm.attachment_unlinked``, none or several.
    """
    links = {name: given[name] for name in LINKS if given.get(name) is not None}
    if len(links) != 1:
        raise Invalid("a file is put on exactly one record", code="crm.attachment_unlinked")
    return links
