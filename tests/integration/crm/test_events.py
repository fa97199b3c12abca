"""What happens in crm when something happened elsewhere."""

from datetime import date

import pytest
from shared.contracts.declare import dump_bytes
from shared.contracts.erp_sync.events import ErpCustomerLinkedV1
from shared.contracts.identity.events import OrganisationCreatedV1
from shared.contracts.projects.events import InvoiceIssuedV1, ProjectCreatedV1
from shared.contracts.quoting.events import QuoteSentV1
from shared.contracts.sales.events import CaseCreatedV1, CaseUpdatedV1, CaseWonV1
from shared.kernel.ids import new_id
from shared.kernel.money import Money
from shared.testing.callers import a_colleague, an_administrator
from support.messages import Broker

INBOX = "crm.inbox"


@pytest.fixture
def broker(platform):
    """The broker, spoken to by hand."""
    speaking = Broker(platform.servers.broker_url)
    yield speaking
    speaking.close()


@pytest.fixture
def tell(broker, org):
    """Lets crm hear a fact of the organisation."""
    return lambda fact: broker.tell(INBOX, fact, organisation_id=org.organisation_id)


def a_case(customer, shape=CaseCreatedV1, **changes):
    facts = {
        "case_id": new_id(),
        "version": 1,
        "case_no": "10001",
        "name": "Nytt intranett",
        "customer_id": customer["id"],
        "salesperson_id": new_id(),
        "process_id": new_id(),
        "stage_id": new_id(),
        "stage_name": "Tilbud",
        "status": "open",
        "value": Money(10_000_00, "NOK"),
        "probability": 50,
    }
    return shape(**{**facts, **changes})


def kinds(crm, customer):
    page = crm.customer_timeline(customer_id=customer["id"], query={})
    return [each["kind"] for each in page["items"]]


def facts_about(customer):
    """One fact of every service that tells something about a customer."""
    case = a_case(customer)
    whose = {"customer_id": customer["id"]}
    yield case
    yield QuoteSentV1(
        **whose,
        quote_id=new_id(),
        version=2,
        quote_no="T-1",
        revision=1,
        title="Intranett",
        status="sent",
        sales_case_id=case.case_id,
        owner_id=new_id(),
        net=Money(9_000_00, "NOK"),
    )
    project = {"project_no": "P-1", "name": "Intranett", "status": "planned"}
    yield ProjectCreatedV1(**whose, project_id=new_id(), version=1, **project)
    yield InvoiceIssuedV1(
        **whose,
        invoice_id=new_id(),
        version=2,
        status="issued",
        net=Money(100_00, "NOK"),
        gross=Money(125_00, "NOK"),
        invoice_no="F-1",
        issued_on=date(2026, 11, 1),
    )
    link = {"connection_id": new_id(), "connection_name": "Tryton", "external_id": "77"}
    yield ErpCustomerLinkedV1(**whose, version=1, **link)


def test_other_services_facts_stand_on_the_timeline(crm, new_customer, tell, eventually):
    customer = new_customer()
    for fact in facts_about(customer):
        tell(fact)

    expected = {
        "customer.created",
        "case.created",
        "quote.sent",
        "project.created",
        "invoice.issued",
        "erp.customer_linked",
    }
    eventually(lambda: set(kinds(crm, customer)) == expected)
    timeline = crm.customer_overview(customer_id=customer["id"])["timeline"]
    assert timeline["total"] == 6
    by_kind = {each["kind"]: each for each in timeline["items"]}
    assert by_kind["case.created"]["title"] == "10001 Nytt intranett"
    assert by_kind["case.created"]["amount"] == {"amount": "10000.00", "currency": "NOK"}
    assert by_kind["erp.customer_linked"]["title"] == "Tryton: 77"


def test_a_won_case_turns_a_prospect_into_a_customer_once(
    broker, crm, org, new_customer, tell, eventually
):
    prospect = new_customer(kinds=["prospect"])
    won = a_case(prospect, CaseWonV1, version=3, status="won")
    headers = tell(won)

    eventually(lambda: crm.get_customer(customer_id=prospect["id"])["customer_no"])
    broker.send(INBOX, dump_bytes(won), headers=headers)
    fence = new_customer(name="Gjerde AS", kinds=["prospect"])
    tell(a_case(fence, CaseWonV1, status="won"))
    eventually(lambda: crm.get_customer(customer_id=fence["id"])["customer_no"])

    customer = crm.get_customer(customer_id=prospect["id"])
    assert (customer["kinds"], customer["customer_no"], customer["version"]) == (
        ["customer"],
        "10001",
        2,
    )
    assert sorted(kinds(crm, prospect)) == ["case.won", "customer.created", "customer.won"]


def test_entries_are_for_those_who_may_see_the_record(
    rpc, crm, org, new_customer, tell, eventually
):
    customer = new_customer()
    seller = a_colleague(org, grants={"customer.view": "all", "case.view": "own"})
    other = a_colleague(org, grants={"customer.view": "all", "case.view": "own"})
    case = a_case(customer, salesperson_id=seller.actor_id)
    tell(case)
    eventually(lambda: "case.created" in kinds(crm, customer))
    handed_over = {"case_id": case.case_id, "version": 2, "salesperson_id": other.actor_id}

    assert "case.created" in kinds(rpc(seller).crm, customer)
    assert kinds(rpc(other).crm, customer) == ["customer.created"]
    assert rpc(other).crm.customer_overview(customer_id=customer["id"])["timeline"]["total"] == 1
    tell(a_case(customer, CaseUpdatedV1, **handed_over))
    eventually(lambda: "case.created" in kinds(rpc(other).crm, customer))
    assert kinds(rpc(seller).crm, customer) == ["customer.created"]


def test_a_new_organisation_gets_its_lists(platform, broker, rpc, eventually):
    founder = an_administrator()
    fact = OrganisationCreatedV1(
        organisation_id=founder.organisation_id,
        version=1,
        name="Ny AS",
        base_currency="NOK",
        time_zone="Europe/Oslo",
        locale="nb",
    )
    broker.tell(INBOX, fact, organisation_id=founder.organisation_id)

    eventually(
        lambda: platform.rows(
            "crm",
            "SELECT 1 FROM list_values WHERE organisation_id = %s LIMIT 1",
            founder.organisation_id,
        )
    )
    assert len(rpc(founder).crm.list_activity_types(query={})["items"]) == 5
