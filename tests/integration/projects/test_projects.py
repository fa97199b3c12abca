"""Projects and phases through their calls."""

import pytest
from shared.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken, Unavailable
from shared.kernel.ids import new_id
from shared.testing.callers import a_colleague


def test_a_changed_project_keeps_what_was_not_given(calls, project):
    changed = calls.change_project(
        project_id=project["id"],
        expected_version=2,
        fields={"deadline": "2026-12-31", "status": "active"},
    )

    assert (changed["name"], changed["deadline"], changed["status"], changed["version"]) == (
        "Roll-out", "2026-12-31", "active", 3,
    )  # fmt: skip


def test_a_change_based_on_an_old_version_is_refused(calls, project):
    with pytest.raises(Conflict) as refused:
        calls.change_project(project_id=project["id"], expected_version=1, fields={"name": "X"})

    assert refused.value.code == "projects.project_stale"


def test_a_project_for_a_customer_nobody_knows_is_refused(calls):
    # Unavailable when crm is not hosted in this run: it cannot be asked.
    with pytest.raises((NotFound, Unavailable)):
        calls.create_project(fields={"name": "X", "customer_id": new_id()})

    assert calls.list_projects(query={})["items"] == []


def test_projects_are_found_by_status_customer_and_manager(calls, org, project, customer_id):
    filters = {"status__in": "planned,active", "customer_id": str(customer_id)}

    page = calls.list_projects(query={"filters": filters, "count": True, "sort": ["project_no"]})

    assert ([each["id"] for each in page["items"]], page["total"]) == ([project["id"]], 1)
    assert calls.list_projects(query={"filters": {"manager_id": str(new_id())}})["items"] == []


def test_an_archived_project_leaves_the_list_until_asked_for(calls, project):
    calls.archive_project(project_id=project["id"])

    archived = calls.list_projects(query={"filters": {"archived": "true"}})["items"]
    assert calls.list_projects(query={})["items"] == []
    assert [each["id"] for each in archived] == [project["id"]]
    assert calls.restore_project(project_id=project["id"])["archived_at"] is None


def test_a_closed_project_takes_no_time(calls, project, log_time):
    calls.close_project(project_id=project["id"])

    with pytest.raises(RuleBroken) as refused:
        log_time()

    assert refused.value.code == "projects.project_closed"


def test_a_project_with_a_draft_invoice_cannot_be_closed(calls, project, log_time):
    log_time()
    calls.create_invoice(fields={"project_id": project["id"]})

    with pytest.raises(RuleBroken) as refused:
        calls.close_project(project_id=project["id"])

    assert refused.value.code == "projects.project_has_drafts"


def test_completing_twice_changes_nothing_the_second_time(calls, project):
    first = calls.complete_project(project_id=project["id"])

    assert calls.complete_project(project_id=project["id"])["version"] == first["version"]
    assert calls.reopen_project(project_id=project["id"])["status"] == "active"


def test_a_phase_lies_within_its_parent_and_never_within_itself(calls, project):
    parent = calls.create_phase(
        project_id=project["id"], fields={"name": "Build", "end": "2026-06-30"}
    )
    child = {"name": "Test", "parent_id": parent["id"], "end": "2026-07-01"}

    with pytest.raises(RuleBroken) as late:
        calls.create_phase(project_id=project["id"], fields=child)
    made = calls.create_phase(project_id=project["id"], fields={**child, "end": "2026-06-01"})
    with pytest.raises(RuleBroken) as cycle:
        calls.change_phase(
            phase_id=parent["id"], expected_version=1, fields={"parent_id": made["id"]}
        )

    assert late.value.code == "projects.phase_dates_invalid"
    assert cycle.value.code == "projects.phase_cycle"


def test_a_phase_shows_the_time_spent_in_it(calls, project, log_time):
    phase = calls.create_phase(project_id=project["id"], fields={"name": "Build"})
    log_time(90, phase_id=phase["id"])
    log_time(30)

    (listed,) = calls.list_phases(project_id=project["id"], query={})["items"]

    assert listed["actual_minutes"] == 90
    assert calls.get_project(project_id=project["id"])["actual_minutes"] == 120


def test_somebody_of_another_unit_finds_no_trace_of_the_project(rpc, org, project, customer_id):
    stranger = rpc(a_colleague(org)).projects

    with pytest.raises(NotFound) as unseen:
        stranger.get_project(project_id=project["id"])
    overview = stranger.overview_of_customer(customer_id=customer_id)

    assert unseen.value.code == "projects.project_unknown"
    assert stranger.list_projects(query={"count": True})["total"] == 0
    assert stranger.search(text="Roll-out") == []
    assert overview["projects"] == {"items": [], "total": 0}
    assert overview["profitability"] is None


def test_whoever_may_only_look_changes_nothing(rpc, org, project):
    reader = a_colleague(org, grants={"project.view": "all"})

    with pytest.raises(Forbidden):
        rpc(reader).projects.change_project(
            project_id=project["id"], expected_version=2, fields={"name": "Mine"}
        )


def test_a_project_is_found_by_number_and_by_part_of_its_name(calls, project):
    (by_number,) = calls.search(text=project["project_no"])
    (by_name,) = calls.search(text="roll")

    assert (by_number["id"], by_number["rank"]) == (project["id"], 1.0)
    assert (by_name["kind"], by_name["title"], by_name["rank"]) == ("project", "Roll-out", 0.85)


def test_others_may_copy_a_project_they_see(calls, project):
    copy = calls.get_reference(kind="project", reference_id=project["id"])

    assert (copy["name"], copy["number"]) == ("Roll-out", project["project_no"])


def test_every_list_finds_records_by_their_ids(calls):
    made = [calls.create_project(fields={"name": name}) for name in ("Ett", "To", "Tre")]

    def found(**filters):
        page = calls.list_projects(query={"filters": filters, "sort": ["name"]})
        return [each["name"] for each in page["items"]]

    assert found(id=made[1]["id"]) == ["To"]
    assert found(id__in=f"{made[0]['id']},{made[2]['id']}") == ["Ett", "Tre"]
