"""What customers and projects leave, and the pages that show it."""

from decimal import Decimal

import pytest
from shared.kernel.errors import Forbidden, NotFound
from shared.kernel.ids import new_id
from shared.testing.callers import EVERY_CLASS, EVERY_GRANT, a_colleague
from support.projects import nok


def days_of(month, minutes):
    """Whole working days of 7.5 hours, and what is left over, from the first of a month."""
    whole, rest = divmod(minutes, 450)
    parts = [450] * whole + ([rest] if rest else [])
    return [(part, f"2025-{month + n // 28:02}-{n % 28 + 1:02}") for n, part in enumerate(parts)]


@pytest.fixture
def worked(calls, project, neighbours, customer_id):
    """The golden customer: 420 h billable and 60 h not at 610, 30 h before the sale at 580."""
    kari, ola = neighbours.user("Kari"), neighbours.user("Ola")
    case_id = neighbours.case(customer_id)
    for user_id, rate in ((kari, 610), (ola, 580)):
        contract = {"user_id": user_id, "minutes_per_weekday": [450] * 7, "cost_rate": nok(rate)}
        calls.create_work_contract(fields={**contract, "valid_from": "2025-01-01"})
    on_project = {"project_id": project["id"], "user_id": kari}
    rows = [
        {**on_project, "minutes": minutes, "work_date": day, "billable": billable}
        for billable, month, total in ((True, 1, 420 * 60), (False, 8, 60 * 60))
        for minutes, day in days_of(month, total)
    ]
    assert calls.import_time_entries(entries=rows)["errors"] == []
    for minutes, day in days_of(10, 30 * 60):
        calls.create_time_entry(
            fields={
                "sales_case_id": case_id, "user_id": ola, "minutes": minutes, "work_date": day,
            }
        )  # fmt: skip
    return customer_id


@pytest.fixture
def golden(calls, project, worked):
    """And 480 000 billed, 25 000 spent."""
    spent = {"project_id": project["id"], "spent_on": "2025-06-01", "amount": nok(25_000)}
    calls.create_expense(fields={**spent, "description": "Licences"})
    line = {"description": "All of it", "unit_price": nok(480_000)}
    invoice = calls.create_invoice(fields={"project_id": project["id"], "lines": [line]})
    calls.issue_invoice(invoice_id=invoice["id"])
    return worked


def test_the_golden_customer_leaves_what_it_should(calls, golden):
    left = calls.customer_profitability(customer_id=golden)

    assert left["contribution"] == nok(144_800)
    assert left["margin_percent"] == "30.17"
    assert left["billed_labour_margin_percent"] == "41.42"
    assert left["price_change_percent"] == "16.39"
    assert (left["labour_cost"], left["presales_cost"]) == (nok(310_200), nok(17_400))
    assert (left["billable_minutes"], left["nonbillable_minutes"], left["presales_minutes"]) == (
        420 * 60, 60 * 60, 30 * 60,
    )  # fmt: skip
    assert left["is_complete"] is True


def test_work_not_billed_yet_is_shown_beside_and_not_counted(calls, golden, project):
    left = calls.project_profitability(project_id=project["id"])

    assert left["accrued"] == nok(420 * 1250)
    assert left["revenue"] == nok(480_000)
    assert left["presales_minutes"] == 0


def test_a_draft_is_still_accrued_until_it_is_issued(calls, worked, project):
    invoice = calls.create_invoice(fields={"project_id": project["id"]})
    drafted = calls.project_profitability(project_id=project["id"])
    calls.issue_invoice(invoice_id=invoice["id"])
    issued = calls.project_profitability(project_id=project["id"])

    assert (drafted["accrued"], drafted["revenue"]) == (nok(525_000), nok(0))
    assert (issued["accrued"], issued["revenue"]) == (nok(0), nok(525_000))


def test_a_credit_note_takes_revenue_back(calls, golden, project):
    (invoice,) = calls.list_invoices(query={})["items"]
    calls.credit_invoice(invoice_id=invoice["id"], fields={})

    left = calls.customer_profitability(customer_id=golden)

    assert (left["revenue"], left["margin_percent"]) == (nok(0), None)


def test_a_period_counts_work_by_its_date(calls, worked):
    left = calls.customer_profitability(
        customer_id=worked, from_on="2025-08-01", to_on="2025-09-30"
    )

    assert (left["minutes"], left["labour_cost"]) == (60 * 60, nok(36_600))


def test_missing_costs_are_said_and_never_silently_zero(calls, log_time, customer_id):
    log_time(120)

    left = calls.customer_profitability(customer_id=customer_id)

    assert (left["cost_missing_minutes"], left["is_complete"]) == (120, False)


def test_completeness_compares_registered_with_contracted_time(
    calls, log_time, neighbours, customer_id
):
    kari = neighbours.user()
    contract = {"user_id": kari, "minutes_per_weekday": [450] * 5 + [0, 0], "cost_rate": nok(600)}
    calls.create_work_contract(fields={**contract, "valid_from": "2025-01-01"})
    for day in range(14, 17):  # Monday 14 to Wednesday 16 April 2025; the 17th and 18th are Easter
        log_time(450, f"2025-04-{day}", user_id=kari)

    left = calls.customer_profitability(
        customer_id=customer_id, from_on="2025-04-14", to_on="2025-04-20"
    )

    assert left["completeness"] == {
        "registered_minutes": 1350, "contracted_minutes": 1350, "percent": "100.00",
    }  # fmt: skip


def test_customers_and_internal_work_add_up_to_everything(calls, golden, neighbours):
    neighbours.me()
    contract = {"user_id": neighbours.user(), "minutes_per_weekday": [450] * 7}
    calls.create_work_contract(
        fields={**contract, "cost_rate": nok("333.33"), "valid_from": "2025-01-01"}
    )
    internal = calls.create_project(fields={"name": "Internal"})
    other = calls.create_project(fields={"name": "Other", "customer_id": neighbours.customer()})
    for project in (internal, other):
        calls.create_time_entry(
            fields={
                "project_id": project["id"], "user_id": contract["user_id"],
                "minutes": 77, "work_date": "2025-03-03",
            }
        )  # fmt: skip

    report = calls.report_customer_profitability()
    by_project = calls.report_project_profitability()

    assert len(report["items"]) == 2
    assert report["internal"]["minutes"] == 77
    for name in ("revenue", "labour_cost", "expenses", "contribution"):
        parts = [*report["items"], report["internal"]]
        assert sum(minor(each[name]) for each in parts) == minor(report["total"][name])
        assert report["total"][name] == by_project["total"][name]


def test_without_the_classes_nobody_sees_what_is_left(rpc, org, customer_id, project):
    colleague = rpc(a_colleague(org, scope="all", field_classes=frozenset({"cost"}))).projects

    with pytest.raises(Forbidden):
        colleague.customer_profitability(customer_id=customer_id)
    with pytest.raises(Forbidden):
        colleague.report_customer_profitability()

    overview = colleague.overview_of_customer(customer_id=customer_id)
    assert (overview["profitability"], overview["projects"]["total"]) == (None, 1)


@pytest.mark.parametrize(
    ("scope", "relation", "revenue"),
    [
        ("own", "stranger", 0),
        ("own", "manager", 480_000),
        ("unit", "stranger", 0),
        ("unit", "same unit", 480_000),
        ("subtree", "stranger", 0),
        ("subtree", "unit above", 480_000),
        ("all", "stranger", 480_000),
    ],
)
def test_figures_follow_the_scope_of_the_right(rpc, org, golden, scope, relation, revenue):
    related = {
        "stranger": {},
        "manager": {"actor_id": org.actor_id},
        "same unit": {"unit_id": org.unit_id},
        "unit above": {"unit_ids": frozenset({org.unit_id, new_id()})},
    }
    classes = frozenset({"cost", "margin"})
    grants = {**dict.fromkeys(EVERY_GRANT, scope), "customer.view": "all"}
    caller = a_colleague(org, grants=grants, field_classes=classes, **related[relation])

    left = rpc(caller).projects.customer_profitability(customer_id=golden)

    assert left["revenue"] == nok(revenue)
    assert (left["minutes"] > 0) is (revenue > 0)


def test_a_customers_page_shows_projects_invoices_and_what_is_left(calls, golden, project):
    overview = calls.overview_of_customer(customer_id=golden)

    assert [each["id"] for each in overview["projects"]["items"]] == [project["id"]]
    assert overview["invoices"]["total"] == 1
    assert overview["invoices"]["outstanding"] == nok(600_000)
    assert overview["profitability"]["contribution"] == nok(144_800)


def test_a_projects_page_shows_plan_contract_and_money(calls, golden, project):
    calls.create_phase(project_id=project["id"], fields={"name": "Build"})

    page = calls.project_overview(project_id=project["id"])

    assert page["project"]["actual_minutes"] == 480 * 60
    assert [each["name"] for each in page["phases"]] == ["Build"]
    assert [each["description"] for each in page["contract_lines"]] == ["Advice"]
    assert page["profitability"]["revenue"] == nok(480_000)


def test_a_cases_page_shows_the_project_it_became(calls, neighbours, customer_id):
    case_id = neighbours.case(customer_id)
    neighbours.me()
    made = calls.create_project(
        fields={"name": "Won", "customer_id": customer_id, "sales_case_id": case_id}
    )

    page = calls.overview_of_case(sales_case_id=case_id)

    assert [each["id"] for each in page["projects"]["items"]] == [made["id"]]


def minor(money):
    return int(Decimal(money["amount"]) * 100)


def test_a_customer_one_may_not_see_leaves_nothing_to_read(rpc, org, customer_id):
    stranger = rpc(a_colleague(org, scope="unit", field_classes=EVERY_CLASS)).projects

    with pytest.raises(NotFound) as refused:
        stranger.customer_profitability(customer_id=customer_id)

    assert refused.value.code == "crm.customer_unknown"
