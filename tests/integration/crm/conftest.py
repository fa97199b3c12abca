"""Fixtures of crm's integration tests."""

import base64
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from support.imports import status


@pytest.fixture
def crm(rpc, org):
    """crm, called by an administrator of a fresh organisation."""
    return rpc(org).crm


@pytest.fixture
def new_customer(crm):
    """Registers a customer: ``new_customer(name="Fjord AS")``."""

    def create(**fields):
        return crm.create_customer(fields={"name": "Fjordbygg AS", **fields})

    return create


@pytest.fixture
def new_contact(crm):
    """Registers a contact, at a customer when one is given."""

    def create(*, at=None, **fields):
        given = {"given_name": "Kari", "family_name": "Nordmann", **fields}
        if at is not None:
            given["affiliations"] = [{"customer_id": at["id"], "primary": True}]
        return crm.create_contact(fields=given)

    return create


@pytest.fixture
def upload(crm):
    """Takes in a file: ``upload("kunder.csv", b"…", kind="customers")``."""

    def create(filename, content, **options):
        encoded = base64.b64encode(content).decode()
        return crm.create_import(filename=filename, content=encoded, **options)

    return create


@pytest.fixture
def committed(crm, eventually):
    """Tries and writes an import; its last representation."""

    def commit(batch):
        checked = crm.check_import(import_id=batch["id"])
        eventually(lambda: status(crm, checked) == "checked")
        crm.commit_import(import_id=batch["id"])
        eventually(lambda: status(crm, batch) == "committed")
        return crm.get_import(import_id=batch["id"])

    return commit


@pytest.fixture
def undone(crm, eventually):
    """Takes an import back; its last representation."""

    def undo(batch):
        crm.undo_import(import_id=batch["id"])
        eventually(lambda: status(crm, batch) == "undone")
        return crm.get_import(import_id=batch["id"])

    return undo
