"""The public data set: what the reports say is what its files say, counted without us."""

import csv
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median_low
from types import SimpleNamespace

import pytest
from ops.demo.public.loading import load_data_set
from ops.demo.signing_up import sign_in
from shared.testing.waiting import eventually

ROOT = Path(__file__).parents[4]
PUBLIC = ROOT.parent / "shared" / "data" / "crm-sales-opportunities"
SMALL = ROOT / "tests" / "data" / "crm-small"
pytestmark = pytest.mark.slow  # loads 8,800 opportunities
PERIOD = {"from": "2016-01-01", "to": "2019-12-31"}


@pytest.fixture(scope="module")
def loaded(services, street, platform):
    """The whole public data set where it is on the machine, else a small one like it."""
    folder = PUBLIC if PUBLIC.exists() else SMALL
    founded, report = load_data_set(services, street.url, folder)
    calls = sign_in(services, email=founded.email, password=founded.password)
    yield SimpleNamespace(calls=calls, report=report, rows=_counted(folder))
    eventually(platform.is_at_rest, within_seconds=240)


def _read(folder, name):
    with (folder / name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _counted(folder):
    """Rows of the file that name an account, with what the reports are to add up."""
    prices = {
        row["product"].replace(" ", ""): Decimal(row["sales_price"])
        for row in _read(folder, "products.csv")
    }
    offices = {
        row["sales_agent"]: row["regional_office"] for row in _read(folder, "sales_teams.csv")
    }
    rows, counted = _read(folder, "sales_pipeline.csv"), []
    decided = [row for row in rows if row["close_date"]]
    usual = median_low((_day(row["close_date"]) - _day(row["engage_date"])).days for row in decided)
    last = max(_day(row["close_date"]) for row in decided)
    for row in rows:
        if not row["account"]:
            continue
        is_open = not row["close_date"]
        price = prices[row["product"].replace(" ", "")]
        value = price if is_open else Decimal(row["close_value"] or 0)
        counted.append(
            {
                "stage": row["deal_stage"],
                "value": value,
                "agent": row["sales_agent"],
                "office": offices[row["sales_agent"]],
                "month": None if is_open else f"{_day(row['close_date']):%Y-%m}",
                "expected": f"{(_day(row['engage_date']) or last) + timedelta(usual):%Y-%m}"
                if is_open
                else None,
            }
        )
    return counted


def _day(text):
    return datetime.strptime(text, "%d-%m-%y").date() if text else None  # noqa: DTZ007


def _sums(rows, key):
    """Count and value by a column."""
    found = defaultdict(lambda: (0, Decimal(0)))
    for row in rows:
        count, value = found[row[key]]
        found[row[key]] = (count + 1, value + row["value"])
    return dict(found)


def _told(rows, key, *, kind=""):
    """The same sums, as a report tells them."""
    return {
        row[key]: (row[f"{kind}count"], Decimal(row[f"{kind}value"]["amount"]))
        for row in rows
        if row[f"{kind}count"]
    }


@pytest.fixture
def won(loaded):
    """The rows that were won."""
    return [row for row in loaded.rows if row["stage"] == "Won"]


@pytest.mark.parametrize(
    ("group_by", "column"), [("stage", "stage"), ("salesperson", "agent"), ("unit", "office")]
)
def test_the_pipeline_is_what_the_file_adds_up_to(loaded, group_by, column):
    still_open = [row for row in loaded.rows if row["stage"] in ("Prospecting", "Engaging")]

    report = loaded.calls("sales.report_pipeline", query={"group_by": group_by})

    assert still_open
    assert _told(report["rows"], "name") == _sums(still_open, column)
    (total,) = report["totals"]
    assert Decimal(total["value"]["amount"]) == sum(row["value"] for row in still_open)


@pytest.mark.parametrize(
    ("group_by", "key", "column"),
    [("month", "key", "month"), ("salesperson", "name", "agent"), ("unit", "name", "office")],
)
def test_new_sales_are_what_the_file_adds_up_to(loaded, won, group_by, key, column):
    report = loaded.calls("sales.report_sales", query={**PERIOD, "group_by": group_by})

    assert _told(report["rows"], key, kind="won_") == _sums(won, column)
    lost = Counter(row[column] for row in loaded.rows if row["stage"] == "Lost")
    assert {row[key]: row["lost_count"] for row in report["rows"] if row["lost_count"]} == lost


def test_the_forecast_shows_what_was_won_month_by_month(loaded, won):
    report = loaded.calls("sales.report_forecast", query=PERIOD)

    assert _told(report["rows"], "period", kind="won_") == _sums(won, "month")


def test_the_forecast_expects_open_cases_as_long_after_as_decided_ones_took(loaded):
    still_open = [row for row in loaded.rows if row["expected"]]

    report = loaded.calls("sales.report_forecast", query=PERIOD)

    assert still_open
    assert _told(report["rows"], "period") == _sums(still_open, "expected")


def test_the_report_counts_every_row_as_loaded_or_left_out(loaded):
    report = loaded.report
    left_out = sum(
        count for (file, _), count in report.left_out.items() if file == "sales_pipeline.csv"
    )

    assert report.read["sales_pipeline.csv"] == report.loaded["sales cases"] + left_out
    assert report.loaded["sales cases"] == len(loaded.rows)
    assert left_out > 0
    assert report.corrected["industry"] == {"technolgy": "technology"}
    assert report.corrected["product"] == {"GTXPro": "GTX Pro"}
    assert "technolgy  →  technology" in "\n".join(report.lines())


def test_customers_have_their_industry_country_and_parent(loaded):
    customers = {each["name"]: each for each in loaded.calls.pages("crm.list_customers")}

    bluth = customers["Bluth Company"]
    assert bluth["parent_id"] == customers["Acme Corporation"]["id"]
    assert bluth["industry_code"] == "technology"
    assert (bluth["employees"], bluth["country"]) == (3027, "US")
    assert bluth["annual_revenue"] == {"amount": "1242320000.00", "currency": "USD"}


def test_agents_are_users_of_their_office_below_their_manager(loaded):
    users = {each["name"]: each for each in loaded.calls.pages("identity.list_users")}
    units = {each["name"]: each["id"] for each in loaded.calls.pages("identity.list_units")}

    agent, manager = users["Moses Frase"], users["Dustin Brinkmann"]
    assert agent["supervisor_id"] == manager["id"]
    assert agent["unit_id"] == manager["unit_id"] == units["Central"]
