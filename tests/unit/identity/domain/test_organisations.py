"""Trials end, numbers are checked."""

from datetime import date

import pytest
from identity.domain.errors import OrganisationNumberInvalid
from identity.domain.organisations import Organisation, organisation_number, trial_end
from shared.kernel.errors import Invalid


def an_organisation(**changes):
    return Organisation(**{"name": "Fjord Rådgivning", **changes})


def test_a_trial_may_write_up_to_and_on_its_thirty_first_day():
    organisation = an_organisation(trial_ends_on=trial_end(date(2026, 1, 1)))

    assert organisation.trial_ends_on == date(2026, 1, 31)
    assert organisation.writes_allowed(date(2026, 1, 31))
    assert not organisation.writes_allowed(date(2026, 2, 1))


def test_with_an_agreement_the_trial_no_longer_matters():
    organisation = an_organisation(trial_ends_on=date(2026, 1, 31))

    organisation.activate()

    assert organisation.writes_allowed(date(2030, 1, 1))


@pytest.mark.parametrize("status", ["suspended", "closed"])
def test_a_suspended_or_closed_organisation_is_read_only(status):
    assert not an_organisation(status=status).writes_allowed(date(2026, 1, 1))


@pytest.mark.parametrize(
    ("written", "read"),
    [("974 760 673", "974760673"), ("SE556016-0680", "SE556016-0680"), ("", None), (None, None)],
)
def test_an_organisation_number_is_read_without_blanks(written, read):
    assert organisation_number(written) == read


@pytest.mark.parametrize(
    "written", ["974760674", "123456789", "abcdef", "12", "x" * 40, "97476067é"]
)
def test_a_wrong_organisation_number_is_refused(written):
    with pytest.raises(OrganisationNumberInvalid):
        organisation_number(written)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("name", "a\x00b"),
        ("fiscal_year_start_month", 13),
        ("time_zone", "Europe/Bergen"),
        ("locale", "tlh"),
        ("retention_months", 0),
        ("features", {"No Blanks": True}),
    ],
)
def test_a_change_out_of_range_names_its_field(field, value):
    with pytest.raises(Invalid) as refused:
        an_organisation().change({field: value})

    assert refused.value.errors[0].pointer == f"/{field}"
