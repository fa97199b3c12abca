"""C16: one timeline of all that was said and done with a customer, filtered as one likes."""

from datetime import UTC, datetime, timedelta

import pytest
from shared.contracts.erp_sync.events import ErpCustomerLinkedV1
from shared.kernel.ids import new_id
from shared.testing.waiting import eventually
from support import story
from support.colleagues import a_colleague, somebody_with
from support.messages import Broker


@pytest.fixture
def customer(admin):
    return admin.post("/customers", {"name": "Historien AS"})


def entries(person, customer, **query):
    page = person.get(f"/customers/{customer['id']}/timeline", params={"limit": 200, **query})
    return page["items"]


def kinds(person, customer, **query):
    return {each["kind"] for each in entries(person, customer, **query)}


def talk(admin, customer, kind="call", **changes):
    fields = {"kind": kind, "subject": f"{kind} om avtalen", "customer_id": customer["id"]}
    return admin.post("/activities", {**fields, **changes})


def test_c16_everything_that_happened_is_there_newest_first(admin, customer):
    for kind in ("call", "meeting", "email"):
        talk(admin, customer, kind)
    admin.post("/notes", {"body": "Et notat", "customer_id": customer["id"]})
    quote = story.sell(admin, customer["id"])
    story.work_and_bill(admin, story.project_of(admin, quote))
    wanted = {"activity.call", "activity.meeting", "activity.email", "note.written"}
    wanted |= {"case.created", "case.won", "quote.sent", "quote.accepted", "project.created"}

    found = eventually(
        lambda: wanted | {"invoice.issued"} <= kinds(admin, customer) and entries(admin, customer)
    )

    moments = [each["at"] for each in found]
    assert moments == sorted(moments, reverse=True)


def test_c16_it_is_filtered_by_kind_person_period_and_text(admin, customer):
    colleague = a_colleague(admin, role="account_manager")
    talk(admin, customer, "call")
    talk(colleague, customer, "meeting", subject="Befaring")
    me = admin.get("/auth/me")["user_id"]
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).isoformat().replace("+00:00", "Z")

    assert kinds(admin, customer, kind="activity.call") == {"activity.call"}
    both = kinds(admin, customer, kind__in="activity.call,activity.meeting")
    assert both == {"activity.call", "activity.meeting"}
    assert "activity.meeting" not in kinds(admin, customer, owner_id=me)
    assert kinds(admin, customer, at__gte=tomorrow) == set()
    assert {"activity.call", "activity.meeting"} <= kinds(admin, customer, at__lte=tomorrow)
    assert [each["title"] for each in entries(admin, customer, q="befaring")] == ["Befaring"]


def test_c16_a_private_meeting_is_busy_to_others_and_not_found_by_its_words(admin, customer):
    talk(admin, customer, "meeting", subject="Oppkjøp", privacy="private")
    colleague = a_colleague(admin, role="account_manager")

    (entry,) = entries(colleague, customer, kind="activity.meeting")

    assert "Oppkjøp" not in entry["title"]
    assert entries(colleague, customer, q="oppkj") == []
    assert len(entries(admin, customer, q="oppkj")) == 1


def test_c16_a_new_stage_and_what_the_erp_says_are_there_each_within_rights(
    platform, admin, customer
):
    case = story.an_open_case(admin, customer["id"])
    stages = admin.get(f"/sales-processes/{case['process_id']}")["stages"]
    other = next(each for each in stages if each["id"] != case["stage_id"])
    admin.post(f"/sales-cases/{case['id']}/move", {"stage_id": other["id"]})
    whose = {"connection_id": new_id(), "connection_name": "Visma", "external_id": "C-17"}
    fact = ErpCustomerLinkedV1(customer_id=customer["id"], version=1, **whose)
    broker = Broker(platform.environ["BROKER_URL"])
    broker.tell("crm.inbox", fact, organisation_id=admin.get("/auth/me")["organisation_id"])
    broker.close()
    sees = {"customer.view": "all", "case.view": "all"}
    seller = somebody_with(admin, sees)
    bookkeeper = somebody_with(admin, {"customer.view": "all", "erp.view": "all"})

    found = eventually(
        lambda: (
            {"case.stage_changed", "erp.customer_linked"} <= kinds(admin, customer)
            and entries(admin, customer)
        )
    )

    titles = {each["kind"]: each["title"] for each in found}
    assert titles["case.stage_changed"].endswith(other["name"])
    assert titles["erp.customer_linked"] == "Visma: C-17"
    assert "erp.customer_linked" not in kinds(seller, customer)
    assert "case.stage_changed" in kinds(seller, customer)
    assert kinds(bookkeeper, customer) == {"customer.created", "erp.customer_linked"}
