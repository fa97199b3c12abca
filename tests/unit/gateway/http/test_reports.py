"""Reports as JSON and as CSV nothing can be smuggled into."""

import csv
import io

import pytest
from gateway.http.tables import cell
from shared.kernel.ids import new_id
from support.gateway import an_edge

REPORT = {
    "group_by": "stage",
    "rows": [
        {"name": "=HYPERLINK(1)", "count": 2, "value": {"amount": "-12.50", "currency": "NOK"}},
        {"name": "Tilbud, sendt", "count": 1, "value": {"amount": "3.00", "currency": "NOK"}},
    ],
    "totals": [],
}


def test_a_report_takes_its_parameters_by_their_public_names():
    edge = an_edge(sales__report_forecast={**REPORT, "period": "month"})

    answer = edge.send(
        "GET", "/reports/forecast?from=2026-01-01&to=2026-12-31&group_by=unit&fiscal_year_start=7"
    )

    assert answer.json["rows"] == REPORT["rows"]
    assert edge.transport.made("sales.report_forecast") == [
        {
            "query": {
                "from": "2026-01-01",
                "to": "2026-12-31",
                "group_by": "unit",
                "fiscal_year_start": 7,
            }
        }
    ]


def test_profitability_takes_a_period():
    report = {"items": [], "internal": None, "total": {}, "from_on": None, "to_on": None}
    edge = an_edge(projects__report_customer_profitability=report)

    answer = edge.send("GET", "/reports/customer-profitability?from=2026-01-01")

    assert answer.json == report
    assert edge.transport.made("projects.report_customer_profitability") == [
        {"from_on": "2026-01-01"}
    ]


def test_a_report_can_be_opened_in_a_spreadsheet():
    answer = an_edge(sales__report_pipeline=REPORT).send("GET", "/reports/pipeline?format=csv")

    assert answer.content_type == "text/csv; charset=utf-8"
    assert 'filename="pipeline.csv"' in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows == [
        {
            "name": "'=HYPERLINK(1)",
            "count": "2",
            "value.amount": "-12.50",
            "value.currency": "NOK",
        },
        {"name": "Tilbud, sendt", "count": "1", "value.amount": "3.00", "value.currency": "NOK"},
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1+1", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "-1-1", "-"]
)
def test_what_a_spreadsheet_would_run_is_marked_as_text(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "text"), [(-5, "-5"), ("-5.25", "-5.25"), (None, ""), (True, "true"), ("ok", "ok")]
)
def test_other_cells_stay_what_they_are(value, text):
    assert cell(value) == text


@pytest.mark.parametrize(
    "query", ["format=xml", "fiscal_year_start=13", "colour=red", "from=a&from=b"]
)
def test_a_wrong_parameter_of_a_report_is_refused(query):
    assert an_edge().send("GET", f"/reports/pipeline?{query}").status_code == 422


def test_queues_are_not_for_everybody():
    from support.gateway import a_principal

    edge = an_edge(identity__get_principal=a_principal(grants={}))

    assert edge.send("GET", "/ops/queues").status_code == 403
    assert edge.send("GET", f"/ops/queues?x={new_id()}").status_code == 403
