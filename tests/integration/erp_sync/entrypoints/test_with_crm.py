"""What a person changes in crm arrives in Tryton, without anybody speaking for crm."""

import pytest
from support.erp_sync import a_number, tryton_fields


@pytest.fixture
def crm_calls(platform, rpc, org):
    """Calls to crm as an administrator."""
    if "crm" not in platform.services:
        pytest.skip("crm is not hosted in this run")
    return rpc(org).crm


def test_a_customer_made_and_renamed_in_crm_stands_in_tryton_under_its_new_name(
    crm_calls, calls, connect, tryton, eventually
):
    connect(**tryton_fields(tryton))
    number = a_number()
    made = crm_calls.create_customer(fields={"name": "Ekte AS", "customer_no": number})
    name_of = lambda: [party["name"] for party in tryton.parties(["code", "=", number])]  # noqa: E731
    eventually(lambda: name_of() == ["Ekte AS"])

    crm_calls.change_customer(
        customer_id=made["id"], expected_version=made["version"], fields={"name": "Ektere AS"}
    )

    eventually(lambda: name_of() == ["Ektere AS"])
    links = calls.list_links(query={"filters": {"entity_id": made["id"]}})["items"]
    assert [link["entity_name"] for link in links] == ["Ektere AS"]
    eventually(lambda: _timeline_names(crm_calls, made["id"], "Tryton"))


def _timeline_names(crm_calls, customer_id, text):
    page = crm_calls.customer_timeline(customer_id=customer_id, query={})
    return [item for item in page["items"] if text in str(item)]
