"""Time entries: terms, costs, days, life."""

import pytest
from projects.domain.errors import Billed, DayOverfull, MinutesInvalid, NotDraft, TransitionInvalid
from projects.domain.projects import LineKind
from projects.domain.time_entries import Billing, EntryStatus, amount_of, terms_for
from support.projects import a_contract_line, a_project, a_time_entry

S = EntryStatus
ALLOWED = {
    (S.DRAFT, S.SUBMITTED), (S.SUBMITTED, S.APPROVED), (S.SUBMITTED, S.DRAFT),
    (S.APPROVED, S.DRAFT), *((each, each) for each in S),
}  # fmt: skip


@pytest.mark.parametrize("present", list(S))
@pytest.mark.parametrize("wanted", list(S))
def test_an_entry_moves_only_along_its_life(present, wanted):
    entry = a_time_entry(status=present)

    if (present, wanted) in ALLOWED:
        entry.move(wanted)
        assert entry.status == wanted
    else:
        with pytest.raises(TransitionInvalid):
            entry.move(wanted)


def test_a_billed_entry_does_not_go_back_to_draft():
    with pytest.raises(Billed):
        a_time_entry(status=S.APPROVED, allocated_minutes=1).move(S.DRAFT)


@pytest.mark.parametrize(
    ("minutes", "rate_minor", "amount_minor"),
    [(60, 61_000, 61_000), (1, 30, 1), (1, 29, 0), (100, 125_000, 208_333), (1440, 1, 24)],
)
def test_an_amount_is_rounded_half_up(minutes, rate_minor, amount_minor):
    assert amount_of(minutes, rate_minor) == amount_minor


def test_an_unknown_cost_is_none_and_not_zero():
    entry = a_time_entry()
    entry.freeze_cost(None)

    assert entry.cost_minor is None

    entry.freeze_cost(61_000)
    assert entry.cost_minor == 61_000


def test_time_is_sold_at_the_line_it_names():
    first = a_contract_line(LineKind.TIME, unit_price_minor=125_000)
    second = a_contract_line(LineKind.TIME, unit_price_minor=150_000)
    project = a_project(first, second)

    assert terms_for(project, billable=True).price_minor == 125_000
    named = terms_for(project, billable=True, contract_line_id=second.id)
    assert (named.price_minor, named.contract_line_id) == (150_000, second.id)


def test_time_on_a_fixed_project_is_within_the_fixed_amount():
    terms = terms_for(a_project(a_contract_line()), billable=True, billing_rate_minor=1)

    assert (terms.billing, terms.price_minor) == (Billing.FIXED, None)


def test_time_without_a_contract_is_sold_at_the_persons_rate_or_not_known():
    assert terms_for(a_project(), billable=True, billing_rate_minor=7).price_minor == 7
    unknown = terms_for(a_project(), billable=True)
    assert (unknown.billing, unknown.price_minor) == (Billing.HOURLY, None)


def test_time_that_is_not_billable_or_has_no_project_is_not_billed():
    project = a_project(a_contract_line(LineKind.TIME))

    assert terms_for(project, billable=False).billing == Billing.NONE
    assert terms_for(None, billable=True).billing == Billing.NONE


@pytest.mark.parametrize("minutes", [0, -1, 1441])
def test_an_entry_has_one_minute_to_a_day(minutes):
    with pytest.raises(MinutesInvalid):
        a_time_entry(minutes=minutes).check(other_minutes=0)


def test_a_day_is_full_at_twenty_four_hours():
    entry = a_time_entry(minutes=440)

    entry.check(other_minutes=1000)
    with pytest.raises(DayOverfull):
        entry.check(other_minutes=1001)


def test_only_a_draft_that_is_not_billed_may_be_changed():
    with pytest.raises(NotDraft):
        a_time_entry(status=S.APPROVED).must_be_draft()
    with pytest.raises(Billed):
        a_time_entry(allocated_minutes=1).must_be_draft()
