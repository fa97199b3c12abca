"""Fixtures of crm's integration tests."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))


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
