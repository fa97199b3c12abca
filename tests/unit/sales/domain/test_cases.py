"""What a case may and may not be."""

from datetime import date
from decimal import Decimal

import pytest
from sales.domain.case_lines import CaseLine
from sales.domain.errors import CaseInvalid, StageRequirementsMissing
from shared.kernel.errors import Invalid
from shared.kernel.money import Money
from support.sales import a_case, a_process, a_stage, kroner


def a_line(quantity="1", price="100.00", **changes):
    facts = {"position": 0, "description": "Rådgivning", "quantity": Decimal(quantity)}
    return CaseLine(**{**facts, "unit_price": kroner(price), **changes})


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"expected_order_date": None}, "/expected_order_date"),
        ({"unit_id": None}, "/unit_id"),
        ({"name": " "}, "/name"),
        ({"name": "x" * 201}, "/name"),
        ({"value": kroner(-1)}, "/value"),
    ],
)
def test_an_open_case_needs_what_a_forecast_needs(changes, pointer):
    with pytest.raises(CaseInvalid) as refusal:
        a_case(**changes).check()

    assert [error.pointer for error in refusal.value.errors] == [pointer]


def test_a_probability_set_by_hand_is_marked_and_survives_a_move():
    process = a_process()
    case = a_case(process)

    case.set_probability(42, stage=process.live_stages[0])
    case.enter(process.live_stages[2])

    assert (case.probability_bp, case.probability_source) == (4200, "user")


def test_without_override_the_probability_is_that_of_the_stage():
    process = a_process()
    case = a_case(process)

    case.enter(process.live_stages[2])

    assert (case.probability_bp, case.probability_source) == (5000, "stage")


def test_an_override_can_be_taken_back():
    process = a_process()
    case = a_case(process)
    case.set_probability(42, stage=process.live_stages[0])

    case.set_probability(None, stage=process.live_stages[0])

    assert (case.probability_bp, case.probability_source) == (1000, "stage")


@pytest.mark.parametrize("percent", [0, 100, -1, 101])
def test_certainty_is_for_decided_cases(percent):
    process = a_process()

    with pytest.raises(CaseInvalid):
        a_case(process).set_probability(percent, stage=process.live_stages[0])


def test_only_later_dates_are_postponements_and_the_first_date_is_kept():
    case = a_case(expected_order_date=None)

    for day in (date(2026, 12, 1), date(2026, 11, 28), date(2027, 1, 10), date(2027, 2, 1)):
        case.expect_order_on(day)

    assert case.postponements == 2
    assert case.first_expected_order_date == date(2026, 12, 1)
    assert case.expected_order_date == date(2027, 2, 1)


def test_a_stage_may_ask_for_fields():
    case = a_case(value=kroner(0))
    stage = a_stage(entry_requirements=["value", "lead_source_id", "expected_order_date"])

    with pytest.raises(StageRequirementsMissing) as refusal:
        case.enter(stage)

    assert [error.pointer for error in refusal.value.errors] == ["/value", "/lead_source_id"]
    assert case.stage_id != stage.id


def test_the_value_of_lines_adds_lines_rounded_one_by_one():
    case = a_case()
    case.set_lines([a_line("0.5", "0.67") for _ in range(3)])

    case.value_by_lines()

    assert case.value == Money(102, "NOK")  # 3 × round(33.5), not round(100.5)
    assert case.value_source == "lines"


def test_a_value_by_hand_is_not_moved_by_lines():
    case = a_case()
    case.set_value(kroner(5))

    case.set_lines([a_line("2", "100.00")])

    assert (case.value, case.value_source) == (kroner(5), "manual")


def test_a_value_taken_from_lines_follows_them():
    case = a_case()
    case.value_by_lines()

    case.set_lines([a_line("2", "100.00")])

    assert case.value == kroner(200)


@pytest.mark.parametrize(
    ("line", "pointer"),
    [
        (a_line("0"), "/lines/0/quantity"),
        (a_line("-1"), "/lines/0/quantity"),
        (a_line("1.00001"), "/lines/0/quantity"),
        (a_line("1000001"), "/lines/0/quantity"),
        (a_line(price="-1"), "/lines/0/unit_price"),
        (a_line(description=""), "/lines/0/description"),
    ],
)
def test_a_line_that_cannot_be_added_up_is_refused(line, pointer):
    with pytest.raises(CaseInvalid) as refusal:
        a_case().set_lines([line])

    assert [error.pointer for error in refusal.value.errors] == [pointer]


def test_lines_are_of_one_currency():
    lines = [a_line(), a_line(unit_price=Money(100, "EUR"))]

    with pytest.raises(Invalid):
        a_case().set_lines(lines)
