"""What tests of imports ask, and crm's database as one digest."""

from shared.testing.waiting import eventually

# What an undone import may leave behind: that it happened, and who was told.
APART = (
    "audit_entries", "outbox_messages", "inbox_messages", "parked_messages", "idempotency_keys",
    "due_items", "number_series", "alembic_version",
    "erasure_keys",  # made once for an organisation, whatever is imported
    "match_keys", "duplicates",  # found by the worker, when it comes to it
    "retention_settings",  # a timer makes them some time
    "imports", "import_files", "import_chunks", "import_rows", "import_profiles",
)  # fmt: skip
# What counts changes, and what the database itself derives.
_APART_COLUMNS = ("version", "updated_at")


def status(crm, batch):
    return crm.get_import(import_id=batch["id"])["status"]


def rows_of(crm, batch, **filters):
    page = crm.list_import_rows(import_id=batch["id"], query={"filters": filters, "limit": 200})
    return page["items"]


def database_state(platform, org, service="crm"):
    """Every row of an organisation by table, but for what is ``APART``."""
    tables = platform.rows(
        service,
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' "
        "AND column_name = 'organisation_id' ORDER BY table_name",
    )
    columns = "".join(f" - '{each}'" for each in _APART_COLUMNS)
    return {
        table: platform.rows(
            service,
            f"SELECT (to_jsonb(t){columns})::text FROM {table} t "
            "WHERE organisation_id = %s ORDER BY 1",
            getattr(org, "organisation_id", org),
        )
        for (table,) in tables
        if table not in APART
    }


def settled_state(platform, org):
    """``database_state`` once everything on its way between services has arrived."""
    eventually(platform.is_at_rest, within_seconds=240)
    return database_state(platform, org)
