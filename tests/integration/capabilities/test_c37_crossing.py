"""C37: any two criteria are crossed, and cells add up to the ungrouped total."""

from collections import Counter
from itertools import combinations

import pytest

INDUSTRIES = ("62.01", "41.2", None)
CITIES = (("Bergen", "Vestland"), ("Oslo", "Oslo"))


@pytest.fixture
def dimensions(admin):
    """Every criterion a report about customers can be grouped by."""
    floors = {"entity": "customer", "key": "etasjer", "names": {"nb": "Etasjer"}, "type": "number"}
    admin.post("/custom-fields", floors)
    sources = admin.get("/report-sources")["items"]
    return next(each["dimensions"] for each in sources if each["name"] == "customers")


@pytest.fixture
def customers(admin, dimensions):
    """Twelve customers that differ in every criterion, some of them in several segments."""
    segments = [each["id"] for each in admin.get("/segments")["items"]]
    types = [each["id"] for each in admin.get("/customer-types")["items"]]
    made = []
    for n in range(12):
        city, region = CITIES[n % 2]
        place = {"kind": "visiting", "city": city, "region": region, "country": "NO"}
        fields = {
            "name": f"Kunde {n}",
            "segments": segments[: n % 4],
            "type_id": types[n % len(types)],
            "rating": ("A", "B", None)[n % 3],
            "industry_code": INDUSTRIES[n % 3],
            "employees": 10 * n,
            "annual_revenue": {"amount": f"{n}.50", "currency": ("NOK", "EUR")[n % 2]},
            "tags": [["vip"], [], ["messe", "vip"]][n % 3],
            "kinds": [["customer"], ["prospect"], ["customer", "partner"]][n % 3],
            "addresses": [place] if n < 10 else [],
            "custom": {"etasjer": n % 2},
        }
        made.append(admin.post("/customers", fields))
    contact = {"given_name": "Ane", "affiliations": []}
    for n, role in enumerate(("decision_maker", "user")):
        place = {"customer_id": made[n]["id"], "role": role}
        admin.post("/contacts", {**contact, "affiliations": [place]})
    return made


def crossed(admin, *names, **more):
    body = {"source": "customers", "group_by": list(names), **more}
    return admin.post("/saved-reports/run", body)


def test_c37_any_two_criteria_cross_and_add_up(admin, customers, dimensions):
    several = {each["name"] for each in dimensions if each["several"]}
    plain = [each["name"] for each in dimensions if not each["several"]]
    assert len(dimensions) >= 14

    for first, second in combinations(plain, 2):
        report = crossed(admin, first, second)
        groups = sum(row["values"]["count"] for row in report["rows"] if len(row["keys"]) == 1)
        cells = sum(row["values"]["count"] for row in report["rows"] if len(row["keys"]) == 2)
        assert (first, second, groups, cells, report["totals"]) == (
            first, second, 12, 12, {"count": 12},
        )  # fmt: skip
    for first, second in combinations([each["name"] for each in dimensions], 2):
        if {first, second} & several:
            report = crossed(admin, first, second)
            assert report["totals"] == {"count": 12}
            assert len(report["notes"]) == len({first, second} & several)


def test_c37_a_member_of_several_groups_counts_in_each_as_the_report_says(admin, customers):
    report = crossed(admin, "segment", "rating", measures=["count", "employees"])
    expected: Counter = Counter()
    employees: Counter = Counter()
    for each in customers:
        for segment in each["segments"] or [None]:
            expected[segment, each["rating"]] += 1
            employees[segment, each["rating"]] += each["employees"]

    cells = {tuple(row["keys"]): row["values"] for row in report["rows"] if len(row["keys"]) == 2}
    assert {key: each["count"] for key, each in cells.items()} == expected
    assert {key: each["employees"] for key, each in cells.items()} == employees
    assert report["totals"] == {"count": 12, "employees": sum(range(0, 120, 10))}
    assert report["notes"] == [
        "Segment: en post kan telle i flere grupper; totalen teller den én gang."
    ]


def test_c37_amounts_of_different_currencies_stay_apart(admin, customers):
    report = crossed(admin, "city", measures=["annual_revenue", "average_employees"])

    totals = {each["currency"]: each["amount"] for each in report["totals"]["annual_revenue"]}
    bergen = next(row for row in report["rows"] if row["labels"] == ["Bergen"])
    assert totals == {"EUR": "39.00", "NOK": "33.00"}
    assert report["totals"]["average_employees"] == "55.00"
    assert bergen["values"]["annual_revenue"] == [{"amount": "22.50", "currency": "NOK"}]
    assert [row["labels"] for row in report["rows"]][-1] == ["Uten verdi"]


def test_c37_industries_roll_up(admin, customers):
    divisions = crossed(admin, "industry_division")
    sections = crossed(admin, "industry_section", sort="-count")

    found = {row["keys"][0]: row["values"]["count"] for row in divisions["rows"]}
    labels = [row["labels"][0] for row in sections["rows"]]
    assert found == {"62": 4, "41": 4, None: 4}
    assert [label[0] for label in labels[:-1]] == ["F", "K"]
