"""Tables of customer lists."""

from shared.persistence.schema import record_columns
from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from crm.persistence.tables import NO_IDS, metadata


def shared_columns() -> list[Column]:
    """Whose something is, and who else may open it."""
    return [
        Column("owner_id", Uuid, nullable=False, comment="identity owns it: a user"),
        Column("unit_id", Uuid, comment="identity owns it: a business unit"),
        Column("shared_with_everyone", Boolean, nullable=False),
        Column("shared_role_ids", ARRAY(Uuid), nullable=False, server_default=NO_IDS),
        Column("shared_user_ids", ARRAY(Uuid), nullable=False, server_default=NO_IDS),
    ]


customer_lists = Table(
    "customer_lists",
    metadata,
    *record_columns(),
    *shared_columns(),
    Column("name", Text, nullable=False),
    Column("description", Text),
    Column("entity", Text, nullable=False, comment="customer or contact"),
    Column("kind", Text, nullable=False, comment="dynamic or static"),
    Column("rule", JSONB, nullable=False, comment="filter to value"),
)
Index(
    "uq_customer_lists_organisation_id_owner_id_name",
    customer_lists.c.organisation_id,
    customer_lists.c.owner_id,
    func.lower(customer_lists.c.name),
    unique=True,
    postgresql_where=text("archived_at IS NULL"),
)

customer_list_members = Table(
    "customer_list_members",
    metadata,
    Column("list_id", Uuid, ForeignKey("customer_lists.id"), primary_key=True),
    Column("member_id", Uuid, primary_key=True, comment="a customer or contact"),
    Column("organisation_id", Uuid, nullable=False),
    Column("added_by", Uuid, nullable=False),
    Column("added_at", DateTime(timezone=True), nullable=False),
)
Index("ix_customer_list_members_member_id", customer_list_members.c.member_id)
