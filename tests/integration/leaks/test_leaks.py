"""
Every route × every default role × whose the record is: nothing sings where it may not.

Routes are taken from the gateway, so a new one is tried without being named here; a new kind of
id in a path needs a line in IDS or OTHERS.
"""

import re
from pathlib import Path

import pytest
from gateway.http.areas import every_area
from support.canaries import CANARY, KINDS, PATHS, SEES

ROUTES = [route for routes in every_area().values() for route in routes]
# Name of an id in a path → the kind of record it is of.
IDS = {f"{kind}_id": kind for kind in KINDS}
# Ids of what no canary is put into; lists of them are read all the same.
_OTHERS = """
    account_id activity_type_id address_id affiliation_id api_token_id approval_id attachment_id
    binding_id bulk_edit_id code conflict_id connection_id consent_id contact_role_id
    contract_line_id cost_centre_id custom_field_id customer_list_id customer_type_id
    dead_letter_id duplicate_id employee_band_id expense_id export_id feed_id import_id
    import_profile_id industry_id invoice_id item_id job_id lead_source_id line_id link_id list_id
    lost_reason_id margin_policy_id member_id merge_id message_id name notification_id occurrence
    outbox_id phase_id price_list_id process_id product_group_id product_id profile_id purpose_id
    quote_id rating_id rating_value_id reminder_id report_schedule_id request_id resource_id
    revenue_band_id role_id run_id saved_report_id segment_id service session_id stage_id tag_id
    time_entry_id token unit_id user_id value_id version_id work_contract_id
"""
OTHERS = frozenset(_OTHERS.split())
PERIOD = {"from": "2026-01-01", "to": "2027-12-31"}
READS = [route for route in ROUTES if route.verb == "GET" and not route.is_public]
ABOUT_RECORDS = [route for route in ROUTES if set(re.findall(r"{(\w+)}", route.path)) & set(IDS)]


def names_in(route):
    return re.findall(r"{(\w+)}", route.path)


def ask(person, route, path):
    """One reading; lists with as much as a page holds."""
    params = {"limit": 200, "count": "true"} if route.is_list else {}
    if "/reports/" in path:
        params = PERIOD
    if path == "/search":
        params = {"q": "kanari", "limit": 200}
    return person.send("GET", path, params=params)


def singing(answer):
    return set(CANARY.findall(answer.text + str(answer.headers)))


def allowed_to(aviary, role):
    return {each.canary for each in aviary.records if aviary.may_see(role, each)}


def leaks_of(aviary, role, routes=READS):
    """What sounded where it may not, as (path, canaries)."""
    person, allowed = aviary.people[role], allowed_to(aviary, role)
    found = []
    for route in routes:
        names = names_in(route)
        if not names:
            paths = [route.path]
        elif len(names) == 1 and names[0] in IDS:
            of_kind = [each for each in aviary.of_interest_to(role) if each.kind == IDS[names[0]]]
            paths = [route.path.replace(f"{{{names[0]}}}", each.id) for each in of_kind]
        else:
            continue
        for path in paths:
            if heard := singing(ask(person, route, path)) - allowed:
                found.append((path, sorted(heard)))
    return found


def test_every_id_in_a_path_has_a_rule():
    unknown = {name for route in ROUTES for name in names_in(route)} - set(IDS) - OTHERS

    assert unknown == set()


@pytest.mark.parametrize("role", SEES)
def test_nothing_sings_where_it_may_not(aviary, role):
    assert leaks_of(aviary, role) == []


@pytest.mark.parametrize("role", SEES)
def test_lists_hold_all_that_may_be_seen_and_count_no_more(aviary, role):
    person = aviary.people[role]
    for kind in KINDS:
        answer = person.send("GET", PATHS[kind], params={"limit": 200, "count": "true"})
        expected = {
            each.canary
            for each in aviary.records
            if each.kind == kind and aviary.may_see(role, each)
        }
        if answer.status_code == 403:
            assert expected == set(), kind
            continue
        listed = answer.json()
        assert {each["id"] for each in listed["items"]} == {
            each.id for each in aviary.records if each.canary in expected
        }, kind
        assert listed["total"] == len(expected), kind


@pytest.mark.parametrize("role", SEES)
def test_one_record_is_there_or_is_not(aviary, role):
    person = aviary.people[role]
    wrong = []
    for each in aviary.of_interest_to(role):
        status = person.send("GET", f"{PATHS[each.kind]}/{each.id}").status_code
        wanted = (200,) if aviary.may_see(role, each) else (404, 403)
        if status not in wanted:
            wrong.append((each.kind, each.owner, status))

    assert wrong == []


@pytest.mark.parametrize("role", SEES)
def test_search_answers_only_what_may_be_seen(aviary, role):
    person = aviary.people[role]
    hidden = [
        each
        for each in aviary.of_interest_to(role)
        if not aviary.may_see(role, each) and each.owner in ("A1", "B", "")
    ]
    for each in hidden:
        found = person.get(f"/search?q={each.canary}")
        assert each.id not in str(found), (each.kind, each.owner)


@pytest.mark.parametrize("role", SEES)
def test_what_is_hidden_cannot_be_written_to(aviary, role):
    """Every writing route about a record, tried on records that do not exist for the caller."""
    person = aviary.people[role]
    hidden = [each for each in aviary.of_interest_to(role) if not aviary.may_see(role, each)]
    done = []
    for route in ABOUT_RECORDS:
        if route.verb == "GET" or len(names_in(route)) != 1 or route.upload:
            continue
        name = names_in(route)[0]
        for each in hidden:
            if each.kind != IDS[name]:
                continue
            path = route.path.replace(f"{{{name}}}", each.id)
            answer = person.send(route.verb, path, json={}, headers={"If-Match": '"1"'})
            if answer.status_code < 400 or singing(answer) - allowed_to(aviary, role):
                done.append((route.verb, path, answer.status_code))

    assert done == []


def test_the_search_for_leaks_finds_a_filter_that_was_removed(platform, aviary):
    """Notes without their filter: whoever may not read them all hears them."""
    tests = str(Path(__file__).parents[2])
    platform.environ["PYTHONPATH"] = tests
    platform.restart_process("rpc", host="support.holed_host")
    try:
        found = leaks_of(aviary, "sales", [each for each in READS if each.path == "/notes"])
    finally:
        del platform.environ["PYTHONPATH"]
        platform.restart_process("rpc")

    assert [path for path, _ in found] == ["/notes"]
    assert leaks_of(aviary, "sales", [each for each in READS if each.path == "/notes"]) == []
