"""Everything an organisation has, in every service's database: to compare before and after."""

import hashlib
import json
from typing import Any

from shared.testing.platform import Platform

SERVICES = ("crm", "sales", "quoting", "projects", "calendar_sync", "erp_sync", "identity")

# Trails, queues and what is derived: they tell how things came about, not how things are.
_TRAILS = {
    "alembic_version",
    "attempts",
    "audit_entries",
    "breakers",
    "due_items",
    "duplicates",
    "idempotency_keys",
    "inbox_messages",
    "jobs",
    "match_keys",
    "merged_records",
    "merges",
    "moved_references",
    "outbox_messages",
    "parked_messages",
    "search_entries",
    "seeded_lists",
    "sessions",
    "logins",
}
_COUNTED = ("version", "updated_at", "synced_version", "changed_at", "search_text")


def rows_of(platform: Platform, organisation_id: Any) -> dict[str, list[str]]:
    """Every row by ``service.table``, without versions and trails, in one order."""
    found: dict[str, list[str]] = {}
    for service in SERVICES:
        for table in _tables(platform, service):
            rows = platform.rows(
                service,
                f"SELECT to_jsonb(t) FROM {table} t WHERE organisation_id = %s",
                organisation_id,
            )
            found[f"{service}.{table}"] = sorted(_text(row) for (row,) in rows)
    return found


def hash_of(rows: dict[str, list[str]]) -> str:
    """One hash of all of it."""
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()


def _tables(platform: Platform, service: str) -> list[str]:
    names = platform.rows(
        service,
        "SELECT c.table_name FROM information_schema.columns c "
        "JOIN information_schema.tables t USING (table_schema, table_name) "
        "WHERE c.table_schema = 'public' AND c.column_name = 'organisation_id' "
        "AND t.table_type = 'BASE TABLE' ORDER BY 1",
    )
    return [name for (name,) in names if name not in _TRAILS]


def _text(row: dict[str, Any]) -> str:
    for name in _COUNTED:
        row.pop(name, None)
    if isinstance(row.get("data"), dict):  # a copy of the owner's last event
        row["data"] = {
            name: sorted(value, key=repr) if isinstance(value, list) else value
            for name, value in row["data"].items()
            if name not in ("version", "changed", "merge_id", "survivor_id", "survivor_version")
        }
    return json.dumps(row, sort_keys=True)
