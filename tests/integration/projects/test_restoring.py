"""What was put away comes back, under the rules that hold then."""

import pytest
from shared.kernel.errors import PlatformError
from support.projects import nok

CONTRACT = {
    "minutes_per_weekday": [450] * 5 + [0, 0],
    "cost_rate": nok(610),
    "valid_from": "2026-01-01",
}


@pytest.fixture
def archived(calls, project, log_time, neighbours):
    """Make something and put it away: ``archived("expense")`` is its id's name and value."""
    kari = neighbours.user()
    spent = {"spent_on": "2026-03-05", "description": "Train", "amount": nok(500)}
    makers = {
        "time_entry": lambda: log_time(1000, user_id=kari),
        "expense": lambda: calls.create_expense(fields={"project_id": project["id"], **spent}),
        "phase": lambda: calls.create_phase(project_id=project["id"], fields={"name": "Build"}),
        "resource": lambda: calls.create_resource(fields={"user_id": kari}),
        "work_contract": lambda: calls.create_work_contract(fields={"user_id": kari, **CONTRACT}),
    }

    def archive(noun):
        which = {f"{noun}_id": makers[noun]()["id"]}
        assert getattr(calls, f"archive_{noun}")(**which)["archived_at"]
        return which, makers[noun]

    return archive


@pytest.mark.parametrize("noun", ["time_entry", "expense", "phase", "resource", "work_contract"])
def test_what_was_put_away_comes_back(calls, archived, noun):
    which, _ = archived(noun)
    restore = getattr(calls, f"restore_{noun}")

    restored, again = restore(**which), restore(**which)

    assert restored["archived_at"] is None
    assert (restored["version"], again["version"]) == (3, 3)


@pytest.mark.parametrize(
    ("noun", "code"),
    [
        ("time_entry", "projects.day_overfull"),
        ("resource", "projects.resource_exists"),
        ("work_contract", "projects.work_contract_overlaps"),
    ],
)
def test_what_has_taken_its_place_keeps_it_away(calls, archived, noun, code):
    which, make = archived(noun)
    make()

    with pytest.raises(PlatformError) as refused:
        getattr(calls, f"restore_{noun}")(**which)

    assert refused.value.code == code
