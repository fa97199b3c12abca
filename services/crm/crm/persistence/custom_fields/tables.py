"""Table of custom fields."""

from shared.persistence.schema import record_columns
from sqlalchemy import Boolean, Column, Index, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from crm.persistence.tables import metadata

custom_fields = Table(
    "custom_fields",
    metadata,
    *record_columns(),
    Column("entity", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("names", JSONB, nullable=False, comment="language to name"),
    Column("description", Text),
    Column("options", JSONB, nullable=False, comment="list of code, names, active"),
    Column("required", Boolean, nullable=False),
    Column("field_class", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    # Archived ones too: values are kept by their key.
    Index(
        "uq_custom_fields_organisation_id_entity_key",
        "organisation_id",
        "entity",
        "key",
        unique=True,
    ),
)
