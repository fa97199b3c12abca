"""Plans: a tree of phases without cycles, children within parents."""

from datetime import date

import pytest
from projects.domain.errors import PhaseCycle, PhaseDatesInvalid, ProjectInvalid
from projects.domain.plans import Phase
from shared.kernel.ids import new_id

PROJECT_ID = new_id()


def a_phase(**changes):
    return Phase(**{"project_id": PROJECT_ID, "name": "Build", **changes})


def siblings(*phases):
    return {each.id: each for each in phases}


def test_a_phase_cannot_be_inside_itself_however_deep():
    top = a_phase()
    middle = a_phase(parent_id=top.id)
    bottom = a_phase(parent_id=middle.id)
    top.parent_id = bottom.id

    with pytest.raises(PhaseCycle):
        top.check(siblings(top, middle, bottom))


def test_a_parent_must_be_a_phase_of_the_project():
    with pytest.raises(ProjectInvalid):
        a_phase(parent_id=new_id()).check({})


@pytest.mark.parametrize(
    ("start", "end", "fits"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), True),
        (None, date(2026, 3, 31), True),
        (date(2026, 2, 28), None, False),
        (None, date(2026, 4, 1), False),
    ],
)
def test_a_phase_lies_within_its_parent(start, end, fits):
    parent = a_phase(start=date(2026, 3, 1), end=date(2026, 3, 31))
    child = a_phase(parent_id=parent.id, start=start, end=end)

    if fits:
        child.check(siblings(parent))
        assert child.parent_id == parent.id
    else:
        with pytest.raises(PhaseDatesInvalid):
            child.check(siblings(parent))


def test_a_phase_does_not_end_before_it_starts():
    with pytest.raises(PhaseDatesInvalid):
        a_phase(start=date(2026, 3, 2), end=date(2026, 3, 1)).check({})
