"""Tables of merging: merges, candidates for it, and the keys by which candidates are found."""

from shared.persistence.moving import add_moving_tables
from shared.persistence.schema import child_columns, record_columns
from sqlalchemy import Column, DateTime, Index, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from crm.persistence.tables import metadata

add_moving_tables(metadata)

merges = Table(
    "merges",
    metadata,
    *record_columns(),
    Column("kind", Text, nullable=False, comment="customer or contact"),
    Column("survivor_id", Uuid, nullable=False),
    Column("loser_id", Uuid, nullable=False, index=True),
    Column("survivor_name", Text, nullable=False),
    Column("loser_name", Text, nullable=False),
    Column("state", Text, nullable=False, comment="merged or unmerged"),
    Column("choices", JSONB, nullable=False),
    Column("undo", JSONB, nullable=False, comment="what brings everything back"),
    Column("moved", JSONB, nullable=False),
    Column("kept", JSONB, nullable=False),
    Column("merged_by", Uuid, nullable=False, comment="identity owns it"),
    Column("merged_at", DateTime(timezone=True), nullable=False),
    Column("revertible_until", DateTime(timezone=True), nullable=False),
    Column("unmerged_by", Uuid, comment="identity owns it"),
    Column("unmerged_at", DateTime(timezone=True)),
    Index("ix_merges_survivor_id_merged_at", "survivor_id", "merged_at"),
    Index("ix_merges_organisation_id_merged_at", "organisation_id", "merged_at"),
)

match_keys = Table(
    "match_keys",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("record_id", Uuid, primary_key=True),
    Column("key", Text, primary_key=True, comment="records that share one may be the same"),
    Index("ix_match_keys_organisation_id_kind_key", "organisation_id", "kind", "key"),
)

duplicates = Table(
    "duplicates",
    metadata,
    *child_columns(),
    Column("kind", Text, nullable=False),
    Column("first_id", Uuid, nullable=False, comment="the smaller id"),
    Column("second_id", Uuid, nullable=False, index=True),
    Column("score_bp", Integer, nullable=False),
    Column("reasons", JSONB, nullable=False),
    Column("state", Text, nullable=False, comment="open or dismissed"),
    Column("found_at", DateTime(timezone=True), nullable=False),
    Column("dismissed_by", Uuid, comment="identity owns it"),
    Column("dismissed_at", DateTime(timezone=True)),
    Index(
        "uq_duplicates_organisation_id_kind_first_id_second_id",
        "organisation_id",
        "kind",
        "first_id",
        "second_id",
        unique=True,
    ),
)
