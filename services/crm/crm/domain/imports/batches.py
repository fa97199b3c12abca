"""ImportBatch: a file of customers or contacts on its way in."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.kernel.errors import Invalid
from shared.kernel.records import Record

from crm.domain.errors import (
    ImportColumnsMissing,
    ImportCommitted,
    ImportRunning,
    ImportUnchecked,
)

IMPORT_KINDS = ("customers", "contacts")
MODES = ("create", "update", "upsert")
MATCH_KEYS = {
    "customers": ("customer_no", "organisation_number", "email", "name"),
    "contacts": ("email", "name"),
}
SURE_KEYS = {"customers": ["customer_no", "organisation_number"], "contacts": ["email"]}
_NEEDED = {"customers": ({"name"},), "contacts": ({"given_name"}, {"family_name"}, {"full_name"})}
_RUNNING = ("checking", "committing")


@dataclass(eq=False, kw_only=True)
class ImportBatch(Record):
    """
    An import: uploaded → checking → checked → committing → committed.

    Shape: ``columns`` are {index, header, field, suggestion, sample}; ``counts`` maps actions
    and outcomes to numbers of rows.

    Args:
        match_keys: Fields by which a row may be taken for a record without asking.
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
    error_code: str | None = None
    error_message: str | None = None

    @property
    def fields(self) -> dict[str, int]:
        """Mapped field → column index."""
        return {each["field"]: each["index"] for each in self.columns if each["field"]}

    def refuse_unless_open(self) -> None:
        """
        Stop when how the file is read can no longer change.

        Raises:
            ImportRunning, ImportCommitted: see the classes.
        """
        if self.status in _RUNNING:
            raise ImportRunning(self.id)
        if self.status == "committed":
            raise ImportCommitted(self.id)

    def map_columns(self, mapping: dict[str, str | None], known: frozenset[str]) -> None:
        """
        Send columns, named by header or index, to fields.

        Raises:
            Invalid: ``crm.import_field_unknown``, ``crm.import_column_unknown``.
        """
        columns = [dict(each) for each in self.columns]
        for name, wanted in mapping.items():
            if wanted is not None and wanted not in known:
                raise Invalid(f"{wanted[:40]} is not a field", code="crm.import_field_unknown")
            column = next((each for each in columns if _is_named(each, name)), None)
            if column is None:
                raise Invalid(f"{name[:40]} is not a column", code="crm.import_column_unknown")
            for each in columns:
                if wanted is not None and each["field"] == wanted:
                    each["field"] = None
            column["field"] = wanted
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


def _is_named(column: dict[str, Any], name: str) -> bool:
    return bool(column["header"] == name) or str(column["index"]) == name
