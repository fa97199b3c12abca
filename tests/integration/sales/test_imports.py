"""Cases of the past: many at once, with their own dates, row by row; the public data set too."""

import csv
from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from shared.kernel.errors import Invalid
from shared.kernel.ids import new_id
from support.sales import nok

PUBLIC_DATA = Path(__file__).parents[4] / "shared" / "data" / "crm-sales-opportunities"


@pytest.fixture
def past(neighbours, process):
    """A won case of 2016–2017; ``past(stage="Tapt", …)`` for others."""

    def row(stage="Vunnet", **changes):
        return {
            "name": "GTX Plus Basic",
            "customer_id": neighbours.customer_id,
            "salesperson_id": neighbours.user_id,
            "value": nok("1054.00"),
            "received_on": "2016-10-20",
            "stage_id": process["by_name"][stage]["id"],
            "closed_on": None if stage not in ("Vunnet", "Tapt") else "2017-03-01",
            **changes,
        }

    return row


def test_a_case_of_the_past_keeps_its_dates(calls, past, org):
    outcome = calls.import_cases(cases=[past(external_id="1C1I7A6R")])

    assert (outcome["created"], outcome["errors"]) == (1, [])
    case = calls.get_case(case_id=outcome["case_ids"][0])
    assert (case["status"], case["probability"], case["closed_on"]) == ("won", 100, "2017-03-01")
    assert (case["received_on"], case["unit_id"]) == ("2016-10-20", str(org.unit_id))
    assert (case["case_no"], case["version"]) == ("10001", 1)
    first, last = calls.case_history(case_id=case["id"])["transitions"]
    assert (first["stage_name"], first["days_in_stage"]) == ("Henvendelse", 132)
    assert (last["stage_name"], last["entered_at"]) == ("Vunnet", "2017-02-28T23:00:00Z")


def test_rows_are_refused_one_by_one(calls, past):
    rows = [
        past(),
        past(customer_id=str(new_id())),
        past(closed_on=None),
        past(value=nok("0.00")),
        past(stage_id=str(new_id())),
        past("Forhandling", expected_order_date="2026-12-01"),
        past("Forhandling"),
        past(lost_reason_id=str(new_id())),
    ]

    outcome = calls.import_cases(cases=rows)

    assert outcome["created"] == 2
    assert [(error["row"], error["code"], error["pointer"]) for error in outcome["errors"]] == [
        (1, "crm.customer_unknown", None),
        (2, "sales.case_invalid", "/closed_on"),
        (3, "sales.case_worthless", None),
        (4, "sales.stage_unfit", None),
        (6, "sales.case_invalid", "/expected_order_date"),
        (7, "sales.lost_reason_unknown", None),
    ]
    assert [case_id is not None for case_id in outcome["case_ids"]] == [
        number in (0, 5) for number in range(8)
    ]


def test_an_import_sent_again_makes_nothing_twice(calls, past):
    rows = [past(external_id="A"), past("Tapt", external_id="B"), past(external_id="A")]

    first = calls.import_cases(cases=rows)
    second = calls.import_cases(cases=rows)

    assert (first["created"], first["skipped"]) == (2, 1)
    assert (second["created"], second["skipped"]) == (0, 3)
    assert first["case_ids"] == second["case_ids"]
    assert first["case_ids"][0] == first["case_ids"][2]


def test_every_case_is_told_once_at_the_time_it_happened(calls, past, platform, org):
    calls.import_cases(
        cases=[past(), past("Tapt"), past("Tilbud", expected_order_date="2026-12-01")]
    )

    told = """
        SELECT routing_key, left(headers->>'occurred_at', 10) FROM outbox_messages
        WHERE headers->>'organisation_id' = %s ORDER BY seq
    """
    assert platform.rows("sales", told, str(org.organisation_id)) == [
        ("case.won.v1", "2017-02-28"),
        ("case.lost.v1", "2017-02-28"),
        ("case.created.v1", "2016-10-19"),
    ]
    audited = (
        "SELECT count(*) FROM audit_entries WHERE organisation_id = %s AND entity = 'SalesCase'"
    )
    assert platform.rows("sales", audited, org.organisation_id) == [(3,)]


def test_more_than_five_hundred_rows_are_too_many(calls, past):
    with pytest.raises(Invalid) as refusal:
        calls.import_cases(cases=[past()] * 501)

    assert refusal.value.code == "sales.import_too_large"


@pytest.fixture
def at_rest(platform, eventually):
    """Thousands of events arrive before the next test begins."""
    yield
    eventually(platform.is_at_rest, within_seconds=240)


@pytest.fixture
def bought(rpc, org, neighbours):
    """A customer crm has, too: what it does not know it would try again and again."""
    customer = rpc(org).crm.create_customer(fields={"name": "Fjord Energi AS"})
    return neighbours.knows("customer", customer["name"], reference_id=UUID(customer["id"]))


@pytest.mark.skipif(not PUBLIC_DATA.exists(), reason="the public data set is not on this machine")
def test_reports_over_the_public_data_agree_with_the_file(
    calls, neighbours, process, bought, at_rest
):
    rows, offices = _read("sales_pipeline.csv"), {}
    for row in _read("sales_teams.csv"):
        offices[row["sales_agent"]] = row["regional_office"]
    units = {name: neighbours.knows("unit", name) for name in sorted(set(offices.values()))}
    agents = {
        name: neighbours.knows("user", name, unit_id=units[office])
        for name, office in offices.items()
    }
    stages = {"Prospecting": "Henvendelse", "Engaging": "Tilbud", "Won": "Vunnet", "Lost": "Tapt"}
    cases = [_case_of(row, agents, stages, bought, process) for row in rows]

    created = 0
    for start in range(0, len(cases), 500):
        outcome = calls.import_cases(cases=cases[start : start + 500])
        assert outcome["errors"] == []
        created += outcome["created"]

    assert created == len(rows)
    period = {"from": "2016-01-01", "to": "2018-12-31"}
    won_by_month = _won(rows, lambda row: _day(row["close_date"])[:7])
    by_month = calls.report_sales(query={**period, "group_by": "month"})["rows"]
    assert {row["key"]: _won_in(row) for row in by_month} == won_by_month
    by_agent = calls.report_sales(query=period)["rows"]
    assert {row["name"]: _won_in(row) for row in by_agent if row["won_count"]} == _won(
        rows, lambda row: row["sales_agent"]
    )
    by_office = calls.report_sales(query={**period, "group_by": "unit"})["rows"]
    assert {row["name"]: _won_in(row) for row in by_office} == _won(
        rows, lambda row: offices[row["sales_agent"]]
    )
    forecast = calls.report_forecast(query=period)["rows"]
    assert {row["period"]: _won_in(row) for row in forecast if row["won_count"]} == won_by_month
    pipeline = calls.report_pipeline(query={})["rows"]
    assert {row["name"]: row["count"] for row in pipeline} == {
        stages[stage]: sum(row["deal_stage"] == stage for row in rows)
        for stage in ("Prospecting", "Engaging")
    }


def _read(name):
    return list(csv.DictReader((PUBLIC_DATA / name).open(encoding="utf-8-sig")))


def _case_of(row, agents, stages, customer_id, process):
    closed_on = _day(row["close_date"])
    stage = stages[row["deal_stage"]]
    return {
        "name": f"{row['product']} {row['opportunity_id']}",
        "external_id": row["opportunity_id"],
        "customer_id": customer_id,
        "salesperson_id": agents[row["sales_agent"]],
        "value": nok(row["close_value"] or "0"),
        "received_on": _day(row["engage_date"]) or closed_on or "2017-12-31",
        "closed_on": closed_on,
        "expected_order_date": None if closed_on else "2018-03-31",
        "stage_id": process["by_name"][stage]["id"],
    }


def _day(text):
    return datetime.strptime(text, "%d-%m-%y").date().isoformat() if text else None  # noqa: DTZ007


def _won(rows, key):
    found = defaultdict(lambda: (0, Decimal(0)))
    for row in rows:
        if row["deal_stage"] == "Won":
            count, value = found[key(row)]
            found[key(row)] = (count + 1, value + Decimal(row["close_value"]))
    return dict(found)


def _won_in(row):
    return row["won_count"], Decimal(row["won_value"]["amount"])
