"""Every change of a case is stored once, written to its history and told; no change is nothing."""

from datetime import date
from uuid import UUID

import pytest
from sales.application.case_saving import save_case, snapshot
from sales.domain.errors import CaseInvalid
from shared.contracts.sales.events import CaseCreatedV1, CaseUpdatedV1
from shared.testing.callers import an_administrator
from support.sales import NOON, a_case, a_process, kroner


class FakeWork:
    """Remembers what it was asked to do."""

    def __init__(self, process):
        self.process, self.caller = process, an_administrator()
        self.saved, self.moments, self.told = [], [], []
        self.processes = self.changes = self

    def get(self, process_id: UUID):
        return self.process

    def add(self, moment):
        self.moments.append(moment)

    def now(self):
        return NOON

    def save(self, case):
        case.version += 1
        self.saved.append(case)

    def publish(self, fact):
        self.told.append(fact)


@pytest.fixture
def process():
    return a_process()


@pytest.fixture
def work(process):
    return FakeWork(process)


def test_a_new_case_is_stored_recorded_and_told(work, process):
    case = a_case(process)

    save_case(work, case, before=None, fact=CaseCreatedV1)

    assert work.saved == [case]
    assert [moment.valid_from for moment in work.moments] == [NOON]
    (fact,) = work.told
    assert (fact.version, fact.stage_name, fact.probability) == (1, "Henvendelse", 10)
    assert fact.changed == []


def test_a_change_tells_which_fields(work, process):
    case = a_case(process)
    before = snapshot(case)
    case.set_value(kroner(5))
    case.expect_order_on(date(2027, 1, 1))

    save_case(work, case, before=before, fact=CaseUpdatedV1)

    (fact,) = work.told
    assert sorted(fact.changed) == [
        "expected_order_date",
        "first_expected_order_date",
        "postponements",
        "value",
    ]


def test_nothing_changed_is_neither_stored_nor_told(work, process):
    case = a_case(process)

    save_case(work, case, before=snapshot(case), fact=CaseUpdatedV1)

    assert (work.saved, work.moments, work.told) == ([], [], [])


def test_a_new_name_is_told_but_is_no_moment_of_the_history(work, process):
    case = a_case(process)
    before = snapshot(case)
    case.name = "Et annet navn"

    save_case(work, case, before=before, fact=CaseUpdatedV1)

    assert (len(work.told), work.moments) == (1, [])


def test_putting_a_case_away_is_a_moment_of_the_history(work, process):
    case = a_case(process)
    before = snapshot(case)
    case.archived_at = NOON

    save_case(work, case, before=before, fact=CaseUpdatedV1)

    assert [moment.archived for moment in work.moments] == [True]
    assert [fact.archived for fact in work.told] == [True]


def test_a_case_that_makes_no_sense_is_not_stored(work, process):
    case = a_case(process)
    before = snapshot(case)
    case.expect_order_on(None)

    with pytest.raises(CaseInvalid):
        save_case(work, case, before=before, fact=CaseUpdatedV1)

    assert (work.saved, work.told) == ([], [])


@pytest.mark.parametrize("is_mine", [True, False])
def test_a_case_says_when_its_salesperson_last_touched_it(work, process, is_mine):
    case = a_case(process)
    if is_mine:
        case.salesperson_id = work.caller.actor_id

    save_case(work, case, before=None, fact=CaseCreatedV1)

    assert case.salesperson_touched_at == (NOON if is_mine else None)
