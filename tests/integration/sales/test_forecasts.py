"""Reports add up exactly, per currency, for what the caller may see, and as of any past day."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from shared.kernel.errors import Forbidden, Invalid
from shared.testing.callers import EVERY_GRANT, a_colleague
from support.sales import nok

YEAR = {"from": "2026-01-01", "to": "2026-12-31"}


def by_key(report, *fields):
    return {row["key"]: tuple(row[name] for name in fields) for row in report["rows"]}


def amount(rows, name):
    return sum(Decimal(row[name]["amount"]) for row in rows)


@pytest.fixture
def units(neighbours, org):
    """Tromsø below Nord below the administrator's unit; Sør beside Nord."""
    root = str(org.unit_id)
    nord = neighbours.knows("unit", "Nord", data={"parent_id": root})
    return {
        "root": root,
        "nord": nord,
        "tromso": neighbours.knows("unit", "Tromsø", data={"parent_id": nord}),
        "sor": neighbours.knows("unit", "Sør", data={"parent_id": root}),
    }


def test_the_pipeline_adds_open_cases_by_stage_in_the_order_of_the_process(
    calls, new_case, process
):
    for value in ("1000.01", "2000.02"):
        case = new_case(value=nok(value))
        calls.move_case(case_id=case["id"], stage_id=process["by_name"]["Tilbud"]["id"])
    new_case(value=nok("0.15"))
    calls.win_case(case_id=new_case()["id"])

    report = calls.report_pipeline(query={})

    assert [(row["name"], row["count"], row["value"]["amount"]) for row in report["rows"]] == [
        ("Henvendelse", 1, "0.15"),
        ("Tilbud", 2, "3000.03"),
    ]
    # 15 øre × 10 % = 1.5 → 2; 100001 × 50 % = 50000.5 → 50001; 200002 × 50 % = 100001
    assert [row["weighted_value"]["amount"] for row in report["rows"]] == ["0.02", "1500.02"]
    (total,) = report["totals"]
    assert (total["count"], total["value"]["amount"]) == (3, "3000.18")


def test_currencies_are_shown_apart_and_never_added(calls, new_case):
    new_case(value=nok("100.00"))
    new_case(value={"amount": "7.00", "currency": "EUR"})

    report = calls.report_pipeline(query={"group_by": "organisation"})

    assert [(row["currency"], row["value"]["amount"]) for row in report["rows"]] == [
        ("EUR", "7.00"),
        ("NOK", "100.00"),
    ]
    assert [each["value"] for each in report["totals"]] == [
        {"amount": "7.00", "currency": "EUR"},
        nok("100.00"),
    ]


def test_a_department_holds_everything_below_it(calls, new_case, units):
    for unit, value in (("tromso", "1.00"), ("nord", "10.00"), ("sor", "100.00")):
        new_case(unit_id=units[unit], value=nok(value))

    report = calls.report_pipeline(query={"group_by": "unit"})
    below_nord = calls.report_pipeline(query={"group_by": "unit", "unit_id": units["nord"]})

    rolled = {row["name"]: row["rolled_up"]["value"]["amount"] for row in report["rows"]}
    assert rolled == {"Rådgivning": "111.00", "Nord": "11.00", "Sør": "100.00", "Tromsø": "1.00"}
    own = {row["name"]: row["value"]["amount"] for row in report["rows"]}
    assert own == {"Rådgivning": "0.00", "Nord": "10.00", "Sør": "100.00", "Tromsø": "1.00"}
    parents = {row["name"]: row["parent_key"] for row in report["rows"]}
    assert (parents["Tromsø"], parents["Rådgivning"]) == (units["nord"], None)
    assert [each["value"]["amount"] for each in report["totals"]] == ["111.00"]
    assert [each["value"]["amount"] for each in below_nord["totals"]] == ["11.00"]


def test_every_way_to_group_gives_the_same_total(calls, new_case, units, neighbours):
    other = neighbours.knows("user", "Per Hansen")
    for number in range(6):
        new_case(
            value=nok(f"{number}33.33"),
            unit_id=units["nord" if number % 2 else "sor"],
            salesperson_id=other if number % 3 else neighbours.user_id,
            expected_order_date=f"2026-{number + 3:02}-15",
        )

    reports = [
        calls.report_pipeline(query={"group_by": group})
        for group in ("stage", "salesperson", "unit", "month", "organisation")
    ]

    assert len({str(report["totals"]) for report in reports}) == 1
    for report in reports:
        assert amount(report["rows"], "value") == Decimal(report["totals"][0]["value"]["amount"])
    assert [row["key"] for row in reports[3]["rows"]] == [f"2026-0{month}" for month in range(3, 9)]
    assert {row["name"] for row in reports[1]["rows"]} == {"Kari Nordmann", "Per Hansen"}


def test_quarters_are_the_sums_of_their_months_to_the_oere(calls, new_case):
    for month in range(1, 13):
        day = f"2026-{month:02}-28"
        new_case(value=nok(f"{month}00.33"), expected_order_date=day, probability=33)

    months = calls.report_forecast(query=YEAR)["rows"]
    quarters = calls.report_forecast(query={**YEAR, "period": "quarter"})["rows"]

    assert [row["period"] for row in months] == [f"2026-{month:02}" for month in range(1, 13)]
    assert [row["period"] for row in quarters] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    for number, quarter in enumerate(quarters):
        for name in ("value", "weighted_value"):
            parts = amount(months[number * 3 : number * 3 + 3], name)
            assert Decimal(quarter[name]["amount"]) == parts


def test_quarters_follow_the_fiscal_year_asked_for(calls, new_case):
    new_case(expected_order_date="2026-11-15")

    (row,) = calls.report_forecast(query={**YEAR, "period": "quarter", "fiscal_year_start": 11})[
        "rows"
    ]

    assert (row["period"], row["period_start"], row["period_end"]) == (
        "2026-Q1",
        "2026-11-01",
        "2027-01-31",
    )


def test_the_pipeline_of_a_period_holds_what_is_expected_in_it(calls, new_case):
    for value, day in (("1.00", "2026-11-30"), ("10.00", "2026-12-01"), ("100.00", "2026-12-31")):
        new_case(value=nok(value), expected_order_date=day)

    december = calls.report_pipeline(query={"from": "2026-12-01", "to": "2026-12-31"})

    assert [each["value"] for each in december["totals"]] == [nok("110.00")]


def test_a_forecast_shows_what_was_won_beside_what_is_expected(calls, new_case, neighbours):
    new_case(value=nok("100.00"), probability=50, expected_order_date="2026-11-30")
    case = new_case(value=nok("70.00"), received_on="2026-11-01")
    calls.win_case(case_id=case["id"], closed_on="2026-11-20")

    (row,) = calls.report_forecast(query={**YEAR, "group_by": "salesperson"})["rows"]

    assert (row["name"], row["count"], row["won_count"]) == ("Kari Nordmann", 1, 1)
    assert row["weighted_value"] == nok("50.00")
    assert row["won_value"] == nok("70.00")


def test_a_past_day_is_shown_as_it_was_whatever_happened_since(calls, new_case, neighbours):
    past = {
        **neighbours.case_fields(value=nok("100000.00")),
        "salesperson_id": neighbours.user_id,
        "received_on": "2026-01-10",
        "expected_order_date": "2026-06-01",
    }
    process = calls.list_processes(query={})["items"][0]
    stage = {each["name"]: each["id"] for each in process["stages"]}
    past["stages"] = [
        {"stage_id": stage["Henvendelse"], "entered_on": "2026-01-10"},
        {"stage_id": stage["Tilbud"], "entered_on": "2026-03-01"},
    ]
    imported = calls.import_cases(cases=[{**past, "stage_id": stage["Tilbud"]}])
    (case_id,) = imported["case_ids"]
    days = ("2026-01-09", "2026-01-10", "2026-02-28", "2026-03-01", "2026-11-01")

    before = [calls.report_pipeline(query={"as_of": day}) for day in days]
    calls.change_case(case_id=case_id, expected_version=1, fields={"value": nok("1.00")})
    calls.lose_case(
        case_id=case_id, lost_reason_id=calls.list_lost_reasons(query={})["items"][0]["id"]
    )
    after = [calls.report_pipeline(query={"as_of": day}) for day in days]

    assert after == before
    shown = [
        [(row["name"], row["weighted_value"]["amount"]) for row in each["rows"]] for each in before
    ]
    assert shown == [
        [],
        [("Henvendelse", "10000.00")],
        [("Henvendelse", "10000.00")],
        [("Tilbud", "50000.00")],
        [("Tilbud", "50000.00")],
    ]
    assert calls.report_pipeline(query={})["rows"] == []


def test_the_end_of_today_is_the_present(calls, new_case, process):
    case = new_case(value=nok("12.34"))
    calls.move_case(case_id=case["id"], stage_id=process["by_name"]["Forhandling"]["id"])
    calls.archive_case(case_id=new_case()["id"])
    tomorrow = (datetime.now(UTC).date() + timedelta(days=1)).isoformat()

    for report in (calls.report_pipeline, calls.report_forecast, calls.report_sales):
        now = report(query=YEAR)
        then = report(query={**YEAR, "as_of": tomorrow})
        assert (now["rows"], now["totals"]) == (then["rows"], then["totals"])


def test_new_sales_count_what_was_decided_in_the_period(calls, new_case, reason_id):
    for value, day in (("100.00", "2026-10-31"), ("200.00", "2026-11-01")):
        case = new_case(value=nok(value), received_on="2026-10-01")
        calls.win_case(case_id=case["id"], closed_on=day)
    lost = new_case(value=nok("400.00"), received_on="2026-10-01")
    calls.lose_case(case_id=lost["id"], lost_reason_id=reason_id, closed_on="2026-11-05")

    report = calls.report_sales(
        query={"from": "2026-10-01", "to": "2026-11-30", "group_by": "month"}
    )
    november = calls.report_sales(query={"from": "2026-11-01", "to": "2026-11-30"})

    assert by_key(report, "won_count", "lost_count", "hit_rate_percent") == {
        "2026-10": (1, 0, "100.00"),
        "2026-11": (1, 1, "50.00"),
    }
    (total,) = november["totals"]
    assert (total["won_value"], total["lost_value"]) == (nok("200.00"), nok("400.00"))
    assert (total["hit_rate_percent"], total["hit_rate_value_percent"]) == ("50.00", "33.33")


def test_a_report_holds_what_the_caller_may_see(rpc, org, new_case, neighbours):
    other = neighbours.knows("user", "Per Hansen")
    new_case(value=nok("1.00"))
    new_case(value=nok("10.00"), salesperson_id=other)

    own = rpc(a_colleague(org, scope="own", actor_id=org.actor_id)).sales
    nothing = dict.fromkeys(EVERY_GRANT, "all") | {"report.view": "none"}

    assert [each["value"] for each in own.report_pipeline(query={})["totals"]] == [nok("1.00")]
    with pytest.raises(Forbidden):
        rpc(a_colleague(org, grants=nothing)).sales.report_pipeline(query={})


@pytest.mark.parametrize(
    ("name", "query", "pointer"),
    [
        ("report_pipeline", {"group_by": "colour"}, "/group_by"),
        ("report_pipeline", {"from": "2026-01-01"}, "/to"),
        ("report_forecast_change", YEAR, "/compared_to"),
        ("report_forecast_change", {**YEAR, "compared_to": "2099-01-01"}, "/compared_to"),
        ("report_forecast", {}, "/from"),
        ("report_forecast", {"from": "2026-01-01"}, "/to"),
        ("report_forecast", {"from": "2026-02-01", "to": "2026-01-01"}, "/to"),
        ("report_forecast", {"from": "1900-01-01", "to": "2026-01-01"}, "/to"),
        ("report_forecast", {**YEAR, "period": "week"}, "/period"),
        ("report_forecast", {**YEAR, "fiscal_year_start": 13}, "/fiscal_year_start"),
        ("report_sales", {"to": "2026-01-01"}, "/from"),
    ],
)
def test_a_report_that_cannot_be_made_says_why(calls, name, query, pointer):
    with pytest.raises(Invalid) as refusal:
        getattr(calls, name)(query=query)

    assert refusal.value.code == "sales.report_invalid"
    assert [error.pointer for error in refusal.value.errors] == [pointer]


def test_a_change_of_the_forecast_is_explained_case_by_case(calls, neighbours, process, new_case):
    made = calls.import_cases(cases=quotes_of_january(neighbours, process))
    larger, slipped, pulled, won = made["case_ids"]
    change = {"expected_version": 1}
    calls.change_case(case_id=larger, fields={"value": nok("1200.00"), "probability": 60}, **change)
    calls.change_case(case_id=slipped, fields={"expected_order_date": "2027-05-01"}, **change)
    calls.change_case(case_id=pulled, fields={"expected_order_date": "2027-03-01"}, **change)
    calls.win_case(case_id=won)
    new_case(name="Ny", value=nok("300.00"), probability=20, expected_order_date="2027-03-31")
    quarter = {"from": "2027-01-01", "to": "2027-03-31"}

    report = calls.report_forecast_change(query={**quarter, "compared_to": "2026-06-01"})

    assert {row["key"]: row["amount"]["amount"] for row in report["rows"]} == {
        "value": "100.00",
        "probability": "120.00",
        "slipped_out": "-100.00",
        "pulled_in": "250.00",
        "won": "-300.00",
        "new": "60.00",
    }
    (total,) = report["totals"]
    assert (total["opening"], total["closing"]) == (nok("900.00"), nok("1030.00"))
    assert (total["change"], total["booked"]) == (nok("130.00"), nok("600.00"))
    assert amount(report["rows"], "amount") == Decimal(total["change"]["amount"])
    forecast = calls.report_forecast(query=quarter)["totals"][0]
    assert forecast["weighted_value"] == total["closing"]
    assert [each["name"] for each in report["cases"][:2]] == ["Vunnet", "Framskyndet"]


def quotes_of_january(neighbours, process):
    """Four cases in the stage Tilbud (50 percent) since January 2026."""
    past = {
        "customer_id": neighbours.customer_id,
        "salesperson_id": neighbours.user_id,
        "received_on": "2026-01-10",
        "stage_id": process["by_name"]["Tilbud"]["id"],
    }
    return [
        {**past, "name": name, "value": nok(value), "expected_order_date": day}
        for name, value, day in (
            ("Større", "1000.00", "2027-01-15"),
            ("Utsatt", "200.00", "2027-02-15"),
            ("Framskyndet", "500.00", "2027-06-15"),
            ("Vunnet", "600.00", "2027-01-15"),
        )
    ]
