"""Note: something written down, and who may see it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.kernel.errors import Invalid
from shared.kernel.records import Record

from crm.domain.activities import READERS as ACTIVITY_READERS
from crm.domain.errors import RecordArchived
from crm.domain.values.problems import Problems, read_fields
from crm.domain.values.texts import paragraphs, required

MOST_MENTIONS = 50
LINKS = ("customer_id", "contact_id", "sales_case_id", "project_id")


@dataclass(eq=False, kw_only=True)
class Note(Record):
    """
    Something written down; ``owner_id`` wrote it.  A private note is the author's alone.

    Args:
        mentions: Users who are told of it, if they may see it.
    """

    body: str
    owner_id: UUID
    unit_id: UUID | None = None
    customer_id: UUID | None = None
    contact_id: UUID | None = None
    sales_case_id: UUID | None = None
    project_id: UUID | None = None
    privacy: str = "normal"
    pinned: bool = False
    mentions: list[UUID] = field(default_factory=list)

    def change(self, values: dict[str, Any]) -> None:
        """
        Set what ``read_note`` read.

        Raises:
            RecordArchived: The note is put away.
        """
        if self.archived_at is not None:
            raise RecordArchived("note", self.id)
        for name, value in values.items():
            if getattr(self, name) != value:
                setattr(self, name, value)

    def archive(self, now: datetime) -> None:
        """Put away; doing it twice is not an error."""
        if self.archived_at is None:
            self.archived_at = now

    def restore(self) -> None:
        """Take back."""
        self.archived_at = None

    def is_hidden_from(self, user_id: UUID) -> bool:
        """Whether the note does not exist for the user."""
        return self.privacy == "private" and user_id != self.owner_id


def _people(value: list[UUID] | None) -> list[UUID]:
    found = list(dict.fromkeys(value or []))
    if len(found) > MOST_MENTIONS:
        raise Invalid(f"at most {MOST_MENTIONS} people", code="crm.note_mentions_too_many")
    return found


READERS: dict[str, Callable[[Any], Any]] = {
    "body": required(paragraphs(50_000), code="crm.note_empty"),
    "privacy": ACTIVITY_READERS["privacy"],
    "mentions": _people,
}


def read_note(given: dict[str, Any], problems: Problems) -> dict[str, Any]:
    """Turn what a caller gave into attributes of ``Note``, noting every problem."""
    return read_fields(given, READERS, problems)


def refuse_unlinked(links: dict[str, Any], problems: Problems) -> None:
    """A note is about something."""
    if not any(links.get(name) for name in LINKS):
        problems.note("/customer_id", "crm.note_unlinked", "a note needs at least one link")
