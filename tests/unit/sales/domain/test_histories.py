"""Cases of the past get the history they would have had."""

from datetime import date

import pytest
from sales.domain.changes import stays
from sales.domain.errors import CaseInvalid, CaseWorthless, StageUnfit
from sales.domain.histories import Past, entries_from, historic_case, history_of
from sales.domain.processes import StageKind
from shared.kernel.ids import new_id
from support.sales import NOON, TODAY, a_process, kroner

RECEIVED, CLOSED = date(2016, 10, 20), date(2017, 3, 1)
PROCESS = a_process()
FIRST, SECOND = PROCESS.live_stages[:2]
WON, LOST = PROCESS.first(StageKind.WON), PROCESS.first(StageKind.LOST)


def entries(stage, stages=(), closed_on=CLOSED):
    return entries_from(
        PROCESS, stages=stages, stage_id=stage.id, received_on=RECEIVED, closed_on=closed_on
    )


def a_past(stage=WON, **changes):
    facts = {
        "entries": entries(stage, closed_on=changes.get("closed_on", CLOSED)),
        "value": kroner(1054),
        "received_on": RECEIVED,
        "closed_on": CLOSED,
        "facts": {
            "name": "GTX Plus",
            "customer_id": new_id(),
            "salesperson_id": new_id(),
            "unit_id": new_id(),
        },
    }
    return Past(**{**facts, **changes})


def test_without_stages_a_decided_case_began_in_the_first_one():
    found = [(each.stage, each.entered_on) for each in entries(WON)]

    assert found == [(FIRST, RECEIVED), (WON, CLOSED)]


def test_an_open_case_has_been_where_it_is_since_it_was_received():
    found = [(each.stage, each.entered_on) for each in entries(SECOND, closed_on=None)]

    assert found == [(SECOND, RECEIVED)]


@pytest.mark.parametrize(
    "stages",
    [
        [(SECOND.id, date(2017, 1, 1)), (FIRST.id, date(2016, 12, 1)), (WON.id, CLOSED)],
        [(FIRST.id, date(2016, 10, 19)), (WON.id, CLOSED)],
        [(FIRST.id, RECEIVED), (SECOND.id, CLOSED)],
    ],
)
def test_stages_are_in_order_and_end_where_the_case_stands(stages):
    with pytest.raises(CaseInvalid):
        entries(WON, stages)


def test_a_stage_of_another_process_is_refused():
    with pytest.raises(StageUnfit):
        entries(a_process().live_stages[0])


def test_a_won_case_of_the_past_is_as_certain_as_any():
    case = historic_case(PROCESS, a_past(), today=TODAY)

    assert (case.status, case.probability_bp, case.closed_on) == ("won", 10_000, CLOSED)


@pytest.mark.parametrize(
    "changes",
    [
        {"closed_on": None, "entries": entries(WON)},
        {"closed_on": date(2016, 10, 19)},
        {"closed_on": date(2027, 1, 1)},
        {"stage": FIRST},
        {"stage": FIRST, "closed_on": None},
        {"received_on": date(2027, 1, 1), "closed_on": None, "stage": FIRST},
    ],
)
def test_dates_of_the_past_fit_together(changes):
    with pytest.raises(CaseInvalid):
        historic_case(PROCESS, a_past(**changes), today=TODAY)


def test_a_won_case_of_the_past_has_a_value():
    with pytest.raises(CaseWorthless):
        historic_case(PROCESS, a_past(value=kroner(0)), today=TODAY)


def test_a_lost_case_of_the_past_may_have_none():
    assert historic_case(PROCESS, a_past(LOST, value=kroner(0)), today=TODAY).status == "lost"


def test_the_history_stands_at_its_own_dates():
    past = a_past()
    case = historic_case(PROCESS, past, today=TODAY)

    moments = history_of(
        case, past.entries, recorded_at=NOON, actor_id=new_id(), time_zone="Europe/Oslo"
    )

    assert [moment.status for moment in moments] == ["open", "won"]
    assert [moment.probability_bp for moment in moments] == [1000, 10_000]
    assert [moment.closed_on for moment in moments] == [None, CLOSED]
    assert {moment.recorded_at for moment in moments} == {NOON}
    first, last = stays(moments, now=NOON, time_zone="Europe/Oslo")
    assert (first.days, last.days) == ((CLOSED - RECEIVED).days, 0)
