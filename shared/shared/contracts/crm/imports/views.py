"""Shapes of imports of customers and contacts, as crm answers and accepts them."""

from datetime import datetime
from uuid import UUID

from shared.contracts.declare import UNSET, Fields, UnsetType, View


class SheetView(View):
    """A sheet of the uploaded workbook."""

    name: str
    row_count: int
    hidden: bool
    kind: str | None = None  # the kind of records its headers resemble


class ColumnView(View):
    """
    A column of the sheet and the field it goes to.

    ``suggestion`` is a field the header resembles; ``sample`` is the first value.  ``format`` says
    how its dates (dmy, mdy, ymd) or numbers (comma, point: the decimal mark) are written;
    ``is_open`` that the values alone do not decide it.
    """

    index: int
    header: str
    field: str | None
    suggestion: str | None
    sample: str | None
    format: str | None = None
    is_open: bool = False


class MessageView(View):
    """Something to know before going on, in both languages."""

    code: str
    nb: str
    en: str


class CountView(View):
    """Rows by what the check said and what the commit did."""

    create: int = 0
    update: int = 0
    unchanged: int = 0
    duplicate: int = 0
    error: int = 0
    created: int = 0
    updated: int = 0
    failed: int = 0
    undone: int = 0
    kept: int = 0
    warnings: int = 0


class ProgressView(View):
    """Rows worked through in the present step."""

    done: int
    total: int


class ImportView(View):
    """
    An import.

    ``status``: uploaded → (mapping changed) → checking → checked → committing → committed →
    undoing → undone, or failed with ``error_code``.  ``same_file_as`` is an earlier import of the
    same bytes; ``changes_nothing`` says that the check found nothing to write.
    """

    id: UUID
    kind: str  # customers, contacts, addresses, activities
    filename: str
    file_hash: str
    size_bytes: int
    status: str
    sheet: str
    sheets: list[SheetView]
    header_row_no: int
    row_count: int
    columns: list[ColumnView]
    mode: str  # create, update, upsert
    match_keys: list[str]
    defaults: dict[str, str]
    accept_suggestions: bool
    counts: CountView
    progress: ProgressView
    warnings: list[str]
    messages: list[MessageView]
    changes_nothing: bool
    profile_id: UUID | None
    same_file_as: UUID | None
    error_code: str | None
    error_message: str | None
    owner_id: UUID
    unit_id: UUID | None
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class ImportFields(Fields):
    """
    How to read the file.

    ``mapping``: column header or index (as text) → field, null for none.  ``formats``: column →
    dmy, mdy, ymd, comma or point.  ``match_keys``: of ``external_id``, ``customer_no``,
    ``organisation_number``, ``email``, ``name``; a match by a key that is not named is only
    reported.  ``defaults``: field → value for rows that have none, such as
    ``kinds``, ``owner_id``, ``revenue_unit`` (``1``, ``1000``, ``1000000``), ``currency``.
    """

    sheet: str | UnsetType = UNSET
    mapping: dict[str, str | None] | UnsetType = UNSET
    formats: dict[str, str] | UnsetType = UNSET
    mode: str | UnsetType = UNSET
    match_keys: list[str] | UnsetType = UNSET
    defaults: dict[str, str] | UnsetType = UNSET
    accept_suggestions: bool | UnsetType = UNSET


class RowIssueView(View):
    """What is wrong or odd about a row; ``level`` is error or warning."""

    level: str
    column: str | None
    field: str | None
    code: str
    message: str
    suggestion: str | None = None


class FieldChangeView(View):
    """A field an update changes."""

    field: str
    old: str | None
    new: str | None


class ImportRowView(View):
    """
    A row of the file, numbered as in the file.

    ``action`` is what the check decided: create, update, unchanged, duplicate, error;
    ``state`` is pending, applied, skipped or failed; after undoing undone or kept.
    """

    id: UUID
    row_no: int
    part: str  # customers, contacts …: the kind of record this part of the row becomes
    action: str
    state: str
    label: str | None
    record_id: UUID | None
    changes: list[FieldChangeView]
    issues: list[RowIssueView]


class FileView(View):
    """A file to download."""

    filename: str
    content: bytes


class ImportProfileView(View):
    """How files with these headers are read; applied by itself to the next such file."""

    id: UUID
    name: str
    kind: str
    headers: list[str]
    mapping: dict[str, str | None]
    formats: dict[str, str]
    mode: str
    match_keys: list[str]
    defaults: dict[str, str]
    accept_suggestions: bool
    owner_id: UUID
    unit_id: UUID | None
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class ImportProfileFields(Fields):
    """``import_id`` names the import whose reading is kept."""

    name: str | UnsetType = UNSET
    import_id: UUID | UnsetType = UNSET
