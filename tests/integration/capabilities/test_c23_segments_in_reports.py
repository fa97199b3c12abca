"""C23: sales and profitability are reported by segment, and by what else one knows of customers."""

from datetime import timedelta
from decimal import Decimal

import pytest
from shared.testing.waiting import eventually
from support import story
from support.colleagues import a_colleague

PERIOD = {"from": str(story.TODAY), "to": str(story.TODAY + timedelta(days=90))}


@pytest.fixture
def segments(admin):
    return {name: admin.post("/segments", {"name": name})["id"] for name in ("Stor", "Nær")}


@pytest.fixture
def customers(admin, segments):
    """One in two segments, one in one of them, one in none; each with an open case of 5 000."""
    address = {"kind": "visiting", "postal_code": "5003", "country": "NO"}
    made = []
    for name, of, rating in (("Alfa", "Stor Nær", "A"), ("Beta", "Stor", "B"), ("Gamma", "", "B")):
        fields = {
            "name": f"{name} AS",
            "segments": [segments[each] for each in of.split()],
            "rating": rating,
            "addresses": [address] if name == "Alfa" else [],
        }
        made.append(admin.post("/customers", fields))
        story.an_open_case(admin, made[-1]["id"])
    return made


def amounts(report, field="value"):
    return {row["name"]: row[field]["amount"] for row in report["rows"]}


def pipeline(person, group_by):
    return person.get("/reports/pipeline", params={"group_by": group_by})


def test_c23_the_pipeline_is_reported_by_segment_and_counts_each_case_once_in_all(admin, customers):
    expected = {"Stor": "10000.00", "Nær": "5000.00", "Uten": "5000.00"}

    eventually(lambda: amounts(pipeline(admin, "segment")) == expected)

    report = pipeline(admin, "segment")
    assert [(each["count"], each["value"]["amount"]) for each in report["totals"]] == [
        (3, "15000.00")
    ]
    assert amounts(pipeline(admin, "rating")) == {"A": "5000.00", "B": "10000.00"}
    assert amounts(pipeline(admin, "region")) == {"Vestland": "5000.00", "Uten": "10000.00"}
    assert amounts(pipeline(admin, "account_owner")) == {"Kari Nordmann": "15000.00"}


def test_c23_new_sales_are_reported_by_segment(admin, customers):
    story.sell(admin, customers[0]["id"])

    def won():
        report = admin.get("/reports/sales", params={**PERIOD, "group_by": "segment"})
        return amounts(report, "won_value")

    eventually(lambda: won() == {"Stor": "125000.00", "Nær": "125000.00"})


def test_c23_profitability_is_reported_by_segment(admin, customers):
    alfa, beta = (story.project_of(admin, story.sell(admin, e["id"])) for e in customers[:2])
    story.work_and_bill(admin, alfa)
    day = {"work_date": str(story.TODAY), "minutes": 450, "billable": True}
    admin.post("/time-entries", {"project_id": beta["id"], **day})

    def report(**query):
        return admin.get("/reports/customer-profitability", params=query)

    def minutes():
        items = report(group_by="segment")["items"]
        return {each["group_name"]: each["minutes"] for each in items}

    eventually(lambda: minutes() == {"Stor": 900, "Nær": 450})
    whole, by_segment, by_rating = report(), report(group_by="segment"), report(group_by="rating")
    assert by_segment["total"] == by_rating["total"] == whole["total"]
    contributions = {each["group"]: each["contribution"]["amount"] for each in by_rating["items"]}
    assert sum(map(Decimal, contributions.values())) == Decimal(
        whole["total"]["contribution"]["amount"]
    )
    assert set(contributions) == {"A", "B"}
    refused = admin.send("GET", "/reports/customer-profitability", params={"group_by": "colour"})
    assert refused.json()["errors"][0]["pointer"] == "/group_by"


def test_c23_of_a_customer_one_may_not_see_one_learns_no_segment(admin, customers):
    eventually(lambda: "Stor" in amounts(pipeline(admin, "segment")))
    elsewhere = admin.post("/units", {"name": "Annet hus", "code": "X"})["id"]
    manager = a_colleague(admin, role="sales_manager", unit_id=elsewhere)
    partner = a_colleague(admin, role="external_partner")

    assert pipeline(manager, "segment")["rows"] == []
    assert partner.send("GET", "/reports/pipeline", params={"group_by": "segment"}).status_code == (
        403
    )
