"""What crm answers about imports."""

from typing import Protocol
from uuid import UUID

from shared.contracts.crm.imports.views import (
    FileView,
    ImportFields,
    ImportProfileFields,
    ImportProfileView,
    ImportRowView,
    ImportView,
)
from shared.kernel.paging import ListQuery, Page


class ImportCalls(Protocol):
    """Imports from workbooks and CSV files, and how files are read."""

    def create_import(
        self, *, filename: str, content: bytes, kind: str = "customers"
    ) -> ImportView:
        """
        Take in a file (base64 on the wire, at most 20 MB) and guess its columns.

        Raises: ``crm.import_file_too_large``, ``crm.import_file_unreadable``,
        ``crm.import_file_encrypted``, ``crm.import_file_macros``, ``crm.import_file_links``,
        ``crm.import_file_bomb``, ``crm.import_file_type``, ``crm.import_headers_missing``,
        ``crm.import_file_unsafe``, ``crm.import_file_too_long``, ``crm.import_file_too_heavy``,
        ``crm.import_rows_missing``, ``crm.import_kind_unknown`` (Invalid).
        """
        ...

    def get_import(self, *, import_id: UUID) -> ImportView:
        """Answer one import, with its progress.  Raises: ``crm.import_unknown``."""
        ...

    def list_imports(self, *, query: ListQuery) -> Page[ImportView]:
        """List imports.  Filters and sorts: kind, status, owner_id, created_at, updated_at."""
        ...

    def change_import(
        self, *, import_id: UUID, expected_version: int, fields: ImportFields
    ) -> ImportView:
        """Change how the file is read; it must be checked again.  Raises: ``crm.import_running``,
        ``crm.import_committed`` (RuleBroken), ``crm.import_field_unknown`` (Invalid)."""
        ...

    def check_import(self, *, import_id: UUID) -> ImportView:
        """
        Try every row without writing; small files at once, larger ones in the worker.

        Raises: ``crm.import_running``, ``crm.import_committed``, ``crm.import_columns_missing``.
        """
        ...

    def commit_import(self, *, import_id: UUID, force: bool = False) -> ImportView:
        """
        Write what the check said, in the worker.

        Raises: ``crm.import_unchecked``; ``crm.import_repeated``, the same file was written
        before in the same way and *force* is not given.
        """
        ...

    def undo_import(self, *, import_id: UUID) -> ImportView:
        """
        Take back what was written, in the worker; what is being written stops.

        Rows whose record changed since are kept and say so.  Raises: ``crm.import_running``,
        ``crm.import_not_written``.
        """
        ...

    def write_error_workbook(self, *, import_id: UUID) -> FileView:
        """Answer the rows with errors, marked.  Raises: ``crm.import_unchecked``."""
        ...

    def create_import_profile(self, *, fields: ImportProfileFields) -> ImportProfileView:
        """
        Keep how an import is read, for the next file with the same headers.

        Raises: ``crm.import_profile_nameless``, ``crm.import_missing`` (Invalid),
        ``crm.import_unknown``.
        """
        ...

    def get_import_profile(self, *, import_profile_id: UUID) -> ImportProfileView:
        """Answer one profile.  Raises: ``crm.import_profile_unknown``."""
        ...

    def list_import_profiles(self, *, query: ListQuery) -> Page[ImportProfileView]:
        """List profiles.  Filters and sorts: name, kind, owner_id, created_at, updated_at."""
        ...

    def change_import_profile(
        self, *, import_profile_id: UUID, expected_version: int, fields: ImportProfileFields
    ) -> ImportProfileView:
        """Rename a profile, or let it learn from another import."""
        ...

    def archive_import_profile(
        self, *, import_profile_id: UUID, expected_version: int | None = None
    ) -> ImportProfileView:
        """Apply it to no more files."""
        ...

    def list_import_rows(self, *, import_id: UUID, query: ListQuery) -> Page[ImportRowView]:
        """List rows in order.  Filters: action, state, part, row_no, has_issues; sorts: row_no."""
        ...

    def archive_import(self, *, import_id: UUID, expected_version: int | None = None) -> ImportView:
        """Put an import away; its file is forgotten.  Raises: ``crm.import_running``."""
        ...
