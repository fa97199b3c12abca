"""Tables of imports: the file, its cells in chunks, and what became of each row."""

from shared.persistence.schema import child_columns, record_columns
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from crm.persistence.tables import metadata

imports = Table(
    "imports",
    metadata,
    *record_columns(),
    Column("kind", Text, nullable=False),
    Column("filename", Text, nullable=False),
    Column("file_hash", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("status", Text, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("sheets", JSONB, nullable=False),
    Column("header_row_no", Integer, nullable=False),
    Column("row_count", Integer, nullable=False),
    Column("columns", JSONB, nullable=False),
    Column("mode", Text, nullable=False),
    Column("match_keys", ARRAY(Text), nullable=False),
    Column("defaults", JSONB, nullable=False),
    Column("accept_suggestions", Boolean, nullable=False),
    Column("counts", JSONB, nullable=False),
    Column("done_rows", Integer, nullable=False),
    Column("total_rows", Integer, nullable=False),
    Column("warnings", ARRAY(Text), nullable=False),
    Column("same_file_as", Uuid),
    Column("notes", JSONB, nullable=False, comment="code to number: what the reader noticed"),
    Column("profile_id", Uuid),
    Column("reading_hash", Text, comment="of file, mapping and mode, as they were committed"),
    Column("error_code", Text),
    Column("error_message", Text),
    Column("owner_id", Uuid, nullable=False, comment="identity owns it: who uploaded"),
    Column("unit_id", Uuid, comment="identity owns it"),
)
Index("ix_imports_organisation_id_file_hash", imports.c.organisation_id, imports.c.file_hash)

import_files = Table(
    "import_files",
    metadata,
    Column("import_id", Uuid, ForeignKey("imports.id"), primary_key=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

import_chunks = Table(
    "import_chunks",
    metadata,
    Column("import_id", Uuid, ForeignKey("imports.id"), primary_key=True),
    Column("chunk_no", Integer, primary_key=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("first_row_no", Integer, nullable=False),
    Column("cells", LargeBinary, nullable=False, comment="rows of texts, JSON, deflated"),
)

import_rows = Table(
    "import_rows",
    metadata,
    *child_columns(),
    Column("import_id", Uuid, ForeignKey("imports.id"), nullable=False),
    Column("row_no", Integer, nullable=False),
    Column("action", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("label", Text),
    Column("record_id", Uuid),
    Column("depth", Integer, nullable=False, comment="rows below a parent in the file come later"),
    Column("match_keys", JSONB, nullable=False),
    Column("plan", JSONB, nullable=False),
    Column("changes", JSONB, nullable=False),
    Column("issues", JSONB, nullable=False),
    Column("has_issues", Boolean, nullable=False),
    Column("part", Text, nullable=False, comment="kind of record this part of the row becomes"),
    Column("version_before", Integer, comment="of the record, when the check compared it"),
    Column("version_after", Integer, comment="of the record, when the row was written"),
    Column("written_no", Integer, comment="in which order rows were written"),
    Column("before", JSONB, comment="the record as it was; null when the row made it"),
    Column("touched", JSONB, comment="other records the row changed, as they were"),
)
Index(
    "uq_import_rows_import_id_row_no_part",
    import_rows.c.import_id,
    import_rows.c.row_no,
    import_rows.c.part,
    unique=True,
)
Index(
    "ix_import_rows_import_id_state_depth",
    import_rows.c.import_id,
    import_rows.c.state,
    import_rows.c.depth,
    import_rows.c.row_no,
)

import_profiles = Table(
    "import_profiles",
    metadata,
    *record_columns(),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("headers_key", Text, nullable=False, comment="digest of the headers it is for"),
    Column("headers", ARRAY(Text), nullable=False),
    Column("mapping", JSONB, nullable=False, comment="column index to field"),
    Column("formats", JSONB, nullable=False),
    Column("mode", Text, nullable=False),
    Column("match_keys", ARRAY(Text), nullable=False),
    Column("defaults", JSONB, nullable=False),
    Column("accept_suggestions", Boolean, nullable=False),
    Column("owner_id", Uuid, nullable=False, comment="identity owns it: who saved it"),
    Column("unit_id", Uuid, comment="identity owns it"),
)
Index(
    "ix_import_profiles_organisation_id_kind",
    import_profiles.c.organisation_id,
    import_profiles.c.kind,
    import_profiles.c.headers_key,
)
