"""The made-up company, loaded: whole, believable, and what its plan says."""

from collections import Counter
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from ops.demo.calls import until
from ops.demo.company.plan import planned_company
from ops.demo.loading.company import load_company
from ops.demo.signing_up import sign_in

pytestmark = pytest.mark.slow  # loads 20,000 time entries


@pytest.fixture(scope="module")
def loaded(services, street):
    """The company as its administrator sees it."""
    company = planned_company(seed=1, today=date.today())  # noqa: DTZ011 - any day will do
    founded = load_company(services, street.url, company, show=lambda _: None)
    calls = sign_in(services, email=founded.email, password=founded.password)
    return SimpleNamespace(company=company, founded=founded, calls=calls, services=services)


def test_everybody_and_everything_of_the_plan_is_there(loaded):
    company, calls = loaded.company, loaded.calls

    assert len(calls.pages("identity.list_users")) == len(company.people) == 25
    assert len(calls.pages("crm.list_customers")) == len(company.customers) == 120
    assert len(calls.pages("crm.list_contacts")) == len(company.contacts)
    assert len(calls.pages("crm.list_activities")) == len(company.activities)
    assert len(calls.pages("projects.list_projects")) == len(company.delivery.projects)
    statuses = Counter(each["status"] for each in calls.pages("quoting.list_quotes"))
    assert statuses == Counter(each.status for each in company.sales.quotes)


def test_cases_stand_where_their_past_brought_them(loaded):
    cases = loaded.calls.pages("sales.list_cases")

    planned = Counter(each.stage for each in loaded.company.sales.cases)
    assert Counter(each["stage_name"] for each in cases) == planned
    won = [each for each in cases if each["status"] == "won"]
    assert all(each["closed_on"] < loaded.company.today.isoformat() for each in won)


def test_two_years_of_time_have_a_cost_and_say_what_projects_leave(loaded):
    report = loaded.calls("projects.report_customer_profitability")

    total = report["total"]
    assert total["cost_missing_minutes"] == 0
    assert total["minutes"] == sum(each.minutes for each in loaded.company.delivery.time)
    assert Decimal(total["revenue"]["amount"]) > Decimal(total["expenses"]["amount"])


def test_invoices_follow_their_dates_and_some_are_overdue(loaded):
    invoices = loaded.calls.pages("projects.list_invoices")

    in_order = sorted(invoices, key=lambda each: int(each["invoice_no"]))
    days = [each["issued_on"] for each in in_order]
    assert days == sorted(days)
    assert len(days) == len(loaded.company.delivery.invoices)
    unpaid = [each for each in invoices if each["status"] == "issued"]
    assert any(each["due_on"] < loaded.company.today.isoformat() for each in unpaid)
    assert len(unpaid) < len(invoices) / 4


def test_the_timeline_shows_things_when_they_happened(loaded):
    project = next(
        each
        for each in loaded.calls.pages("projects.list_projects")
        if each["status"] == "completed" and each["customer_id"]
    )
    wanted = {"case.won", "quote.accepted", "project.created", "invoice.issued"}

    def dated_entries():
        found = loaded.calls(
            "crm.customer_timeline",
            customer_id=project["customer_id"],
            query={"limit": 200},
        )
        kinds = {each["kind"] for each in found["items"]}
        return found["items"] if wanted <= kinds else []

    entries = until(dated_entries, what="the timeline did not fill")
    accepted = {each["at"][:10] for each in entries if each["kind"] == "quote.accepted"}
    opened = {each["at"][:10] for each in entries if each["kind"] == "project.created"}
    assert opened == accepted
    planned = {str(each.due_on or each.start)[:10] for each in loaded.company.activities}
    done = {each["at"][:10] for each in entries if each["kind"].startswith("activity.")}
    assert done
    assert done <= planned


def test_a_salesperson_logs_in_and_sees_his_own_part_only(loaded):
    seller = next(each for each in loaded.company.people if each.key == "s1")
    email = f"{seller.mailbox}@{loaded.founded.domain}"

    calls = sign_in(loaded.services, email=email, password=loaded.founded.password)

    seen = calls.pages("sales.list_cases")
    assert 0 < len(seen) < len(loaded.company.sales.cases)
