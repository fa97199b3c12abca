"""ImportBatch: a file of customers or contacts on its way in."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from shared.kernel.errors import Invalid
from shared.kernel.records import Record

from crm.domain.errors import (
    ImportColumnsMissing,
    ImportCommitted,
    ImportNotWritten,
    ImportRunning,
    ImportUnchecked,
)
from crm.domain.imports.formats import FORMATS

IMPORT_KINDS = ("customers", "contacts", "addresses", "activities")
MODES = ("create", "update", "upsert")
MATCH_KEYS = {
    "customers": ("external_id", "customer_no", "organisation_number", "email", "name"),
    "contacts": ("external_id", "email", "name"),
    "addresses": ("external_id", "customer_no", "organisation_number", "name"),
    "activities": ("external_id", "same"),
}
SURE_KEYS = {
    "customers": ["external_id", "customer_no", "organisation_number"],
    "contacts": ["external_id", "email"],
    "addresses": ["external_id", "customer_no", "organisation_number", "name"],
    "activities": ["external_id", "same"],
}
_NEEDED: dict[str, tuple[set[str], ...]] = {
    "customers": ({"name"}, {"external_id"}, {"customer_no"}, {"organisation_number"}),
    "contacts": ({"given_name"}, {"family_name"}, {"full_name"}),
    "addresses": ({"external_id"}, {"customer_no"}, {"organisation_number"}, {"customer"}),
    "activities": ({"subject"},),
}
_RUNNING = ("checking", "committing", "undoing")
_WRITTEN = ("committed", "undone")


@dataclass(eq=False, kw_only=True)
class ImportBatch(Record):
    """
    An import: uploaded → checking → checked → committing → committed → undoing → undone.

    Shape: ``columns`` are {index, header, field, suggestion, sample, format, is_open};
    ``counts`` maps actions and outcomes to numbers of rows.

    Args:
        match_keys: Fields by which a row may be taken for a record without asking.
        notes: What the reader noticed, code → how often or where.
        reading_hash: Of file, mapping and mode, kept by the commit.
        accept_suggestions: Take what a misspelt word resembles instead of leaving it out.
    """

    kind: str
    filename: str
    file_hash: str
    size_bytes: int
    sheet: str
    sheets: list[dict[str, Any]]
    header_row_no: int
    row_count: int
    columns: list[dict[str, Any]]
    owner_id: UUID
    unit_id: UUID | None = None
    status: str = "uploaded"
    mode: str = "upsert"
    match_keys: list[str] = field(default_factory=list)
    defaults: dict[str, str] = field(default_factory=dict)
    accept_suggestions: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    done_rows: int = 0
    total_rows: int = 0
    warnings: list[str] = field(default_factory=list)
    same_file_as: UUID | None = None
    notes: dict[str, Any] = field(default_factory=dict)
    profile_id: UUID | None = None
    reading_hash: str | None = None
    error_code: str | None = None
    error_message: str | None = None

    @property
    def fields(self) -> dict[str, int]:
        """Mapped field → column index."""
        return {each["field"]: each["index"] for each in self.columns if each["field"]}

    @property
    def formats(self) -> dict[str, str]:
        """Mapped field → how dates or numbers of its column look."""
        return {
            each["field"]: each["format"]
            for each in self.columns
            if each["field"] and each.get("format")
        }

    def refuse_unless_open(self) -> None:
        """
        Stop when how the file is read can no longer change.

        Raises:
            ImportRunning, ImportCommitted: see the classes.
        """
        if self.status in _RUNNING:
            raise ImportRunning(self.id)
        if self.status in _WRITTEN or (self.status == "failed" and self.reading_hash):
            raise ImportCommitted(self.id)

    def map_columns(self, mapping: dict[str, str | None], known: frozenset[str]) -> None:
        """
        Send columns, named by header or index, to fields.

        Raises:
            Invalid: ``crm.import_field_unknown``, ``crm.import_column_unknown``,
                ``crm.import_column_ambiguous``.
        """
        columns = [dict(each) for each in self.columns]
        for name, wanted in mapping.items():
            if wanted is not None and wanted not in known:
                raise Invalid(f"{wanted[:40]} is not a field", code="crm.import_field_unknown")
            column = _named(columns, name)
            for each in columns:
                if wanted is not None and each["field"] == wanted:
                    each["field"] = None
            column["field"] = wanted
        self.columns = columns

    def write_columns_as(self, formats: dict[str, str]) -> None:
        """
        Say how the dates or numbers of columns, named by header or index, look.

        Raises:
            Invalid: ``crm.import_format_unknown``, ``crm.import_column_unknown``,
                ``crm.import_column_ambiguous``.
        """
        columns = [dict(each) for each in self.columns]
        for name, form in formats.items():
            if form not in FORMATS:
                known = ", ".join(FORMATS)
                raise Invalid(f"must be one of {known}", code="crm.import_format_unknown")
            column = _named(columns, name)
            column["format"], column["is_open"] = form, False
        self.columns = columns

    def reopen(self) -> None:
        """Whatever was checked no longer holds."""
        self.refuse_unless_open()
        self.status, self.counts, self.done_rows, self.total_rows = "uploaded", {}, 0, 0
        self.error_code = self.error_message = None

    def begin_check(self) -> None:
        """
        Try every row.

        Raises:
            ImportColumnsMissing: No name is mapped.
        """
        self.reopen()
        if not any(needed <= self.fields.keys() for needed in _NEEDED[self.kind]):
            raise ImportColumnsMissing(self.id, " or ".join(sorted(min(_NEEDED[self.kind]))))
        self.status, self.total_rows = "checking", self.row_count

    def begin_commit(self, rows_to_write: int) -> None:
        """
        Write what the check said.

        Raises:
            ImportUnchecked: The check did not finish, or the reading changed since.
        """
        self.refuse_unless_open()
        if self.status != "checked":
            raise ImportUnchecked(self.id)
        self.status, self.done_rows, self.total_rows = "committing", 0, rows_to_write
        self.reading_hash = self.reading()

    def reading(self) -> str:
        """A digest of file, mapping, formats and mode: equal readings write the same."""
        said = [self.kind, self.file_hash, self.sheet, self.mode, self.accept_suggestions]
        details = [sorted(self.fields.items()), self.defaults, self.match_keys, self.formats]
        return sha256(json.dumps([said, details], sort_keys=True).encode()).hexdigest()

    def begin_undo(self, rows_to_undo: int) -> None:
        """
        Take back what was written; what is still being written stops there.

        Raises:
            ImportRunning, ImportNotWritten: see the classes.
        """
        if self.status in ("checking", "undoing"):
            raise ImportRunning(self.id)
        if self.status not in ("committing", "committed", "failed") or not self.reading_hash:
            raise ImportNotWritten(self.id)
        self.status, self.done_rows, self.total_rows = "undoing", 0, rows_to_undo
        self.error_code = self.error_message = None

    def archive(self, now: datetime) -> None:
        """
        Put away.

        Raises:
            ImportRunning: The worker is at it.
        """
        if self.status in _RUNNING:
            raise ImportRunning(self.id)
        if self.archived_at is None:
            self.archived_at = now


def _named(columns: list[dict[str, Any]], name: str) -> dict[str, Any]:
    found = [each for each in columns if each["header"] == name]
    if len(found) > 1:
        raise Invalid(
            f"several columns are called {name[:40]}: use their numbers",
            code="crm.import_column_ambiguous",
        )
    found = found or [each for each in columns if str(each["index"]) == name]
    if not found:
        raise Invalid(f"{name[:40]} is not a column", code="crm.import_column_unknown")
    return found[0]
