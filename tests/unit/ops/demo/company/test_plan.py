"""The made-up company: always the same, in step with itself, and believable."""

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
from ops.demo.company.customers import SELLERS
from ops.demo.company.plan import planned_company
from ops.demo.company.selling import OPEN_STAGES
from ops.demo.company.workdays import is_workday
from stdnum.no import orgnr

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def company():
    """The company as the demo loads it, told on a Monday in November."""
    return planned_company(seed=2017, today=TODAY)


def test_the_same_seed_and_day_make_the_same_company(company):
    assert planned_company(seed=2017, today=TODAY) == company


def test_another_seed_makes_another_company(company):
    other = planned_company(seed=2018, today=TODAY)

    assert [each.name for each in other.people] != [each.name for each in company.people]


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2027, 1, 1), date(2026, 5, 31)])
def test_any_day_has_a_company(today):
    company = planned_company(seed=7, today=today)

    assert max(each.day for each in company.delivery.time) < today
    assert all(each.issued_on <= today for each in company.delivery.invoices)
    assert all(each.closed_on is None or each.closed_on < today for each in company.sales.cases)


def test_the_company_is_as_large_as_promised(company):
    assert len(company.people) == 25
    assert len(company.customers) == 120
    assert len(company.contacts) == 200
    assert len(company.activities) == 600
    assert len(company.sales.cases) == 150
    assert Counter(each.status for each in company.sales.quotes) == {
        "accepted": 34,
        "declined": 8,
        "sent": 18,
        "draft": 4,
    }
    assert 18_000 < len(company.delivery.time) < 25_000


def test_names_and_numbers_are_taken_once(company):
    mailboxes = [each.mailbox for each in company.people]
    numbers = [company.organisation_number]
    numbers += [each.organisation_number for each in company.customers]

    assert len(set(mailboxes)) == len(mailboxes)
    assert len(set(numbers)) == 121
    assert len({each.name for each in company.customers}) == 120
    assert all(orgnr.is_valid(number) for number in numbers)


def test_everybody_but_the_two_at_the_top_has_a_supervisor_who_is_there(company):
    keys = {each.key for each in company.people}

    without = [each.key for each in company.people if each.supervisor is None]
    assert without == ["admin", "ceo"]
    assert {each.supervisor for each in company.people if each.supervisor} <= keys
    assert set(SELLERS) <= keys


def test_work_contracts_follow_each_other_without_a_gap(company):
    for person in company.people:
        for earlier, later in zip(person.contracts, person.contracts[1:], strict=False):
            assert earlier.valid_to == later.valid_from - timedelta(days=1)
            assert later.cost_kr > earlier.cost_kr
        assert person.contracts[0].valid_from == company.first_on
        assert person.contracts[-1].valid_to is None


def test_cases_pass_through_their_stages_in_order(company):
    for case in company.sales.cases:
        names, days = zip(*case.stages, strict=True)
        assert names[: len(OPEN_STAGES)] == OPEN_STAGES[: len(names)]
        assert list(days) == sorted(days)
        assert case.received_on == days[0]
        assert (case.closed_on is None) == (case.stage in OPEN_STAGES)
        assert (case.expected_on is None) == (case.closed_on is not None)


def test_an_accepted_quote_is_worth_what_its_case_is(company):
    cases = {each.key: each for each in company.sales.cases}
    for quote in company.sales.quotes:
        case = cases[quote.case]
        assert case.value_kr == sum(line.quantity * line.price_kr for line in quote.lines)
        if quote.status == "accepted":
            assert case.stage == "Vunnet"
            assert quote.sent_on < quote.decided_on == case.closed_on <= quote.valid_until


def test_nobody_works_on_holidays_or_longer_than_a_day(company):
    minutes = defaultdict(int)
    for entry in company.delivery.time:
        assert is_workday(entry.day)
        assert entry.minutes > 0
        minutes[entry.person, entry.day] += entry.minutes

    assert max(minutes.values()) == 450


def test_time_is_approved_after_a_week(company):
    monday = TODAY - timedelta(days=TODAY.weekday())
    for entry in company.delivery.time:
        if entry.day < monday - timedelta(days=7):
            assert entry.status == "approved"
        else:
            assert entry.status in ("submitted", "draft")


def test_people_work_only_on_projects_that_run_and_that_they_are_on(company):
    projects = {each.key: each for each in company.delivery.projects}
    for entry in company.delivery.time:
        project = projects[entry.project]
        assert entry.day in project.period
        assert project.quote is None or entry.person in project.team
        assert not (entry.billable and (project.is_fixed or project.quote is None))


def test_invoices_are_in_the_order_of_their_days_and_bill_fixed_amounts_once(company):
    invoices = company.delivery.invoices
    parts = [(each.project, each.share) for each in invoices if each.share]

    assert [each.issued_on for each in invoices] == sorted(each.issued_on for each in invoices)
    assert len(parts) == len(set(parts))
    assert all(part < parts_ for _, (part, parts_) in parts)
    assert any(each.pays_after_days is None for each in invoices)


def test_nobody_is_at_two_meetings_at_once(company):
    starts = Counter((each.owner, each.start) for each in company.activities if each.start)

    assert max(starts.values()) == 1
    assert all(each.start < each.end for each in company.activities if each.start)
    assert sum(not each.is_done for each in company.activities) == 120
