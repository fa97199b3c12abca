"""Whatever holds the id of a customer or contact follows when crm merges two."""

import importlib

import pytest
from sqlalchemy import Column

# Trails of what was done stay as they were written; the rest is settled apart.
NOT_FOLLOWING = {
    "erp_sync": {"jobs.entity_id", "attempts.entity_id"},
    "crm": {"privacy_requests.contact_id"},
}
SERVICES = ("crm", "sales", "quoting", "projects", "erp_sync", "calendar_sync")


def followed(service: str) -> set[str]:
    if service == "crm":
        columns = importlib.import_module("crm.persistence.merging.columns")
        groups = [*columns.MOVED.values(), *columns.JOINED.values()]
    elif service == "calendar_sync":
        groups = []
    elif service == "erp_sync":
        groups = importlib.import_module("erp_sync.persistence.tables").CRM_IDS.values()
    else:
        module = importlib.import_module(f"{service}.persistence.merging")
        groups = module.CRM_IDS.values()
    return {f"{each.table.name}.{each.name}" for group in groups for each in group}


def names_crm(column: Column) -> bool:
    words = ("customer_id", "contact_id", "contact_ids", "partner_id", "entity_id", "member_id")
    return column.name in words and column.table.name != "audit_entries"


@pytest.mark.parametrize("service", SERVICES)
def test_every_column_that_names_a_customer_or_contact_follows_merges(service):
    importlib.import_module(f"{service}.persistence.work")
    metadata = importlib.import_module(f"{service}.persistence.tables").metadata
    holding = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.c
        if names_crm(column)
    }

    assert holding - followed(service) - NOT_FOLLOWING.get(service, set()) == set()
