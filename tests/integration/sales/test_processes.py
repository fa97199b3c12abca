"""Processes, stages, lead sources and lost reasons through calls."""

import pytest
from shared.kernel.errors import Conflict, Invalid, NotFound, RuleBroken
from shared.kernel.ids import new_id
from shared.testing.callers import a_colleague

A_PROCESS = {
    "name": "Rammeavtaler",
    "case_kind": "framework",
    "stages": [
        {"names": {"nb": "Kunngjort", "en": "Announced"}, "kind": "open", "probability": 20},
        {"name": "Levert", "kind": "open", "probability": 40, "expected_days": 30},
        {"name": "Tildelt", "kind": "won"},
        {"name": "Ikke tildelt", "kind": "lost"},
    ],
}


def names(process):
    return [(stage["name"], stage["probability"], stage["retired"]) for stage in process["stages"]]


def test_an_organisation_starts_with_a_norwegian_process_and_lists(calls):
    (process,) = calls.list_processes(query={})["items"]

    assert process["is_default"]
    assert [stage["name"] for stage in process["stages"]] == [
        "Henvendelse",
        "Kvalifisering",
        "Tilbud",
        "Forhandling",
        "Vunnet",
        "Tapt",
    ]
    assert "referral" in [each["code"] for each in calls.list_lead_sources(query={})["items"]]
    assert "price" in [each["code"] for each in calls.list_lost_reasons(query={})["items"]]


def test_names_are_shown_in_the_language_of_the_caller(rpc, org, process):
    english = rpc(a_colleague(org, scope="all", locale="en")).sales

    found = english.get_process(process_id=process["id"])

    assert found["stages"][0]["name"] == "Inquiry"
    assert found["stages"][0]["names"] == {"nb": "Henvendelse", "en": "Inquiry"}


def test_an_organisation_defines_its_own_process_and_sells_by_it(calls, new_case):
    process = calls.create_process(fields=A_PROCESS)

    case = new_case(process_id=process["id"])

    assert names(process) == [
        ("Kunngjort", 20, False),
        ("Levert", 40, False),
        ("Tildelt", 100, False),
        ("Ikke tildelt", 0, False),
    ]
    assert (case["stage_name"], case["probability"]) == ("Kunngjort", 20)
    assert calls.win_case(case_id=case["id"])["stage_name"] == "Tildelt"


@pytest.mark.parametrize(
    ("stages", "pointer"),
    [
        (A_PROCESS["stages"][:3], "/stages"),
        ([*A_PROCESS["stages"], {"name": "X", "kind": "maybe"}], "/stages/4/kind"),
        ([*A_PROCESS["stages"], {"name": "X", "kind": "open"}], "/stages/4/probability"),
        ([*A_PROCESS["stages"], {"id": str(new_id())}], "/stages/4/id"),
    ],
)
def test_a_process_cases_could_not_pass_is_refused(calls, stages, pointer):
    with pytest.raises(Invalid) as refusal:
        calls.create_process(fields={**A_PROCESS, "stages": stages})

    assert refusal.value.code == "sales.process_invalid"
    assert [error.pointer for error in refusal.value.errors] == [pointer]


def test_used_stages_are_retired_and_unused_ones_removed(calls, new_case, process):
    case = new_case()
    kept = [{"id": stage["id"]} for stage in process["stages"][2:]]

    changed = calls.change_process(
        process_id=process["id"],
        expected_version=process["version"],
        fields={"stages": [{"name": "Første møte", "probability": 15}, *kept]},
    )

    assert [name for name, _, retired in names(changed) if not retired] == [
        "Første møte",
        "Tilbud",
        "Forhandling",
        "Vunnet",
        "Tapt",
    ]
    assert [name for name, _, retired in names(changed) if retired] == ["Henvendelse"]
    assert calls.get_case(case_id=case["id"])["stage_name"] == "Henvendelse"
    with pytest.raises(RuleBroken) as refusal:
        calls.move_case(case_id=new_case()["id"], stage_id=process["stages"][0]["id"])
    assert refusal.value.code == "sales.stage_unfit"


def test_a_used_stage_keeps_its_kind(calls, new_case, process):
    new_case()
    stages = [{"id": stage["id"]} for stage in process["stages"]]
    stages[0] = {**stages[0], "kind": "lost"}

    with pytest.raises(Invalid) as refusal:
        calls.change_process(
            process_id=process["id"], expected_version=process["version"], fields={"stages": stages}
        )

    assert [error.pointer for error in refusal.value.errors] == ["/stages/0/kind"]


def test_a_new_default_takes_over_and_the_old_one_can_be_put_away(calls, process, new_case):
    other = calls.create_process(fields={**A_PROCESS, "is_default": True})
    assert new_case()["process_id"] == other["id"]

    with pytest.raises(RuleBroken) as refusal:
        calls.archive_process(process_id=other["id"])
    calls.archive_process(process_id=process["id"])

    assert refusal.value.code == "sales.process_default"
    assert [each["id"] for each in calls.list_processes(query={})["items"]] == [other["id"]]


def test_a_process_with_open_cases_is_not_put_away(calls, new_case):
    process = calls.create_process(fields=A_PROCESS)
    case = new_case(process_id=process["id"])

    with pytest.raises(RuleBroken) as refusal:
        calls.archive_process(process_id=process["id"])
    calls.win_case(case_id=case["id"])

    assert refusal.value.code == "sales.process_in_use"
    assert calls.archive_process(process_id=process["id"])["archived_at"]


def test_a_stale_process_is_not_changed(calls, process):
    calls.change_process(process_id=process["id"], expected_version=1, fields={"name": "Ny"})

    with pytest.raises(Conflict) as refusal:
        calls.change_process(process_id=process["id"], expected_version=1, fields={"name": "Nyere"})

    assert refusal.value.code == "sales.process_stale"


def test_a_lead_source_is_kept_as_a_list_value_is(calls, new_case):
    made = calls.create_lead_source(fields={"name": "Frokostmøte på Ås"})
    assert (made["code"], made["name"]) == ("frokostmote_pa_as", "Frokostmøte på Ås")

    changed = calls.change_lead_source(
        lead_source_id=made["id"], expected_version=1, fields={"position": 3}
    )
    case = new_case(lead_source_id=made["id"])
    calls.archive_lead_source(lead_source_id=made["id"], expected_version=changed["version"])

    assert calls.get_case(case_id=case["id"])["lead_source_id"] == made["id"]
    with pytest.raises(RuleBroken) as refusal:
        new_case(lead_source_id=made["id"])
    assert refusal.value.code == "sales.listed_value_retired"
    again = calls.restore_lead_source(lead_source_id=made["id"])
    assert again["archived_at"] is None


def test_a_code_is_used_once(calls):
    calls.list_lost_reasons(query={})

    with pytest.raises(RuleBroken) as refusal:
        calls.create_lost_reason(fields={"code": "price", "name": "Pris igjen"})

    assert refusal.value.code == "sales.lost_reason_exists"


def test_a_reason_nobody_knows_loses_no_case(calls, new_case):
    case = new_case()

    with pytest.raises(NotFound) as refusal:
        calls.lose_case(case_id=case["id"], lost_reason_id=str(new_id()))

    assert refusal.value.code == "sales.lost_reason_unknown"
    assert calls.get_case(case_id=case["id"])["status"] == "open"
