"""Invoices: from the ledger to paid."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import psycopg
import pytest
from shared.kernel.errors import Forbidden, Invalid, NotFound, RuleBroken
from shared.testing.callers import a_colleague
from support.projects import nok


@pytest.fixture
def draft(calls, project):
    """Draft an invoice on the project: ``draft(lines=[…])``; everything unbilled by default."""

    def make(**fields):
        return calls.create_invoice(fields={"project_id": project["id"], **fields})

    return make


@pytest.fixture
def issued(calls, draft):
    """Draft and issue."""

    def make(**fields):
        return calls.issue_invoice(invoice_id=draft(**fields)["id"])

    return make


def a_free_line(price, **fields):
    return {"description": "Workshop", "unit_price": nok(price), **fields}


def conserved(platform, org):
    """Sources whose counter is not what their allocations add up to."""
    return platform.rows(
        "projects",
        """
        SELECT t.id FROM time_entries t LEFT JOIN invoice_allocations a ON a.source_id = t.id
        WHERE t.organisation_id = %s GROUP BY t.id
        HAVING t.allocated_minutes <> coalesce(
            sum(CASE a.kind WHEN 'credit' THEN -a.quantity ELSE a.quantity END), 0)
        UNION ALL
        SELECT l.id FROM invoice_lines l
        JOIN invoices i ON i.id = l.invoice_id AND i.status <> 'cancelled'
        LEFT JOIN invoice_allocations a ON a.invoice_line_id = l.id
        WHERE l.organisation_id = %s GROUP BY l.id
        HAVING l.net_minor <> coalesce(sum(a.amount_minor), 0)
        """,
        str(org.organisation_id),
        str(org.organisation_id),
    )


def test_uninvoiced_time_and_fixed_lines_become_an_invoice(
    calls, project, log_time, issued, neighbours
):
    kari = neighbours.user("Kari Nordmann")
    for minutes in (100, 50, 25):
        log_time(minutes, user_id=kari)
    fixed = {"kind": "fixed", "description": "Licence", "unit_price": nok("9900")}
    calls.create_contract_line(project_id=project["id"], fields=fixed)

    invoice = issued()

    assert [
        (each["description"], each["quantity"], each["minutes"], each["net"]["amount"])
        for each in invoice["lines"]
    ] == [
        ("Advice – Kari Nordmann", "2.9167", 175, "3645.83"),  # 175 × 1 250 / 60 = 3 645.833
        ("Licence", "1", None, "9900.00"),
    ]
    assert invoice["totals"] == {
        "net": nok("13545.83"), "vat": nok("3386.46"), "gross": nok("16932.29"),
    }  # fmt: skip


def test_issue_numbers_dates_and_freezes_the_customer(calls, issued, customer_id, log_time):
    log_time()
    invoice = issued(order_reference="PO 17")

    assert (invoice["status"], invoice["invoice_no"]) == ("issued", "10001")
    assert invoice["customer"]["name"] == "Fjord Consulting AS"
    assert invoice["customer"]["organisation_number"] == "974760673"
    days = (date.fromisoformat(invoice["due_on"]) - date.fromisoformat(invoice["issued_on"])).days
    assert days == 30


def test_issuing_twice_is_issuing_once(calls, issued, log_time):
    log_time()
    invoice = issued()

    again = calls.issue_invoice(invoice_id=invoice["id"])

    assert (again["invoice_no"], again["version"]) == (invoice["invoice_no"], invoice["version"])


def test_numbers_have_no_gaps_when_many_issue_at_once(calls, draft):
    drafts = [draft(lines=[a_free_line(100)])["id"] for _ in range(6)]

    with ThreadPoolExecutor(6) as people:
        numbers = people.map(lambda each: calls.issue_invoice(invoice_id=each), drafts)

    assert sorted(each["invoice_no"] for each in numbers) == [str(10001 + n) for n in range(6)]


def test_an_issue_that_fails_leaves_no_gap(calls, draft, issued, log_time):
    log_time()
    failing = draft()
    with pytest.raises(RuleBroken) as refused:
        calls.issue_invoice(invoice_id=failing["id"], issued_on="2999-01-01")

    assert refused.value.code == "projects.issue_date_invalid"
    assert issued(lines=[a_free_line(100)])["invoice_no"] == "10001"


def test_two_invoices_at_once_bill_each_minute_once(calls, draft, log_time, platform, org):
    for day in range(1, 9):
        log_time(60, f"2026-03-{day:02}")

    def try_to_bill(_):
        try:
            return sum(line["minutes"] for line in draft()["lines"])
        except RuleBroken as refused:
            return refused.code

    with ThreadPoolExecutor(4) as people:
        outcomes = sorted(map(str, people.map(try_to_bill, range(4))))

    assert outcomes == ["480", *["projects.nothing_to_bill"] * 3]
    assert conserved(platform, org) == []


def test_a_period_chooses_entries_and_the_rest_stays(calls, draft, log_time):
    log_time(60, "2026-02-28")
    log_time(90, "2026-03-01")

    first = draft(time_from="2026-02-01", time_until="2026-02-28")
    second = draft()

    assert [each["minutes"] for each in first["lines"] + second["lines"]] == [60, 90]


def test_time_can_be_limited_to_what_is_approved(calls, draft, log_time):
    approved = log_time(60)
    log_time(30)
    calls.submit_time_entry(time_entry_id=approved["id"])
    calls.approve_time_entry(time_entry_id=approved["id"])

    invoice = draft(time_until="2026-12-31", only_approved=True)

    assert [each["minutes"] for each in invoice["lines"]] == [60]


def test_cancelling_a_draft_frees_what_it_held(calls, draft, log_time, platform, org):
    log_time(60)
    first = draft()
    with pytest.raises(RuleBroken):
        draft()
    calls.cancel_invoice(invoice_id=first["id"])

    assert draft()["lines"][0]["minutes"] == 60
    assert conserved(platform, org) == []


def test_a_billed_entry_cannot_be_changed(calls, draft, log_time):
    entry = log_time(60)
    draft()

    with pytest.raises(RuleBroken) as refused:
        calls.change_time_entry(
            time_entry_id=entry["id"], expected_version=2, fields={"minutes": 30}
        )

    assert refused.value.code == "projects.time_entry_billed"


def test_issuing_locks_the_time_it_bills(calls, issued, log_time):
    entry = log_time(60)
    issued()

    locked = calls.get_time_entry(time_entry_id=entry["id"])

    assert (locked["status"], locked["invoiced_minutes"]) == ("locked", 60)


def test_a_fixed_line_is_billed_in_parts_but_never_beyond(calls, project, draft):
    fixed = {"kind": "fixed", "description": "Licence", "unit_price": nok(1000)}
    line = calls.create_contract_line(project_id=project["id"], fields=fixed)
    part = {"contract_line_id": line["id"], "net": nok(400)}
    draft(contract_lines=[part])

    with pytest.raises(RuleBroken):
        draft(contract_lines=[{**part, "net": nok("600.01")}])
    rest = draft(contract_lines=[{"contract_line_id": line["id"]}])

    assert rest["totals"]["net"] == nok(600)


def test_billable_expenses_are_passed_on_and_others_are_not(calls, project, draft):
    trip = {"project_id": project["id"], "spent_on": "2026-03-05", "amount": nok(500)}
    calls.create_expense(fields={**trip, "description": "Train", "billable": True})
    calls.create_expense(fields={**trip, "description": "Lunch"})

    invoice = draft()

    assert [(each["description"], each["source"]) for each in invoice["lines"]] == [
        ("Train", "expense")
    ]


def test_hours_without_a_price_are_refused_until_one_is_named(calls, customer_id, neighbours):
    neighbours.me()
    bare = calls.create_project(fields={"name": "Bare", "customer_id": customer_id})
    calls.create_time_entry(
        fields={"project_id": bare["id"], "work_date": "2026-03-05", "minutes": 90}
    )

    with pytest.raises(RuleBroken) as refused:
        calls.create_invoice(fields={"project_id": bare["id"]})
    invoice = calls.create_invoice(
        fields={"project_id": bare["id"], "time_until": "2026-12-31", "hourly_price": nok(1000)}
    )

    assert refused.value.code == "projects.price_missing"
    assert invoice["totals"]["net"] == nok(1500)


def test_an_amount_in_another_currency_is_refused(draft):
    line = {"description": "X", "unit_price": {"amount": "10.00", "currency": "EUR"}}

    with pytest.raises(Invalid) as refused:
        draft(lines=[line])

    assert refused.value.code == "projects.currency_differs"


def test_crediting_frees_time_which_is_then_billed_again(
    calls, issued, draft, log_time, platform, org
):
    log_time(60)
    invoice = issued()

    note = calls.credit_invoice(invoice_id=invoice["id"], fields={"note": "Wrong month"})
    credited = calls.get_invoice(invoice_id=invoice["id"])
    again = draft()

    assert (note["kind"], note["status"], note["invoice_no"]) == ("credit_note", "issued", "10002")
    assert note["totals"] == invoice["totals"]
    assert (credited["status"], credited["outstanding"]) == ("credited", nok(0))
    assert again["lines"][0]["minutes"] == 60
    assert conserved(platform, org) == []


def test_partial_credits_add_up_to_exactly_what_was_charged(calls, issued, platform, org):
    invoice = issued(lines=[a_free_line("33.33"), a_free_line("66.67", vat_percent="15")])
    parts = calls.list_invoice_allocations(invoice_id=invoice["id"])

    for allocation in parts:
        for quantity in (1111, None):
            part = {"allocation_id": allocation["id"], "quantity": quantity}
            calls.credit_invoice(invoice_id=invoice["id"], fields={"parts": [part]})
    after = calls.get_invoice(invoice_id=invoice["id"])

    assert (after["status"], after["credited"]) == ("credited", invoice["totals"]["gross"])
    assert conserved(platform, org) == []


def test_no_more_is_credited_than_was_billed(calls, issued):
    invoice = issued(lines=[a_free_line(100)])
    calls.credit_invoice(invoice_id=invoice["id"], fields={})

    with pytest.raises(RuleBroken) as refused:
        calls.credit_invoice(invoice_id=invoice["id"], fields={})

    assert refused.value.code == "projects.credit_exceeds_outstanding"


def test_payments_count_once_and_never_beyond_what_is_owed(calls, issued, platform, org):
    invoice = issued(lines=[a_free_line(100)])  # 125 with tax
    pay = {"invoice_id": invoice["id"]}
    first = {"amount": nok(50), "external_ref": "bank-1", "paid_on": "2026-03-31"}

    statuses = [
        calls.register_payment(**pay, fields=first)["status"],
        calls.register_payment(**pay, fields=first)["paid"]["amount"],
    ]
    with pytest.raises(RuleBroken) as refused:
        calls.register_payment(**pay, fields={"amount": nok("75.01")})
    paid = calls.register_payment(**pay, fields={"amount": nok(75)})

    assert statuses == ["part_paid", "50.00"]
    assert refused.value.code == "projects.payment_exceeds_outstanding"
    assert (paid["status"], paid["outstanding"]) == ("paid", nok(0))
    told = "SELECT routing_key FROM outbox_messages WHERE aggregate_id = %s ORDER BY seq"
    assert platform.rows("projects", told, invoice["id"]) == [
        ("invoice.issued.v1",),
        ("invoice.paid.v1",),
    ]


def test_a_written_off_entry_is_not_billed(calls, draft, log_time):
    entry = log_time(60)
    written = calls.write_off_time_entry(time_entry_id=entry["id"], minutes=45)

    assert written["invoiced_minutes"] == 45
    assert draft()["lines"][0]["minutes"] == 15
    with pytest.raises(RuleBroken):
        calls.write_off_time_entry(time_entry_id=entry["id"])


def test_the_heading_of_a_draft_can_be_changed_and_nothing_else(calls, draft):
    invoice = draft(lines=[a_free_line(100)])
    change = {"invoice_id": invoice["id"], "expected_version": 1}

    with pytest.raises(Invalid):
        calls.change_invoice(**change, fields={"lines": [a_free_line(1)]})
    changed = calls.change_invoice(**change, fields={"buyer_reference": "Ola"})

    assert changed["buyer_reference"] == "Ola"


def test_what_was_issued_cannot_be_changed_even_in_the_database(issued, platform):
    invoice = issued(lines=[a_free_line(100)])

    for statement in (
        "UPDATE invoices SET net_minor = 1 WHERE id = %s",
        "UPDATE invoice_lines SET net_minor = 1 WHERE invoice_id = %s",
        "DELETE FROM invoice_allocations WHERE invoice_id = %s",
    ):
        with pytest.raises(psycopg.errors.RaiseException, match="never changes"):
            platform.rows("projects", f"{statement} RETURNING id", invoice["id"])


def test_a_customer_can_be_billed_without_a_project(calls, customer_id):
    invoice = calls.create_invoice(
        fields={"customer_id": customer_id, "lines": [a_free_line(100, quantity="2.5")]}
    )

    assert (invoice["project_id"], invoice["totals"]["gross"]) == (None, nok("312.50"))


def test_drafting_does_not_give_the_right_to_issue(rpc, org, draft):
    invoice = draft(lines=[a_free_line(100)])
    grants = {"invoice.view": "all", "invoice.create": "all", "invoice.update": "all"}

    with pytest.raises(Forbidden):
        rpc(a_colleague(org, grants=grants)).projects.issue_invoice(invoice_id=invoice["id"])
    with pytest.raises(NotFound):
        rpc(a_colleague(org)).projects.get_invoice(invoice_id=invoice["id"])


def test_invoices_are_listed_by_status_customer_and_date(calls, issued, draft, customer_id):
    invoice = issued(lines=[a_free_line(100)])
    draft(lines=[a_free_line(200)])
    filters = {"status": "issued", "customer_id": str(customer_id), "issued_on__gte": "2026-01-01"}

    page = calls.list_invoices(query={"filters": filters, "sort": ["-due_on"]})

    assert [each["id"] for each in page["items"]] == [invoice["id"]]
    found = [each["id"] for each in calls.search(text="10001") if each["kind"] == "invoice"]
    assert found == [invoice["id"]]


def test_time_is_not_billed_without_its_project(calls, customer_id):
    with pytest.raises(Invalid) as refused:
        calls.create_invoice(fields={"customer_id": customer_id, "time_until": "2026-12-31"})

    assert refused.value.errors[0].pointer == "/project_id"
