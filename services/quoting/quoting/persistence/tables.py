"""Tables of quoting; Alembic compares against them."""

from shared.persistence.schema import child_columns, money_columns, new_metadata, record_columns
from shared.persistence.search_index import search_entries
from sqlalchemy import (
    CHAR,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from quoting.domain.approvals import Decision
from quoting.domain.margin_policies import PolicyLevel
from quoting.domain.price_lists import VersionStatus
from quoting.domain.products import ProductKind, Unit
from quoting.domain.quotes import QuoteStatus
from quoting.persistence.words import Word

metadata = new_metadata()
search_entries(metadata)

_LIVE = text("archived_at IS NULL")

product_groups = Table(
    "product_groups",
    metadata,
    *record_columns(),
    Column("name", Text, nullable=False),
    Column("parent_id", Uuid, ForeignKey("product_groups.id")),
    Column("revenue_account", Text),
)

products = Table(
    "products",
    metadata,
    *record_columns(),
    Column("code", Text, nullable=False),
    Column("names", JSONB, nullable=False, comment="language to name"),
    Column("group_id", Uuid, ForeignKey("product_groups.id"), index=True),
    Column("kind", Word(ProductKind), nullable=False),
    Column("unit", Word(Unit), nullable=False),
    Column("vat_bp", Integer, nullable=False),
    *money_columns("cost_price", nullable=True),
    Column("active", Boolean, nullable=False),
    Index(
        "uq_products_organisation_id_code",
        "organisation_id",
        "code",
        unique=True,
        postgresql_where=_LIVE,
    ),
)

price_lists = Table(
    "price_lists",
    metadata,
    *record_columns(),
    Column("name", Text, nullable=False),
    Column("currency", CHAR(3), nullable=False),
    Column("scope", Text, nullable=False),
    Column("customer_id", Uuid, comment="crm owns it"),
    Index(
        "uq_price_lists_default",
        "organisation_id",
        "currency",
        unique=True,
        postgresql_where=text("archived_at IS NULL AND scope = 'default'"),
    ),
)

price_list_versions = Table(
    "price_list_versions",
    metadata,
    *child_columns(),
    Column("price_list_id", Uuid, ForeignKey("price_lists.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("status", Word(VersionStatus), nullable=False),
    Column("published_at", DateTime(timezone=True)),
)

price_items = Table(
    "price_items",
    metadata,
    *child_columns(),
    Column(
        "price_list_version_id",
        Uuid,
        ForeignKey("price_list_versions.id"),
        nullable=False,
        index=True,
    ),
    Column("product_id", Uuid, ForeignKey("products.id"), nullable=False),
    Column("min_quantity", Numeric(14, 4), nullable=False),
    Column("price_minor", BigInteger, nullable=False),
)

margin_policies = Table(
    "margin_policies",
    metadata,
    *record_columns(),
    Column("level", Word(PolicyLevel), nullable=False),
    Column("target_id", Uuid),
    Column("floor_bp", Integer, nullable=False),
    Column("target_bp", Integer),
    Column("valid_from", Date, nullable=False),
    Index(
        "uq_margin_policies_rule",
        "organisation_id",
        "level",
        text("COALESCE(target_id, '00000000-0000-0000-0000-000000000000')"),
        "valid_from",
        unique=True,
        postgresql_where=_LIVE,
    ),
)

quotes = Table(
    "quotes",
    metadata,
    *record_columns(),
    Column("quote_no", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("root_id", Uuid, nullable=False, comment="the first revision"),
    Column("title", Text, nullable=False),
    Column("sales_case_id", Uuid, nullable=False, comment="sales owns it"),
    Column("customer_id", Uuid, nullable=False, comment="crm owns it"),
    Column("contact_id", Uuid, comment="crm owns it"),
    Column("owner_id", Uuid, nullable=False, comment="identity owns it"),
    Column("unit_id", Uuid, comment="identity owns it"),
    Column("status", Word(QuoteStatus), nullable=False),
    Column("currency", CHAR(3), nullable=False),
    Column("language", Text, nullable=False),
    Column("price_list_id", Uuid, ForeignKey("price_lists.id")),
    Column("valid_until", Date),
    Column("terms", Text),
    Column("purchase_order_no", Text),
    Column("is_primary", Boolean, nullable=False),
    Column("sent_at", DateTime(timezone=True)),
    Column("accepted_on", Date),
    Column("accepted_by", Text, comment="name and e-mail given with the link"),
    Column("declined_reason", Text),
    Column("custom", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    Column("net_minor", BigInteger, nullable=False),
    Index(
        "uq_quotes_organisation_id_quote_no_revision",
        "organisation_id",
        "quote_no",
        "revision",
        unique=True,
    ),
    Index("ix_quotes_organisation_id_customer_id", "organisation_id", "customer_id"),
    Index("ix_quotes_organisation_id_sales_case_id", "organisation_id", "sales_case_id"),
    Index("ix_quotes_organisation_id_created_at", "organisation_id", "created_at"),
    Index("ix_quotes_root_id", "root_id"),
)

quote_lines = Table(
    "quote_lines",
    metadata,
    *child_columns(),
    Column("quote_id", Uuid, ForeignKey("quotes.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("product_id", Uuid, ForeignKey("products.id")),
    Column("description", Text, nullable=False),
    Column("quantity", Numeric(14, 4), nullable=False),
    Column("unit", Text, nullable=False),
    Column("list_price_minor", BigInteger),
    Column("unit_price_minor", BigInteger, nullable=False),
    Column("price_list_version_id", Uuid),
    Column("discount_bp", Integer, nullable=False),
    Column("vat_bp", Integer, nullable=False),
    Column("unit_cost_minor", BigInteger, comment="null when it is not known"),
    Column("optional", Boolean, nullable=False),
    Column("selected", Boolean, nullable=False),
)

approvals = Table(
    "approvals",
    metadata,
    *record_columns(),
    Column("quote_id", Uuid, ForeignKey("quotes.id"), nullable=False, index=True),
    Column("content_hash", Text, nullable=False),
    Column("violated_rules", JSONB, nullable=False),
    Column("shortfall_minor", BigInteger, nullable=False),
    Column("currency", CHAR(3), nullable=False),
    Column("requested_by", Uuid, nullable=False, comment="identity owns it"),
    Column("requested_at", DateTime(timezone=True), nullable=False),
    Column("expires_on", Date, nullable=False),
    Column("decided_by", Uuid, comment="identity owns it"),
    Column("decided_at", DateTime(timezone=True)),
    Column("decision", Word(Decision)),
    Column("reason", Text),
)

# Read before it is known whose quote it is: a link is all the customer has.
acceptance_links = Table(
    "acceptance_links",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("quote_id", Uuid, nullable=False),
    Column("used_at", DateTime(timezone=True)),
    info={"across_organisations": True},
)
