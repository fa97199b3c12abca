"""Cases through calls: opened, changed, moved, decided, listed."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from shared.kernel.errors import Conflict, Forbidden, Invalid, NotFound, RuleBroken, Unavailable
from shared.kernel.ids import new_id
from shared.testing.callers import EVERY_GRANT, a_colleague, an_administrator
from support.sales import nok


def ids(page):
    return [item["id"] for item in page["items"]]


def listed(calls, **filters):
    return ids(calls.list_cases(query={"filters": filters}))


def test_a_new_case_starts_in_the_first_stage_of_the_default_process(
    new_case, calls, neighbours, process, org
):
    case = new_case()

    assert case["case_no"] == "10001"
    assert case["stage_id"] == process["stages"][0]["id"]
    assert case["stage_name"] == "Henvendelse"
    assert (case["status"], case["probability"], case["probability_source"]) == (
        "open",
        10,
        "stage",
    )
    assert case["weighted_value"] == nok("10000.00")
    assert case["salesperson_id"] == str(org.actor_id)
    assert case["unit_id"] == str(org.unit_id)
    assert case["received_on"]
    assert case["first_expected_order_date"] == "2026-12-15"
    assert calls.get_case(case_id=case["id"]) == case


def test_numbers_have_no_gaps_even_when_a_case_is_refused(new_case):
    first = new_case()
    with pytest.raises(Invalid):
        new_case(expected_order_date=None)

    assert int(new_case()["case_no"]) == int(first["case_no"]) + 1


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"name": " "}, "/name"),
        ({"expected_order_date": None}, "/expected_order_date"),
        ({"value": nok("-1.00")}, "/value"),
        ({"probability": 100}, "/probability"),
        ({"value_source": "guess"}, "/value_source"),
        ({"lines": [{"quantity": "many", "unit_price": nok("1.00")}]}, "/lines/0/quantity"),
    ],
)
def test_a_case_that_makes_no_sense_is_refused_with_the_field(new_case, fields, pointer):
    with pytest.raises(Invalid) as refusal:
        new_case(**fields)

    assert refusal.value.code == "sales.case_invalid"
    assert pointer in [error.pointer for error in refusal.value.errors]


def test_a_customer_nobody_knows_is_refused(new_case, calls):
    with pytest.raises((NotFound, Unavailable)):  # the latter when crm is not hosted in this run
        new_case(customer_id=str(new_id()))

    assert listed(calls) == []


def test_the_value_follows_lines_unless_it_is_set_by_hand(new_case, calls, neighbours):
    product_id = neighbours.knows("product", "Rådgiver, time")
    line = {"product_id": product_id, "quantity": "7.5", "unit_price": nok("1250.00")}

    case = new_case(value=None, lines=[line, {**line, "quantity": "1", "description": "Reise"}])

    assert (case["value"], case["value_source"]) == (nok("10625.00"), "lines")
    assert [each["description"] for each in case["lines"]] == ["Rådgiver, time", "Reise"]
    assert [each["amount"] for each in case["lines"]] == [nok("9375.00"), nok("1250.00")]
    changed = calls.change_case(case_id=case["id"], expected_version=1, fields={"lines": [line]})
    assert changed["value"] == nok("9375.00")
    by_hand = calls.change_case(
        case_id=case["id"], expected_version=2, fields={"value": nok("9000.00")}
    )
    assert (by_hand["value"], by_hand["value_source"]) == (nok("9000.00"), "manual")
    assert len(by_hand["lines"]) == 1


def test_a_change_needs_the_version_it_was_made_from(new_case, calls):
    case = new_case()
    calls.change_case(case_id=case["id"], expected_version=1, fields={"name": "Ett"})

    with pytest.raises(Conflict) as refusal:
        calls.change_case(case_id=case["id"], expected_version=1, fields={"name": "To"})

    assert refusal.value.code == "sales.case_stale"
    assert calls.get_case(case_id=case["id"])["name"] == "Ett"


def test_a_change_of_nothing_is_no_change(new_case, calls):
    case = new_case()

    same = calls.change_case(case_id=case["id"], expected_version=1, fields={"name": case["name"]})

    assert same["version"] == 1


def test_a_postponed_case_says_how_often(new_case, calls):
    case = new_case()
    for version, day in enumerate(("2027-01-10", "2027-01-05", "2027-02-01"), start=1):
        case = calls.change_case(
            case_id=case["id"], expected_version=version, fields={"expected_order_date": day}
        )

    assert (case["postponements"], case["first_expected_order_date"]) == (2, "2026-12-15")


def test_an_override_of_the_probability_is_kept_through_a_move(new_case, calls, process):
    case = new_case(probability=35)

    moved = calls.move_case(case_id=case["id"], stage_id=process["by_name"]["Tilbud"]["id"])

    assert (moved["stage_name"], moved["probability"]) == ("Tilbud", 35)
    assert moved["probability_source"] == "user"


def test_a_stage_with_requirements_lets_no_case_in_without_them(new_case, calls, process):
    stages = [
        {"id": stage["id"], "entry_requirements": ["lead_source_id"]}
        if stage["name"] == "Kvalifisering"
        else {"id": stage["id"]}
        for stage in process["stages"]
    ]
    calls.change_process(
        process_id=process["id"], expected_version=process["version"], fields={"stages": stages}
    )
    case, wanted = new_case(), process["by_name"]["Kvalifisering"]["id"]

    with pytest.raises(RuleBroken) as refusal:
        calls.move_case(case_id=case["id"], stage_id=wanted)

    assert refusal.value.code == "sales.stage_requirements_missing"
    assert [error.pointer for error in refusal.value.errors] == ["/lead_source_id"]
    source = calls.list_lead_sources(query={})["items"][0]
    moved = calls.change_case(
        case_id=case["id"],
        expected_version=1,
        fields={"lead_source_id": source["id"], "stage_id": wanted},
    )
    assert moved["stage_name"] == "Kvalifisering"


def test_a_case_is_won_lost_and_reopened_with_all_of_it_on_record(
    new_case, calls, process, reason_id
):
    case = new_case()
    calls.move_case(case_id=case["id"], stage_id=process["by_name"]["Forhandling"]["id"])
    lost = calls.lose_case(
        case_id=case["id"], lost_reason_id=reason_id, competitor="Rival AS", comment="For dyrt"
    )
    reopened = calls.reopen_case(case_id=case["id"], expected_order_date="2027-03-01")
    won = calls.win_case(case_id=case["id"])

    assert (lost["status"], lost["probability"], lost["competitor"]) == ("lost", 0, "Rival AS")
    assert (reopened["status"], reopened["stage_name"]) == ("open", "Forhandling")
    assert (won["status"], won["probability"]) == ("won", 100)
    history = calls.case_history(case_id=case["id"])
    assert [(stay["stage_name"], stay["status"]) for stay in history["transitions"]] == [
        ("Henvendelse", "open"),
        ("Forhandling", "open"),
        ("Tapt", "lost"),
        ("Forhandling", "open"),
        ("Vunnet", "won"),
    ]
    lefts = [stay["left_at"] for stay in history["transitions"]]
    entered = [stay["entered_at"] for stay in history["transitions"]]
    assert lefts == [*entered[1:], None]
    statuses = [each["new"] for each in history["changes"] if each["field"] == "status"]
    assert statuses == ["open", "lost", "open", "won"]


def test_a_decided_case_does_not_change_what_was_decided(new_case, calls):
    case = new_case()
    calls.win_case(case_id=case["id"])

    with pytest.raises(RuleBroken) as refusal:
        calls.change_case(case_id=case["id"], expected_version=2, fields={"value": nok("1.00")})
    renamed = calls.change_case(case_id=case["id"], expected_version=2, fields={"name": "Nytt"})

    assert refusal.value.code == "sales.case_closed"
    assert (renamed["name"], renamed["value"]) == ("Nytt", case["value"])


def test_winning_twice_is_refused_and_a_worthless_case_too(new_case, calls):
    case, free = new_case(), new_case(value=nok("0.00"))
    calls.win_case(case_id=case["id"])

    with pytest.raises(RuleBroken) as twice:
        calls.win_case(case_id=case["id"])
    with pytest.raises(RuleBroken) as worthless:
        calls.win_case(case_id=free["id"])

    assert (twice.value.code, worthless.value.code) == (
        "sales.case_closed",
        "sales.case_worthless",
    )


def test_a_repeated_request_wins_once(rpc, org, new_case, platform):
    case = new_case()
    once = rpc(org, key="win-1", body_hash="a").sales

    first = once.win_case(case_id=case["id"])
    second = once.win_case(case_id=case["id"])

    assert first == second
    told = "SELECT count(*) FROM outbox_messages WHERE aggregate_id = %s AND routing_key = %s"
    assert platform.rows("sales", told, case["id"], "case.won.v1") == [(1,)]


def test_an_archived_case_leaves_lists_and_comes_back(new_case, calls):
    case = new_case()
    calls.archive_case(case_id=case["id"], expected_version=1)

    assert listed(calls) == []
    assert listed(calls, archived="true") == [case["id"]]
    calls.restore_case(case_id=case["id"])
    assert listed(calls) == [case["id"]]


def test_cases_are_filtered_and_sorted_by_what_people_ask(new_case, calls, process, neighbours):
    small = new_case(name="Liten", value=nok("1000.00"), expected_order_date="2027-01-01")
    large = new_case(name="Stor", value=nok("500000.00"), probability=80)
    other = neighbours.knows("customer", "Havn KF")
    elsewhere = new_case(name="Annen", customer_id=other)
    calls.win_case(case_id=elsewhere["id"])

    assert listed(calls, value__gte="100000.00", status="open") == [large["id"]]
    assert listed(calls, probability="80") == [large["id"]]
    assert listed(calls, customer_id=other) == [elsewhere["id"]]
    assert listed(calls, status__in="won,lost") == [elsewhere["id"]]
    assert listed(calls, expected_order_date__gte="2027-01-01") == [small["id"]]
    assert listed(calls, stage_id=process["by_name"]["Vunnet"]["id"]) == [elsewhere["id"]]
    by_value = ids(calls.list_cases(query={"sort": ["-value"], "limit": 2, "count": True}))
    assert by_value == [large["id"], elsewhere["id"]]
    with pytest.raises(Invalid):
        listed(calls, margin="1")


def test_pages_follow_each_other_without_a_gap(new_case, calls):
    made = [new_case(name=f"Sak {number}")["id"] for number in range(5)]
    seen, cursor = [], None
    while True:
        page = calls.list_cases(query={"sort": ["value"], "limit": 2, "cursor": cursor})
        seen += ids(page)
        if (cursor := page["next_cursor"]) is None:
            break

    assert sorted(seen) == sorted(made)


def test_a_customer_sees_cases_newest_first_with_sums(new_case, calls, neighbours):
    older = new_case(received_on="2026-01-05", value=nok("100.00"))
    newer = new_case(received_on="2026-06-05", value=nok("200.00"))
    euros = new_case(received_on="2026-07-05", value={"amount": "7.00", "currency": "EUR"})
    calls.win_case(case_id=older["id"])

    found = calls.overview_of_customer(customer_id=neighbours.customer_id, limit=2)

    assert [case["id"] for case in found["sales_cases"]] == [euros["id"], newer["id"]]
    assert found["total"] == 3
    assert [(each["status"], each["count"], each["value"]["amount"]) for each in found["sums"]] == [
        ("open", 1, "7.00"),
        ("open", 1, "200.00"),
        ("won", 1, "100.00"),
    ]


def test_a_case_is_found_by_number_name_and_customer(new_case, calls):
    case = new_case(name="Ny fibertrasé")

    for text in (case["case_no"], "fiber", "fjord", "Ny fibertrasé", "fjord fiber"):
        assert [hit["id"] for hit in calls.search(text=text, limit=5)] == [case["id"]], text
    assert calls.search(text="finnes ikke", limit=5) == []
    exact = calls.search(text=case["case_no"], limit=5)[0]
    assert exact["rank"] == 1.0
    assert exact["subtitle"] == f"{case['case_no']} · Fjord Energi AS"


def test_an_overview_holds_case_process_and_history(new_case, calls, process):
    case = new_case()

    found = calls.case_overview(case_id=case["id"])

    assert found["case"] == case
    assert found["process"]["id"] == process["id"]
    assert len(found["history"]["transitions"]) == 1


def test_others_get_a_copy_of_a_case(new_case, calls):
    case = new_case()

    copy = calls.get_reference(kind="case", reference_id=case["id"])

    assert (copy["name"], copy["number"]) == (case["name"], case["case_no"])
    assert copy["owner_id"] == case["salesperson_id"]
    assert copy["data"]["value"] == case["value"]


def test_somebody_without_rights_finds_no_trace_of_a_case(rpc, org, new_case, calls, neighbours):
    case = new_case()
    stranger = rpc(a_colleague(org, scope="unit")).sales

    for call in (stranger.get_case, stranger.case_history, stranger.case_overview):
        with pytest.raises(NotFound):
            call(case_id=case["id"])
    with pytest.raises(NotFound):
        stranger.win_case(case_id=case["id"])
    assert listed(stranger) == []
    assert stranger.search(text="intranett", limit=5) == []
    assert stranger.overview_of_customer(customer_id=neighbours.customer_id)["total"] == 0
    assert stranger.report_pipeline(query={})["rows"] == []
    with pytest.raises(NotFound):
        stranger.get_reference(kind="case", reference_id=case["id"])


def test_another_organisation_finds_no_trace_of_a_case(rpc, new_case):
    case = new_case()
    outside = rpc(an_administrator()).sales

    with pytest.raises(NotFound):
        outside.get_case(case_id=case["id"])
    assert listed(outside) == []
    assert outside.report_pipeline(query={})["totals"] == []


def test_who_may_only_see_may_not_change(rpc, org, new_case):
    case = new_case()
    grants = {name: scope for name, scope in EVERY_GRANT.items() if name.endswith(".view")}
    reader = rpc(a_colleague(org, scope="all", grants=grants)).sales

    assert reader.get_case(case_id=case["id"])["id"] == case["id"]
    for attempt in (
        lambda: reader.win_case(case_id=case["id"]),
        lambda: reader.change_case(case_id=case["id"], expected_version=1, fields={"name": "X"}),
        lambda: reader.import_cases(cases=[]),
        lambda: reader.create_process(fields={"name": "X"}),
    ):
        with pytest.raises(Forbidden):
            attempt()


def test_a_case_may_be_handed_over_to_where_one_cannot_follow(rpc, org, new_case, neighbours):
    other_unit = neighbours.knows("unit", "Drift")
    other = neighbours.knows("user", "Per Hansen", unit_id=other_unit)
    case = new_case()
    mine = rpc(a_colleague(org, scope="own", actor_id=org.actor_id)).sales

    given = mine.change_case(
        case_id=case["id"],
        expected_version=1,
        fields={"salesperson_id": other, "unit_id": other_unit},
    )

    assert given["salesperson_id"] == other
    with pytest.raises(NotFound):
        mine.get_case(case_id=case["id"])


def test_two_who_win_at_once_win_once(new_case, calls, platform):
    case = new_case()

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda _: outcome_of(calls.win_case, case["id"]), range(4)))

    assert outcomes.count("won") == 1
    told = "SELECT count(*) FROM outbox_messages WHERE aggregate_id = %s AND routing_key = %s"
    assert platform.rows("sales", told, case["id"], "case.won.v1") == [(1,)]


def test_a_new_organisation_opens_its_first_cases_at_once(new_case, calls):
    with ThreadPoolExecutor(4) as pool:
        cases = list(pool.map(lambda number: new_case(name=f"Sak {number}"), range(4)))

    assert len({case["process_id"] for case in cases}) == 1
    assert sorted(case["case_no"] for case in cases) == ["10001", "10002", "10003", "10004"]
    assert len(calls.list_processes(query={})["items"]) == 1


def outcome_of(call, case_id):
    try:
        return call(case_id=case_id)["status"]
    except (Conflict, RuleBroken) as refusal:
        return type(refusal).__name__
