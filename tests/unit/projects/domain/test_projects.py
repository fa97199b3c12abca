"""Projects: their life, and which line bills time."""

from datetime import UTC, date, datetime

import pytest
from projects.domain.errors import ProjectClosed, ProjectInvalid, TransitionInvalid
from projects.domain.projects import LineKind, ProjectStatus, kind_for
from shared.kernel.ids import new_id
from support.projects import a_contract_line, a_project

S = ProjectStatus
ALLOWED = {
    *((each, S.COMPLETED) for each in (S.PLANNED, S.ACTIVE, S.ON_HOLD)),
    *((each, S.CLOSED) for each in (S.PLANNED, S.ACTIVE, S.ON_HOLD, S.COMPLETED)),
    *((a, b) for a in (S.PLANNED, S.ACTIVE, S.ON_HOLD) for b in (S.PLANNED, S.ACTIVE, S.ON_HOLD)),
    (S.COMPLETED, S.ACTIVE), (S.CLOSED, S.ACTIVE),
    *((each, each) for each in S),
}  # fmt: skip


@pytest.mark.parametrize("present", list(S))
@pytest.mark.parametrize("wanted", list(S))
def test_a_project_moves_only_along_its_life(present, wanted):
    project = a_project(status=present)

    if (present, wanted) in ALLOWED:
        project.move(wanted)
        assert project.status == wanted
    else:
        with pytest.raises(TransitionInvalid):
            project.move(wanted)


@pytest.mark.parametrize(
    "changes", [{"status": S.CLOSED}, {"archived_at": datetime(2026, 3, 5, tzinfo=UTC)}]
)
def test_a_closed_or_archived_project_takes_nothing(changes):
    with pytest.raises(ProjectClosed):
        a_project(**changes).must_be_open()


@pytest.mark.parametrize(
    ("unit", "kind"),
    [("hour", LineKind.TIME), ("day", LineKind.FIXED), ("piece", LineKind.FIXED)],
)
def test_hours_are_billed_as_worked(unit, kind):
    assert kind_for(unit) == kind


def test_the_first_line_of_time_bills_time():
    first, second = a_contract_line(LineKind.TIME), a_contract_line(LineKind.TIME)

    assert a_project(a_contract_line(), first, second).line_for_time() is first
    assert a_project(a_contract_line()).line_for_time() is None


def test_a_line_of_another_project_is_not_found():
    with pytest.raises(ProjectInvalid):
        a_project(a_contract_line()).line(new_id())


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"name": " "}, "/name"),
        ({"name": "x" * 201}, "/name"),
        ({"start": date(2026, 3, 5), "deadline": date(2026, 3, 4)}, "/deadline"),
        ({"planned_minutes": -1}, "/planned_minutes"),
    ],
)
def test_a_field_at_fault_is_named(changes, pointer):
    with pytest.raises(ProjectInvalid) as refused:
        a_project(**changes).check()

    assert refused.value.errors[0].pointer == pointer
