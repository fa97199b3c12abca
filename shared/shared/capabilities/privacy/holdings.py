"""What a service says about the data it holds, so that the shared mechanism can do its part."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from shared.contracts.privacy import SubjectState
from shared.persistence.work import Work

# How bytes are read: JSON text; JSON deflated; any file, emptied when it names the person;
# sealed or hashed, so that nothing can be read there.
Coding = Literal["json", "deflated", "file", "sealed"]
Counts = dict[str, dict[str, int]]
Forget = Callable[[Any, SubjectState, dict[str, list[Any]]], Counts]

INFRASTRUCTURE_BYTES: dict[str, Coding] = {
    "outbox_messages.body": "json",
    "parked_messages.body": "json",
    "idempotency_keys.response": "json",
    "inbox_messages.body_hash": "sealed",
    "export_chunks.content": "sealed",  # dropped whole
}
# Of the platform itself; not part of what an organisation takes along.
NOT_EXPORTED = frozenset(
    {
        "outbox_messages",
        "inbox_messages",
        "parked_messages",
        "idempotency_keys",
        "due_items",
        "number_series",
        "reference_copies",
        "merged_records",
        "moved_references",
        "privacy_steps",
        "export_chunks",
        "search_entries",
    }
)
# Where nothing about a person can stand, or where it is dealt with apart.
# The index of searches follows the records by itself.
NOT_SEARCHED = frozenset(
    {"inbox_messages", "number_series", "privacy_steps", "export_chunks", "search_entries"}
)


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """
    One service's declaration; tables and columns are named as in its database.

    Args:
        persons: Table → the column that says which contact its rows are all about: they go.
        parts: ``table.column`` of keys that may be empty, whose rows go with what they point to.
        bookkeeping: Tables the law makes us keep: texts get the pseudonym, rows stay.
        employees: Tables about the organisation's own people; other rules hold for them.
        files: ``table.column`` of bytes → how they are read.
        secrets: ``table.column`` of texts nobody may take along.
        classes: ``table.column`` → the class of fields it belongs to.
        finish: What only the service knows to do, after the sweep, with the ids it touched.
    """

    persons: Mapping[str, str] = field(default_factory=dict)
    parts: frozenset[str] = frozenset()
    bookkeeping: frozenset[str] = frozenset()
    employees: frozenset[str] = frozenset()
    files: Mapping[str, Coding] = field(default_factory=dict)
    secrets: frozenset[str] = frozenset()
    classes: Mapping[str, str] = field(default_factory=dict)
    finish: Forget | None = None

    def coding_of(self, column: str) -> Coding | None:
        """How the bytes of ``table.column`` are read; None when nobody said."""
        return {**INFRASTRUCTURE_BYTES, **self.files}.get(column)


def mine(work: Work, table: Any) -> Any:
    """Rows of the caller's organisation, as a condition; None for a table without any."""
    organisation_id = work.caller.organisation_id
    if "organisation_id" in table.c:
        return table.c.organisation_id == organisation_id
    if table.name == "outbox_messages":
        told = table.c.headers["organisation_id"].astext == str(organisation_id)
        return told & table.c.published_at.is_not(None)
    return None


def name_of(table: Any) -> str:
    """A table's name as plain text: contracts know no other."""
    return f"{table.name}"
