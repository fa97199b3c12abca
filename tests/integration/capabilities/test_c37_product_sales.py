"""C37: what was offered and sold is crossed with every criterion, from real quotes and invoices."""

import pytest
from shared.testing.waiting import eventually
from support.colleagues import a_colleague
from support.offers import a_shop, an_offer
from support.story import nok, project_of


@pytest.fixture
def shop(admin):
    return a_shop(admin)


@pytest.fixture
def customers(admin, shop):
    """One who bought and was billed, one who was offered both products, one who got nothing."""
    segments = [admin.post("/segments", {"name": name})["id"] for name in ("Stor", "Nær")]
    alfa = admin.post("/customers", {"name": "Alfa AS", "rating": "A", "segments": segments})
    beta = admin.post("/customers", {"name": "Beta AS", "rating": "B", "segments": segments[:1]})
    admin.post("/customers", {"name": "Gamma AS", "rating": "B"})
    quote = admin.post(f"/quotes/{an_offer(admin, alfa, shop['advice'])['id']}/accept")
    draft = admin.post("/invoices", {"project_id": project_of(admin, quote)["id"]})
    admin.post(f"/invoices/{draft['id']}/issue")
    an_offer(admin, beta, shop["advice"], "300.50")
    an_offer(admin, beta, shop["licence"], "200.25")
    eventually(lambda: _total(admin, "quoted") == nok("1500.75"))
    eventually(lambda: _total(admin, "invoiced") == nok("1000.00"))
    return alfa, beta


def a_report(person, *group_by, **more):
    measures = ["quoted", "sold", "invoiced"]
    body = {"source": "product_sales", "group_by": list(group_by), "measures": measures, **more}
    return person.post("/saved-reports/run", body)


def _total(person, measure):
    found = a_report(person)["totals"][measure]
    return found[0] if found else None


def cells(report, measure):
    """Labels → amount."""
    return {
        tuple(row["labels"]): row["values"][measure][0]["amount"]
        for row in report["rows"]
        if len(row["labels"]) == len(report["group_by"]) and row["values"][measure]
    }


def test_c37_sales_are_grouped_by_product_and_any_criterion_of_the_customer(admin, customers):
    by_rating = a_report(admin, "rating", "product")
    by_segment = a_report(admin, "segment")
    by_group = a_report(admin, "product_group", filters={"rating": "B"})

    assert cells(by_rating, "quoted") == {
        ("A", "RAAD"): "1000.00",
        ("B", "RAAD"): "300.50",
        ("B", "LISENS"): "200.25",
    }
    assert cells(by_rating, "sold") == {("A", "RAAD"): "1000.00"}
    assert cells(by_rating, "invoiced") == {("A", "RAAD"): "1000.00"}
    assert by_rating["totals"]["quoted"] == [nok("1500.75")]
    assert cells(by_segment, "quoted") == {("Stor",): "1500.75", ("Nær",): "1000.00"}
    assert by_segment["notes"][0].startswith("Segment: en post kan telle i flere grupper")
    assert cells(by_group, "quoted") == {("Rådgivning",): "300.50", ("Uten verdi",): "200.25"}


def test_c37_customers_are_counted_by_what_they_bought(admin, customers):
    body = {"source": "customers", "group_by": ["bought_product", "rating"]}
    report = admin.post("/saved-reports/run", body)

    counts = {tuple(row["labels"]): row["values"]["count"] for row in report["rows"]}
    assert counts == {
        ("RAAD",): 1,
        ("RAAD", "A"): 1,
        ("Uten verdi",): 2,
        ("Uten verdi", "B"): 2,
    }
    assert report["totals"] == {"count": 3}


def test_c37_the_lines_behind_a_figure_of_sales_are_worth_as_much(admin, customers):
    report = a_report(admin, "product")
    row = next(each for each in report["rows"] if each["labels"] == ["RAAD"])
    body = {"source": "product_sales", "group_by": ["product"], "measures": ["quoted", "invoiced"]}

    behind = admin.post("/saved-reports/drill-down", {**body, "cell": row["cell"]})

    assert behind["figures"] == {name: row["values"][name] for name in ("quoted", "invoiced")}
    assert sorted(
        (each["number"], each["title"], (each["values"]["quoted"] or {}).get("amount"))
        for each in behind["items"]
    ) == [
        ("invoiced", "Alfa AS", None),
        ("quoted", "Alfa AS", "1000.00"),
        ("quoted", "Beta AS", "300.50"),
        ("sold", "Alfa AS", None),
    ]


def test_c37_sales_are_filtered_by_day_and_document_and_refuse_the_rest(admin, customers):
    def count(**filters):
        return a_report(admin, measures=["count"], filters=filters)["totals"]["count"]

    assert count(document="invoiced") == 1
    assert count(document="quoted", rating="B") == 2
    assert count(happened_on__lte="2020-01-01") == 0
    wrong = {"source": "product_sales", "filters": {"colour": "red"}}
    refused = admin.send("POST", "/saved-reports/run", json=wrong)
    assert refused.json()["errors"][0]["pointer"] == "/filters/colour"


def test_c37_nobody_reads_of_sales_what_he_may_not_see(admin, customers):
    marketing = a_colleague(admin, role="marketing")
    partner = a_colleague(admin, role="account_manager", unit_id=_elsewhere(admin))
    body = {"source": "product_sales", "measures": ["quoted"]}

    refused = marketing.send("POST", "/saved-reports/run", json=body)
    bought = marketing.post(
        "/saved-reports/run", {"source": "customers", "group_by": ["bought_product"]}
    )

    assert refused.status_code == 403
    assert [row["labels"] for row in bought["rows"]] == [["Uten verdi"]]
    assert partner.post("/saved-reports/run", body)["totals"] == {"quoted": []}


def _elsewhere(admin):
    return admin.post("/units", {"name": "Annet hus", "code": "X"})["id"]
