"""Why a forecast changed: the worked example, and no remainder whatever happened."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sales.domain.forecast_changes import Passage, Standing, booked, effects_of, is_in
from sales.domain.forecasts import Asked
from shared.kernel.ids import new_id
from shared.kernel.periods import Period

Q3, Q4 = date(2026, 9, 1), date(2026, 10, 1)
ASKED = Asked(group_by="organisation", period=Period(date(2026, 7, 1), date(2026, 9, 30)))
US = {name: new_id() for name in ("salesperson_id", "unit_id", "process_id", "customer_id")}


def stood(value, percent, on=Q3, status="open", **changes):
    facts = {
        "status": status,
        "value_minor": value,
        "currency": "NOK",
        "probability_bp": percent * 100,
        "expected_order_date": on,
        "archived": False,
        **US,
    }
    return Standing(**{**facts, **changes})


def passed(before, after):
    return Passage(case_id=new_id(), case_no="1", name="Sak", before=before, after=after)


def explained(*passages, asked=ASKED):
    amounts = Counter()
    for each in passages:
        for effect in effects_of(each, asked):
            amounts[effect.key] += effect.amount_minor
    return dict(amounts)


def weighted(standings, asked=ASKED):
    return sum(each.weighted_minor for each in standings if is_in(each, asked))


def test_the_worked_example_adds_up():
    passages = [
        passed(stood(1000, 50), stood(1200, 60)),  # A: larger and likelier
        passed(stood(400, 30), stood(400, 0, status="lost")),  # B
        passed(stood(600, 80), stood(600, 100, status="won")),  # C
        passed(stood(200, 60), stood(200, 60, on=Q4)),  # D slips
        passed(stood(500, 40, on=Q4), stood(500, 40)),  # F comes earlier
        passed(None, stood(300, 20)),  # E
    ]

    assert weighted(each.before for each in passages) == 1220
    assert weighted(each.after for each in passages) == 980
    assert explained(*passages) == {
        "value": 100,
        "probability": 120,
        "lost": -120,
        "won": -480,
        "slipped_out": -120,
        "pulled_in": 200,
        "new": 60,
    }
    assert booked(passages, ASKED) == {"NOK": 600}


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        (stood(100, 50), stood(100, 50, archived=True), "archived"),
        (stood(100, 50), stood(100, 0, status="cancelled"), "cancelled"),
        (stood(100, 0, status="lost"), stood(100, 50), "reopened"),
        (stood(100, 50, archived=True), stood(100, 50), "reopened"),
        (stood(100, 50), stood(100, 50, on=None), "slipped_out"),
    ],
)
def test_every_way_in_or_out_has_a_name(before, after, key):
    assert list(explained(passed(before, after))) == [key]


def test_a_case_handed_to_somebody_else_leaves_one_forecast_and_joins_another():
    mine, yours = US["salesperson_id"], new_id()
    passage = passed(stood(100, 50), stood(100, 50, salesperson_id=yours))
    asked = {
        who: Asked(group_by="organisation", period=ASKED.period, salesperson_id=who)
        for who in (mine, yours)
    }

    assert explained(passage, asked=asked[mine]) == {"handed_out": -50}
    assert explained(passage, asked=asked[yours]) == {"handed_in": 50}
    assert explained(passage) == {}


def test_another_currency_is_a_change_of_its_own():
    passage = passed(stood(100, 50), stood(200, 50, currency="EUR"))

    found = [(each.key, each.currency, each.amount_minor) for each in effects_of(passage, ASKED)]

    assert found == [("currency", "NOK", -50), ("currency", "EUR", 100)]


STANDINGS = st.builds(
    stood,
    st.integers(0, 10**12),
    st.integers(0, 100),
    st.sampled_from([Q3, Q4, None]),
    st.sampled_from(["open", "open", "won", "lost", "cancelled"]),
    archived=st.booleans(),
    salesperson_id=st.sampled_from([US["salesperson_id"], US["unit_id"]]),
)


@given(
    st.lists(st.tuples(st.none() | STANDINGS, STANDINGS), max_size=20),
    st.sampled_from([None, US["salesperson_id"]]),
)
def test_effects_always_add_up_to_the_difference(pairs, salesperson_id):
    asked = Asked(group_by="organisation", period=ASKED.period, salesperson_id=salesperson_id)
    passages = [passed(before, after) for before, after in pairs]

    difference = weighted([after for _, after in pairs], asked) - weighted(
        [before for before, _ in pairs], asked
    )

    assert sum(explained(*passages, asked=asked).values()) == difference
