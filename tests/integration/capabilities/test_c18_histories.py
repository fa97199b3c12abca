"""C18–C20: what was sold, delivered and billed to a customer."""

import pytest
from shared.testing.waiting import eventually
from support import story
from support.colleagues import a_colleague, somebody_with


@pytest.fixture
def customer(admin):
    return admin.post("/customers", {"name": "Storkunden AS"})


def test_c18_every_case_is_there_with_value_seller_and_the_dates_of_its_stages(admin, customer):
    story.sell(admin, customer["id"])
    lost = story.an_open_case(admin, customer["id"])
    admin.post(f"/sales-cases/{lost['id']}/lose", {"lost_reason_id": _reason(admin)})
    still_open = story.an_open_case(admin, customer["id"])
    me = admin.get("/auth/me")["user_id"]

    def statuses():
        page = admin.get("/sales-cases", params={"customer_id": customer["id"]})
        found = {each["status"] for each in page["items"]}
        return page["items"] if found == {"won", "lost", "open"} else None

    cases = eventually(statuses)
    section = admin.get(f"/customers/{customer['id']}/overview")["sales_cases"]["data"]
    history = admin.get(f"/sales-cases/{lost['id']}/history")

    assert {each["salesperson_id"] for each in cases} == {me}
    assert {each["status"]: each["value"]["amount"] for each in cases}["open"] == "5000.00"
    assert all((each["closed_on"] is None) == (each["status"] == "open") for each in cases)
    assert (section["total"], section["items"][0]["id"]) == (3, still_open["id"])
    assert {each["status"] for each in section["sums"]} == {"won", "lost", "open"}
    assert len(history["transitions"]) >= 2


def _reason(admin):
    return admin.get("/lost-reasons")["items"][0]["id"]


def test_c19_every_project_has_its_plan_its_hours_and_with_the_right_its_margin(admin, customer):
    project = story.project_of(admin, story.sell(admin, customer["id"]))
    story.work_and_bill(admin, project)
    colleague = a_colleague(admin, role="customer_service")

    (shown,) = admin.get("/projects", params={"customer_id": customer["id"]})["items"]
    overview = admin.get(f"/customers/{customer['id']}/overview")
    margin = admin.get(f"/projects/{project['id']}/overview")["profitability"]

    assert (shown["id"], shown["actual_minutes"]) == (project["id"], 450)
    assert {"status", "planned_minutes"} <= shown.keys()
    assert overview["projects"]["data"]["items"][0]["id"] == project["id"]
    assert margin["status"] == "ok"
    hidden = colleague.send("GET", f"/customers/{customer['id']}/overview").json()
    assert hidden["profitability"] == {"status": "forbidden", "data": None}


def test_c20_invoices_and_credit_notes_have_amount_due_date_and_what_is_paid(admin, customer):
    project = story.project_of(admin, story.sell(admin, customer["id"]))
    invoice = story.work_and_bill(admin, project)
    paid = {"amount": story.nok("1000.00"), "paid_on": str(story.TODAY)}
    admin.post(f"/invoices/{invoice['id']}/payments", paid)
    admin.post(f"/invoices/{invoice['id']}/credit", {"note": "Feil"})

    items = admin.get("/invoices", params={"customer_id": customer["id"]})["items"]
    section = admin.get(f"/customers/{customer['id']}/overview")["invoices"]["data"]

    by_kind = {each["kind"]: each for each in items}
    assert by_kind["invoice"]["due_on"] is not None
    assert by_kind["invoice"]["paid"]["amount"] == "1000.00"
    assert by_kind["credit_note"]["credits_invoice_id"] == invoice["id"]
    assert by_kind["invoice"]["totals"]["gross"]["amount"] != "0.00"
    assert {each["id"] for each in section["items"]} == {each["id"] for each in items}


def test_c20_and_the_others_show_each_viewer_his_own_part_of_the_history(admin, customer):
    invoice = story.work_and_bill(admin, story.project_of(admin, story.sell(admin, customer["id"])))
    nouns = ("case", "project", "invoice")
    own = somebody_with(admin, {"customer.view": "all"} | {f"{noun}.view": "own" for noun in nouns})
    every = somebody_with(
        admin, {"customer.view": "all"} | {f"{noun}.view": "all" for noun in nouns}
    )

    mine = own.get(f"/customers/{customer['id']}/overview")
    all_of_it = every.get(f"/customers/{customer['id']}/overview")

    sections = ("sales_cases", "projects", "invoices")
    assert [mine[name]["data"]["total"] for name in sections] == [0, 0, 0]
    assert [all_of_it[name]["data"]["total"] for name in sections] == [1, 1, 1]
    assert own.get("/invoices", params={"customer_id": customer["id"]})["items"] == []
    assert own.send("GET", f"/invoices/{invoice['id']}").status_code == 404
    assert mine["profitability"]["status"] == all_of_it["profitability"]["status"] == "forbidden"
