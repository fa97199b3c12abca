"""The tables of crm's database; migrations are compared against them."""

from shared.persistence.schema import child_columns, money_columns, new_metadata, record_columns
from shared.persistence.search_index import search_entries
from sqlalchemy import (
    CHAR,
    BigInteger,
    Boolean,
    Column,
    Computed,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

metadata = new_metadata()
search_entries(metadata)

_NO_TEXTS = text("'{}'::text[]")
NO_IDS = text("'{}'::uuid[]")
_LIVE = text("archived_at IS NULL")
_NAMED_ELSEWHERE = text("external_id IS NOT NULL AND archived_at IS NULL")


def _classified() -> list[Column]:
    """Segments, tags and the organisation's own fields, as customers and contacts have them."""
    return [
        Column("segment_ids", ARRAY(Uuid), nullable=False, server_default=NO_IDS),
        Column("tags", ARRAY(Text), nullable=False, server_default=_NO_TEXTS),
        Column("custom", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    ]


def guarded_columns() -> list[Column]:
    """Whose a record is; rights are decided by it."""
    return [
        Column("owner_id", Uuid, comment="identity owns it: a user"),
        Column("unit_id", Uuid, comment="identity owns it: a business unit"),
    ]


customers = Table(
    "customers",
    metadata,
    *record_columns(),
    Column("name", Text, nullable=False),
    Column("customer_no", Text),
    Column("external_id", Text, comment="what another system calls it"),
    Column("legal_name", Text),
    Column("organisation_number", Text),
    Column("vat_no", Text),
    Column("kinds", ARRAY(Text), nullable=False),
    Column("type_id", Uuid),
    *guarded_columns(),
    Column("industry_code", Text),
    Column("employees", Integer),
    Column("employees_on", Date),
    Column("employees_source", Text),
    *money_columns("annual_revenue", nullable=True),
    Column("annual_revenue_year", Integer),
    Column("founded_year", Integer),
    *_classified(),
    Column("rating", CHAR(1)),
    Column("website", Text),
    Column("email", Text),
    Column("phone", Text),
    Column("language", CHAR(2)),
    Column("currency", CHAR(3)),
    Column("payment_term_days", Integer),
    Column("price_list_id", Uuid, comment="quoting owns it"),
    Column("invoice_channel", Text),
    Column("e_invoice_id", Text),
    Column("invoicing_customer_id", Uuid, ForeignKey("customers.id")),
    Column("parent_id", Uuid, ForeignKey("customers.id")),
    Column("partner_id", Uuid, ForeignKey("customers.id")),
    Column("notes", Text),
    Column("country", CHAR(2)),
    Column("city", Text),
    Column("region", Text),
    Column(
        "search_text",
        Text,
        Computed(
            "search_words(name, legal_name, customer_no, organisation_number, email, phone)",
            persisted=True,
        ),
    ),
    Column("name_key", Text, Computed("lower(name)", persisted=True)),
    Column(
        "merged_into_id",
        Uuid,
        ForeignKey("customers.id"),
        index=True,
        comment="what it is part of",
    ),
)
# Row-level security lets an index be used only through functions that leak nothing; lower() is
# not one, a stored column needs none.
Index("ix_customers_organisation_id_name_key", customers.c.organisation_id, customers.c.name_key)
Index(
    "uq_customers_organisation_id_external_id",
    customers.c.organisation_id,
    customers.c.external_id,
    unique=True,
    postgresql_where=_NAMED_ELSEWHERE,
)
Index(
    "ix_customers_invoicing_customer_id",
    customers.c.invoicing_customer_id,
    postgresql_where=customers.c.invoicing_customer_id.is_not(None),
)
Index("ix_customers_organisation_id_name", customers.c.organisation_id, customers.c.name)
Index(
    "ix_customers_organisation_id_created_at", customers.c.organisation_id, customers.c.created_at
)
Index("ix_customers_organisation_id_owner_id", customers.c.organisation_id, customers.c.owner_id)
Index("ix_customers_parent_id", customers.c.parent_id)
Index(
    "ix_customers_partner_id",
    customers.c.partner_id,
    postgresql_where=customers.c.partner_id.is_not(None),
)
Index(
    "uq_customers_organisation_id_organisation_number",
    customers.c.organisation_id,
    customers.c.organisation_number,
    unique=True,
    postgresql_where=_LIVE,
)
Index(
    "uq_customers_organisation_id_customer_no",
    customers.c.organisation_id,
    customers.c.customer_no,
    unique=True,
    postgresql_where=text("merged_into_id IS NULL"),
)
Index("ix_customers_segment_ids", customers.c.segment_ids, postgresql_using="gin")

addresses = Table(
    "addresses",
    metadata,
    *child_columns(),
    Column("customer_id", Uuid, ForeignKey("customers.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("street", Text),
    Column("postal_code", Text),
    Column("city", Text),
    Column("region", Text),
    Column("country", CHAR(2)),
    Column("is_default", Boolean, nullable=False),
)

ratings = Table(
    "ratings",
    metadata,
    *child_columns(),
    Column("customer_id", Uuid, ForeignKey("customers.id"), nullable=False, index=True),
    Column("value", CHAR(1), nullable=False),
    Column("reason", Text),
    Column("author_id", Uuid, nullable=False),
    Column("rated_at", DateTime(timezone=True), nullable=False),
)

customer_owners = Table(
    "customer_owners",
    metadata,
    *child_columns(),
    Column("customer_id", Uuid, ForeignKey("customers.id"), nullable=False, index=True),
    *guarded_columns(),
    Column("since_at", DateTime(timezone=True), nullable=False),
)

contacts = Table(
    "contacts",
    metadata,
    *record_columns(),
    Column("external_id", Text, comment="what another system calls it"),
    Column("given_name", Text),
    Column("family_name", Text),
    Column("title", Text),
    Column("language", CHAR(2)),
    Column("emails", ARRAY(Text), nullable=False, server_default=_NO_TEXTS),
    Column("phones", ARRAY(Text), nullable=False, server_default=_NO_TEXTS),
    Column("addresses", JSONB, nullable=False, server_default=text("'[]'::jsonb")),
    *_classified(),
    *guarded_columns(),
    Column(
        "search_text",
        Text,
        Computed(
            "search_words(given_name, family_name, title, search_words(VARIADIC emails), "
            "search_words(VARIADIC phones))",
            persisted=True,
        ),
    ),
    Column(
        "merged_into_id",
        Uuid,
        ForeignKey("contacts.id"),
        index=True,
        comment="what it is part of",
    ),
)
Index("ix_contacts_organisation_id_family_name", contacts.c.organisation_id, contacts.c.family_name)
Index("ix_contacts_organisation_id_created_at", contacts.c.organisation_id, contacts.c.created_at)
Index("ix_contacts_emails", contacts.c.emails, postgresql_using="gin")
Index(
    "uq_contacts_organisation_id_external_id",
    contacts.c.organisation_id,
    contacts.c.external_id,
    unique=True,
    postgresql_where=_NAMED_ELSEWHERE,
)

affiliations = Table(
    "affiliations",
    metadata,
    *child_columns(),
    Column("contact_id", Uuid, ForeignKey("contacts.id"), nullable=False, index=True),
    Column("customer_id", Uuid, ForeignKey("customers.id"), nullable=False, index=True),
    Column("role", Text),
    Column("roles", ARRAY(Text), nullable=False, server_default=_NO_TEXTS),
    Column("is_primary", Boolean, nullable=False),
    Column("since_on", Date),
    Column("until_on", Date),
)
Index(
    "uq_affiliations_customer_id",
    affiliations.c.customer_id,
    unique=True,
    postgresql_where=text("is_primary"),
)

list_values = Table(
    "list_values",
    metadata,
    *record_columns(),
    Column("list_name", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("name_nb", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("parent_code", Text),
    Column("description", Text),
    Column("position", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("applies_to", Text, comment="of segments: customer, contact or any"),
    Column("rule", JSONB(none_as_null=True), comment="of segments: filters; null, by hand"),
    Column("at_least", BigInteger, comment="of bands: heads, or minor units of at_least_currency"),
    Column("at_least_currency", CHAR(3)),
)
Index(
    "uq_list_values_organisation_id_list_name_code",
    list_values.c.organisation_id,
    list_values.c.list_name,
    list_values.c.code,
    unique=True,
)

seeded_lists = Table(
    "seeded_lists",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("seeded_at", DateTime(timezone=True), nullable=False),
)
