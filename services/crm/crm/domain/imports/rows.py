"""A row of a file on its way to becoming a record: what it says, and what is wrong with it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

EMPTY = frozenset({"(tom)", "(empty)", "-"})  # says: make the field empty


@dataclass(kw_only=True)
class Row:
    """
    One row.

    Shape: ``cells`` maps fields to texts of the file; ``values`` attributes of the record to plain
    JSON values; ``addresses`` kinds to fields; ``keys`` what the row can be recognised by; ``more``
    what else the commit needs.

    Args:
        part: The kind of record it becomes; a row may have several parts.
        formats: Field → how dates or numbers of its column look.
        version_before: Of the record it was compared with.
    """

    row_no: int
    cells: dict[str, str]
    part: str = "customers"
    formats: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    addresses: dict[str, dict[str, Any]] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    version_before: int | None = None
    place: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    issues: list[dict[str, Any]] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    label: str | None = None
    action: str = "create"
    record_id: UUID | None = None

    @property
    def is_wrong(self) -> bool:
        """Whether the row cannot be written."""
        return any(each["level"] == "error" for each in self.issues)

    def refuse(self, name: str | None, code: str, message: str) -> None:
        """Note an error about a field."""
        self._note("error", name, code, message, None)

    def warn(
        self, name: str | None, code: str, message: str, suggestion: str | None = None
    ) -> None:
        """Note something odd about a field; the row is written without it."""
        self._note("warning", name, code, message, suggestion)

    def _note(
        self, level: str, name: str | None, code: str, message: str, suggestion: str | None
    ) -> None:
        self.issues.append(
            {
                "level": level,
                "column": None,
                "field": name,
                "code": code,
                "message": message,
                "suggestion": suggestion,
            }
        )


def name_key(name: str) -> str:
    """A name as it is compared: without case and extra spaces."""
    return " ".join(name.casefold().split())


def is_written(action: str) -> bool:
    """Whether a commit writes rows of this action."""
    return action in ("create", "update")
