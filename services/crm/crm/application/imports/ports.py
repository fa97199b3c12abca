"""What imports need from outside: files, their rows, and records many at a time."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol
from uuid import UUID

from shared.kernel.records import Record

from crm.domain.activities import Activity
from crm.domain.contacts import Contact
from crm.domain.customers import Customer
from crm.domain.imports.batches import ImportBatch
from crm.domain.imports.profiles import ImportProfile
from crm.domain.imports.rows import Row
from crm.domain.imports.sheets import MarkedRow, Workbook


class Spreadsheets(Protocol):
    """Reads files nobody trusts, and writes those people correct."""

    def read(
        self, *, filename: str, content: bytes, kind: str, sheet: str | None = None
    ) -> Workbook:
        """
        Read one sheet, the one most like *kind* when none is named.

        Raises:
            Invalid: ``crm.import_file_…``, ``crm.import_headers_missing`` …
        """
        ...

    def write_marked(self, *, headers: Sequence[str], rows: Sequence[MarkedRow]) -> bytes:
        """A workbook of rows with what is wrong at each cell."""
        ...


class ImportRows(Protocol):
    """The rows of imports, and what became of them."""

    def forget_rows(self, import_id: UUID) -> None: ...

    def add_rows(self, import_id: UUID, rows: Sequence[Row]) -> None: ...

    def settle_rows(self, batch: ImportBatch) -> dict[str, int]:
        """Find duplicates and parents inside the file; numbers of rows by action."""
        ...

    def counts(self, import_id: UUID) -> dict[str, int]: ...

    def pending(self, import_id: UUID, limit: int) -> list[Any]:
        """Rows to write, parents before those below them."""
        ...

    def applied(self, import_id: UUID, limit: int) -> list[Any]:
        """Rows to take back, the newest first."""
        ...

    def count_applied(self, import_id: UUID) -> int: ...

    def versions_left(self, import_id: UUID, ids: Sequence[UUID]) -> dict[UUID, int]:
        """The versions in which earlier rows of the import left records."""
        ...

    def moved_to(self, record_id: UUID, version: int) -> int:
        """The version of a record by now, if only putting back changed it since *version*."""
        ...

    def mark_written(self, written: Sequence[dict[str, Any]]) -> None: ...

    def mark_undone(self, undone: Sequence[dict[str, Any]]) -> None: ...

    def troubled(self, import_id: UUID) -> dict[int, list[dict[str, Any]]]:
        """What is wrong with rows, by their numbers."""
        ...


class ImportedRecords(Protocol):
    """Records, many at a time."""

    def matches(self, kind: str, keys: dict[str, set[str]]) -> list[dict[str, Any]]:
        """Live records that have one of the key values, as plain values."""
        ...

    def people(self) -> dict[str, UUID]:
        """Users by name and by e-mail address, in lower case."""
        ...

    def create_customers(self, plans: Sequence[tuple[UUID, dict[str, Any]]]) -> None:
        """Store new customers in bulk, with owners, audit, timeline and events."""
        ...

    def customers(self, ids: Sequence[UUID]) -> dict[UUID, Customer]: ...

    def contacts(self, ids: Sequence[UUID]) -> dict[UUID, Contact]: ...

    def activities(self, ids: Sequence[UUID]) -> dict[UUID, Activity]: ...

    def records(self, part: str, ids: Sequence[UUID]) -> dict[UUID, Any]: ...

    def save_all(self, records: Iterable[Record]) -> None: ...

    def snapshots(self, part: str, ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
        """Records as they are stored, with everything that is part of them."""
        ...

    def put_back(self, part: str, import_id: UUID, before: Mapping[UUID, dict[str, Any]]) -> None:
        """Make records what they were."""
        ...

    def remove(self, part: str, ids: Sequence[UUID]) -> None:
        """Remove records as if they had never been."""
        ...


class Imports(ImportRows, ImportedRecords, Protocol):
    """Imports with their files, chunks of cells, rows and records."""

    def get(self, import_id: UUID, *, lock: bool = False) -> ImportBatch: ...

    def earlier(self, file_hash: str) -> UUID | None:
        """An import of the same bytes that was committed."""
        ...

    def same_reading(self, batch: ImportBatch) -> UUID | None:
        """Another import of the same file read in the same way, written or being written."""
        ...

    def store_file(self, import_id: UUID, content: bytes) -> None: ...

    def file(self, import_id: UUID) -> bytes: ...

    def forget_file(self, import_id: UUID) -> None: ...

    def store_chunks(self, import_id: UUID, chunks: Sequence[tuple[int, bytes]]) -> None:
        """Replace the cells: pairs of the first row's number and deflated rows."""
        ...

    def chunk(self, import_id: UUID, done_rows: int) -> bytes:
        """The deflated cells that come after *done_rows* rows."""
        ...

    def advance(self, batch: ImportBatch, rows: int) -> None:
        """Show progress."""
        ...

    def profile(self, import_profile_id: UUID) -> ImportProfile: ...

    def profile_for(self, kind: str, headers_key: str) -> ImportProfile | None:
        """The newest profile the caller may see for a file's headers."""
        ...

    def attempt(self) -> AbstractContextManager[None]:
        """A part of the transaction that can fail without spoiling the rest."""
        ...
