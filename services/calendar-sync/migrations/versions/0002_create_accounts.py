"""
Create copies of activities, accounts, bindings, operations, links, conflicts and feeds.

Step: expand (1 of 1).
Locks: none; everything is new.
"""

import sqlalchemy as sa
from alembic import op
from shared.persistence.migrations import protect
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _create_accounts()
    _index_accounts()
    _create_activities()
    _index_activities()
    _create_feeds()
    _index_feeds()
    _create_bindings()
    _index_bindings()
    _create_feed_addresses()
    _create_conflicts()
    _index_conflicts()
    _create_links()
    _index_links()
    _create_operations()
    _index_operations()
    _create_sync_states()
    # feed_addresses is read before anybody knows whose feed it is, and holds no content.
    protect(
        op,
        "accounts",
        "activities",
        "feeds",
        "bindings",
        "conflicts",
        "links",
        "operations",
        "sync_states",
    )


def _create_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=False, comment="identity owns it"),
        sa.Column("unit_id", sa.Uuid(), nullable=True, comment="identity owns it"),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column(
            "secret",
            sa.LargeBinary(),
            nullable=True,
            comment="sealed; see shared.persistence.vault",
        ),
        sa.Column("status", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
    )


def _index_accounts() -> None:
    op.create_index("ix_accounts_organisation_id", "accounts", ["organisation_id"], unique=False)
    op.create_index("ix_accounts_user_id", "accounts", ["user_id"], unique=False)
    op.create_index(
        "uq_accounts_organisation_id_user_id_url",
        "accounts",
        ["organisation_id", "user_id", "url"],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL"),
    )


def _create_activities() -> None:
    op.create_table(
        "activities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False, comment="identity owns it"),
        sa.Column("participant_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("people", sa.ARRAY(sa.Uuid()), nullable=False, comment="owner and participants"),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("all_day", sa.Boolean(), nullable=False),
        sa.Column("start_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("start_on", sa.Date(), nullable=True),
        sa.Column("end_on", sa.Date(), nullable=True),
        sa.Column(
            "begins_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="for windows; days count in UTC",
        ),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("time_zone", sa.Text(), nullable=True),
        sa.Column("recurrence", sa.Text(), nullable=True),
        sa.Column("privacy", sa.Text(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_activities"),
    )


def _index_activities() -> None:
    op.create_index(
        "ix_activities_organisation_id", "activities", ["organisation_id"], unique=False
    )
    op.create_index(
        "ix_activities_people", "activities", ["people"], unique=False, postgresql_using="gin"
    )


def _create_feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=False, comment="identity owns it"),
        sa.Column("unit_id", sa.Uuid(), nullable=True, comment="identity owns it"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("privacy", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
    )


def _index_feeds() -> None:
    op.create_index("ix_feeds_organisation_id", "feeds", ["organisation_id"], unique=False)
    op.create_index("ix_feeds_user_id", "feeds", ["user_id"], unique=False)


def _create_bindings() -> None:
    op.create_table(
        "bindings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False, comment="identity owns it"),
        sa.Column("unit_id", sa.Uuid(), nullable=True, comment="identity owns it"),
        sa.Column("external_calendar_id", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("kinds", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("privacy", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_bindings_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bindings"),
    )


def _index_bindings() -> None:
    op.create_index("ix_bindings_account_id", "bindings", ["account_id"], unique=False)
    op.create_index("ix_bindings_organisation_id", "bindings", ["organisation_id"], unique=False)
    op.create_index("ix_bindings_user_id", "bindings", ["user_id"], unique=False)


def _create_feed_addresses() -> None:
    op.create_table(
        "feed_addresses",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("feed_id", sa.Uuid(), nullable=False),
        sa.Column("last_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_feed_addresses_feed_id"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_feed_addresses"),
        sa.UniqueConstraint("feed_id", name="uq_feed_addresses_feed_id"),
        info={"across_organisations": True},
    )


def _create_conflicts() -> None:
    op.create_table(
        "conflicts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("binding_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False, comment="identity owns it"),
        sa.Column("unit_id", sa.Uuid(), nullable=True, comment="identity owns it"),
        sa.Column("activity_id", sa.Uuid(), nullable=False, comment="crm owns it"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("ours", postgresql.JSONB(), nullable=False),
        sa.Column("theirs", postgresql.JSONB(), nullable=False),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["binding_id"], ["bindings.id"], name="fk_conflicts_binding_id"),
        sa.PrimaryKeyConstraint("id", name="pk_conflicts"),
    )


def _index_conflicts() -> None:
    op.create_index("ix_conflicts_binding_id", "conflicts", ["binding_id"], unique=False)
    op.create_index("ix_conflicts_organisation_id", "conflicts", ["organisation_id"], unique=False)
    op.create_index("ix_conflicts_user_id", "conflicts", ["user_id"], unique=False)


def _create_links() -> None:
    op.create_table(
        "links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("binding_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False, comment="crm owns it"),
        sa.Column("href", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("ical_uid", sa.Text(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False, comment="of the event as we last wrote it"),
        sa.Column("synced_version", sa.BigInteger(), nullable=False),
        sa.Column("tombstone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["binding_id"], ["bindings.id"], name="fk_links_binding_id"),
        sa.PrimaryKeyConstraint("id", name="pk_links"),
    )


def _index_links() -> None:
    op.create_index("ix_links_activity_id", "links", ["activity_id"], unique=False)
    op.create_index("ix_links_organisation_id", "links", ["organisation_id"], unique=False)
    op.create_index(
        "uq_links_binding_id_activity_id", "links", ["binding_id", "activity_id"], unique=True
    )
    op.create_index("uq_links_binding_id_href", "links", ["binding_id", "href"], unique=True)


def _create_operations() -> None:
    op.create_table(
        "operations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("binding_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False, comment="crm owns it"),
        sa.Column("wanted_version", sa.BigInteger(), nullable=False),
        sa.Column("done_version", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "tried_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="set while the outcome is not known",
        ),
        sa.Column("last_error_kind", sa.Text(), nullable=True),
        sa.Column("last_error_text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["binding_id"], ["bindings.id"], name="fk_operations_binding_id"),
        sa.PrimaryKeyConstraint("id", name="pk_operations"),
    )


def _index_operations() -> None:
    op.create_index(
        "ix_operations_organisation_id", "operations", ["organisation_id"], unique=False
    )
    op.create_index(
        "ix_operations_pending",
        "operations",
        ["binding_id", "attempts"],
        unique=False,
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index(
        "uq_operations_binding_id_activity_id",
        "operations",
        ["binding_id", "activity_id"],
        unique=True,
    )


def _create_sync_states() -> None:
    op.create_table(
        "sync_states",
        sa.Column("binding_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False, comment="rises with every lease"),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "woken_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when a worker was last told",
        ),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error_kind", sa.Text(), nullable=True),
        sa.Column("last_error_text", sa.Text(), nullable=True),
        sa.Column("last_synced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["binding_id"], ["bindings.id"], name="fk_sync_states_binding_id"),
        sa.PrimaryKeyConstraint("binding_id", name="pk_sync_states"),
    )
