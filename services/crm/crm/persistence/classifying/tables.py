"""Tables of what customers were offered and bought, and of the groups it lies in."""

from shared.persistence.schema import child_columns
from sqlalchemy import (
    CHAR,
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    Table,
    Text,
    Uuid,
)

from crm.persistence.tables import guarded_columns, metadata

# One row for each document and product: rights to it are those to the document.
sold_facts = Table(
    "sold_facts",
    metadata,
    *child_columns(),
    Column("customer_id", Uuid, ForeignKey("customers.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False, comment="quoted, sold (accepted) or invoiced"),
    Column("ref_id", Uuid, nullable=False, comment="a quote of quoting, an invoice of projects"),
    Column("ref_version", Integer, nullable=False),
    Column("product_id", Uuid, nullable=False, comment="quoting owns it"),
    Column("quantity", Numeric(18, 4), nullable=False),
    Column("net_minor", BigInteger, nullable=False),
    Column("currency", CHAR(3), nullable=False),
    Column("happened_on", Date, nullable=False),
    *guarded_columns(),
)
Index(
    "uq_sold_facts_organisation_id_kind_ref_id_product_id",
    sold_facts.c.organisation_id,
    sold_facts.c.kind,
    sold_facts.c.ref_id,
    sold_facts.c.product_id,
    unique=True,
)
Index(
    "ix_sold_facts_organisation_id_product_id",
    sold_facts.c.organisation_id,
    sold_facts.c.product_id,
)

product_groups = Table(
    "product_groups",
    metadata,
    *child_columns(),
    Column("parent_id", Uuid),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False),
)
