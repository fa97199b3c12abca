"""Time: prices, costs, days, approval, import."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from shared.kernel.errors import Conflict, Forbidden, Invalid, NotFound, PlatformError, RuleBroken
from shared.kernel.ids import new_id
from shared.testing.callers import a_colleague
from support.projects import nok


def a_contract(calls, user_id, rate=610, **fields):
    given = {
        "user_id": user_id,
        "minutes_per_weekday": [450] * 5 + [0, 0],
        "cost_rate": nok(rate),
        "valid_from": "2026-01-01",
    }
    return calls.create_work_contract(fields={**given, **fields})


def test_time_takes_price_from_the_contract_line_and_cost_from_the_dated_contract(
    calls, log_time, neighbours
):
    kari = neighbours.user()
    a_contract(calls, kari, 600, valid_to="2026-06-30")
    a_contract(calls, kari, 650, valid_from="2026-07-01")

    june, july = (log_time(90, day, user_id=kari) for day in ("2026-06-30", "2026-07-01"))

    assert (june["price"], june["billing"]) == (nok(1250), "hourly")
    assert [each["cost_rate"]["amount"] for each in (june, july)] == ["600.00", "650.00"]


def test_time_without_a_contract_is_taken_and_flagged_until_one_is_made(
    calls, log_time, neighbours
):
    kari = neighbours.user()
    entry = log_time(100, user_id=kari)
    a_contract(calls, kari, 610)

    costed = calls.get_time_entry(time_entry_id=entry["id"])

    assert (entry["cost_missing"], entry["cost_rate"]) == (True, None)
    assert (costed["cost_missing"], costed["cost_rate"]) == (False, nok(610))


def test_a_cost_once_frozen_survives_a_change_of_the_contract(calls, log_time, neighbours):
    kari = neighbours.user()
    contract = a_contract(calls, kari, 610)
    entry = log_time(user_id=kari)
    calls.change_work_contract(
        work_contract_id=contract["id"], expected_version=1, fields={"cost_rate": nok(900)}
    )

    assert calls.get_time_entry(time_entry_id=entry["id"])["cost_rate"] == nok(610)


def test_two_contracts_of_a_person_never_overlap(calls, neighbours):
    kari = neighbours.user()
    a_contract(calls, kari)

    with pytest.raises(RuleBroken) as refused:
        a_contract(calls, kari, valid_from="2026-12-31")

    assert refused.value.code == "projects.work_contract_overlaps"


def test_costs_are_hidden_from_those_who_may_not_see_salaries(rpc, org, calls, log_time):
    a_contract(calls, org.actor_id)
    entry = log_time()
    colleague = rpc(a_colleague(org, scope="all")).projects

    assert colleague.get_time_entry(time_entry_id=entry["id"])["cost_rate"] is None
    with pytest.raises(Forbidden):
        colleague.list_work_contracts(query={})


@pytest.mark.parametrize("minutes", [0, -5, 1441])
def test_an_entry_has_one_minute_to_a_day(log_time, minutes):
    with pytest.raises(Invalid) as refused:
        log_time(minutes)

    assert refused.value.code == "projects.minutes_invalid"


def test_a_day_holds_twenty_four_hours_and_no_more(log_time):
    log_time(1000)
    log_time(440)

    with pytest.raises(RuleBroken) as refused:
        log_time(1)

    assert refused.value.code == "projects.day_overfull"
    assert log_time(1, "2026-03-06")["minutes"] == 1


def test_two_entries_at_once_cannot_overfill_a_day(log_time):
    def try_to_log(_):
        try:
            return log_time(800)["minutes"]
        except RuleBroken as refused:
            return refused.code

    with ThreadPoolExecutor(2) as people:
        outcomes = list(people.map(try_to_log, range(2)))

    assert sorted(map(str, outcomes)) == ["800", "projects.day_overfull"]


def test_time_without_contract_lines_is_sold_at_the_persons_rate(calls, neighbours, customer_id):
    kari = neighbours.user()
    bare = calls.create_project(fields={"name": "Bare", "customer_id": customer_id})
    given = {"project_id": bare["id"], "work_date": "2026-03-05", "minutes": 60, "user_id": kari}

    unpriced = calls.create_time_entry(fields=given)
    calls.create_resource(fields={"user_id": kari, "billing_rate": nok(1400)})
    priced = calls.create_time_entry(fields=given)

    assert (unpriced["billing"], unpriced["price"]) == ("hourly", None)
    assert priced["price"] == nok(1400)


def test_time_on_a_fixed_project_is_covered_by_the_fixed_amount(calls, neighbours, customer_id):
    neighbours.me()
    fixed = calls.create_project(fields={"name": "Fixed", "customer_id": customer_id})
    line = {"kind": "fixed", "description": "All of it", "unit_price": nok(50_000)}
    calls.create_contract_line(project_id=fixed["id"], fields=line)

    entry = calls.create_time_entry(
        fields={"project_id": fixed["id"], "work_date": "2026-03-05", "minutes": 60}
    )

    assert (entry["billing"], entry["price"], entry["billable"]) == ("fixed", None, True)


def test_time_is_registered_on_a_case_before_there_is_a_project(log_time, neighbours, customer_id):
    entry = log_time(sales_case_id=neighbours.case(customer_id))

    assert (entry["billable"], entry["billing"]) == (False, "none")
    assert entry["customer_id"] == str(customer_id)


def test_time_needs_a_project_or_a_case_and_not_both(calls, project, neighbours, customer_id):
    when = {"work_date": "2026-03-05", "minutes": 60}
    both = {"project_id": project["id"], "sales_case_id": neighbours.case(customer_id)}

    for target in ({}, both):
        with pytest.raises(Invalid) as refused:
            calls.create_time_entry(fields={**when, **target})
        assert refused.value.code == "projects.time_entry_target_invalid"


def test_time_goes_from_draft_by_submission_to_approval_and_back(calls, log_time):
    entry = log_time()
    with pytest.raises(RuleBroken) as too_early:
        calls.approve_time_entry(time_entry_id=entry["id"])

    steps = [
        calls.submit_time_entry(time_entry_id=entry["id"])["status"],
        calls.approve_time_entry(time_entry_id=entry["id"])["status"],
        calls.reject_time_entry(time_entry_id=entry["id"])["status"],
    ]

    assert too_early.value.code == "projects.time_entry_transition_invalid"
    assert steps == ["submitted", "approved", "draft"]


def test_only_a_draft_is_changed_or_taken_away(calls, log_time):
    entry = log_time(60)
    changed = calls.change_time_entry(
        time_entry_id=entry["id"], expected_version=1, fields={"minutes": 90}
    )
    calls.submit_time_entry(time_entry_id=entry["id"])

    with pytest.raises(RuleBroken) as refused:
        calls.archive_time_entry(time_entry_id=entry["id"])

    assert (changed["minutes"], changed["version"]) == (90, 2)
    assert refused.value.code == "projects.time_entry_not_draft"


def test_an_archived_entry_counts_nowhere(calls, project, log_time):
    entry = log_time(1440)
    calls.archive_time_entry(time_entry_id=entry["id"])

    assert log_time(1440)["minutes"] == 1440
    assert calls.get_project(project_id=project["id"])["actual_minutes"] == 1440


def test_a_colleague_registers_his_own_time_only(rpc, org, project, neighbours):
    grants = {"project.view": "all", "time_entry.create": "own", "time_entry.view": "own"}
    colleague = a_colleague(org, grants=grants)
    given = {"project_id": project["id"], "work_date": "2026-03-05", "minutes": 60}

    own = rpc(colleague).projects.create_time_entry(fields=given)
    with pytest.raises(Forbidden):
        rpc(colleague).projects.create_time_entry(fields={**given, "user_id": neighbours.user()})

    assert own["user_id"] == str(colleague.actor_id)


def test_time_is_listed_by_person_date_and_what_is_invoiced(calls, project, log_time, neighbours):
    kari = neighbours.user()
    wanted = log_time(30, "2026-03-10", user_id=kari)
    log_time(30, "2026-04-10", user_id=kari)
    log_time(30, "2026-03-10")
    filters = {"user_id": str(kari), "work_date__lte": "2026-03-31", "invoiced": "false"}

    page = calls.list_time_entries(query={"filters": filters})

    assert [each["id"] for each in page["items"]] == [wanted["id"]]


def test_history_is_imported_and_rows_at_fault_are_named(calls, project, neighbours):
    kari = neighbours.user()
    a_contract(calls, kari, 610)
    row = {"user_id": kari, "project_id": project["id"], "work_date": "2026-03-05", "minutes": 450}
    rows = [row, {**row, "minutes": 1000}, {**row, "project_id": new_id()}, {**row, "minutes": 0}]

    done = calls.import_time_entries(entries=rows)
    (entry,) = calls.list_time_entries(query={})["items"]

    assert done["created"] == 1
    assert [(each["row"], each["code"]) for each in done["errors"]] == [
        (1, "projects.day_overfull"),
        (2, "projects.project_unknown"),
        (3, "projects.minutes_invalid"),
    ]
    assert (entry["status"], entry["price"], entry["cost_rate"]) == (
        "approved", nok(1250), nok(610),
    )  # fmt: skip


def test_imported_time_is_in_the_audit_trail(calls, project, neighbours, platform):
    row = {"project_id": project["id"], "work_date": "2026-03-05", "minutes": 450}
    calls.import_time_entries(entries=[{**row, "user_id": neighbours.user()}])
    (entry,) = calls.list_time_entries(query={})["items"]

    found = platform.rows(
        "projects",
        "SELECT action, changes->'minutes' FROM audit_entries WHERE entity_id = %s",
        entry["id"],
    )
    assert found == [("created", [None, 450])]


def test_an_import_needs_the_right_to_import(rpc, org):
    with pytest.raises(Forbidden):
        rpc(a_colleague(org, grants={"import.view": "all"})).projects.import_time_entries(
            entries=[]
        )


def test_expenses_are_registered_once_by_external_reference(calls, project):
    given = {
        "project_id": project["id"],
        "spent_on": "2026-03-05",
        "description": "Train",
        "amount": nok("499.50"),
        "external_ref": "card-17",
    }
    made = calls.create_expense(fields=given)

    with pytest.raises(PlatformError) as refused:
        calls.create_expense(fields=given)

    assert (made["amount"], made["billable"]) == (nok("499.50"), False)
    assert isinstance(refused.value, Conflict)


def test_who_works_on_a_project_of_another_unit_sees_it_and_logs_time(
    rpc, org, calls, project, neighbours
):
    guest = a_colleague(org, scope="own", actor_id=neighbours.user())
    stranger = a_colleague(org, scope="unit")
    entry = {"project_id": project["id"], "work_date": "2026-03-05", "minutes": 60}
    with pytest.raises(NotFound):
        rpc(guest).projects.create_time_entry(fields=entry)

    changed = calls.change_project(
        project_id=project["id"],
        expected_version=project["version"] + 1,
        fields={"member_ids": [str(guest.actor_id)]},
    )
    logged = rpc(guest).projects.create_time_entry(fields=entry)

    assert changed["member_ids"] == [logged["user_id"]]
    listed = rpc(guest).projects.list_projects(query={})["items"]
    assert [each["id"] for each in listed] == [project["id"]]
    with pytest.raises(Forbidden):
        rpc(guest).projects.change_project(
            project_id=project["id"], expected_version=changed["version"], fields={"name": "Mitt"}
        )
    assert rpc(stranger).projects.list_projects(query={})["items"] == []
    with pytest.raises(NotFound):
        rpc(stranger).projects.create_time_entry(fields=entry)
