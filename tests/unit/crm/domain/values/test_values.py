"""Contact points, countries, organisation numbers, rules of repetition and times, alone."""

from datetime import UTC, datetime

import pytest
from crm.domain.values.activity_times import read_times
from crm.domain.values.contact_points import email, phone, several, website
from crm.domain.values.countries import country, country_like, currency
from crm.domain.values.organisation_numbers import organisation_number
from crm.domain.values.recurrence import recurrence
from crm.domain.values.texts import tags
from hypothesis import given
from hypothesis import strategies as st
from shared.kernel.errors import Invalid

WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


@given(st.integers(min_value=10_000_000, max_value=99_999_999))
def test_of_ten_last_digits_at_most_one_makes_an_organisation_number(first_eight):
    digits = [int(each) for each in str(first_eight)]
    control = -sum(w * d for w, d in zip(WEIGHTS, digits, strict=True)) % 11

    def is_accepted(last):
        try:
            return organisation_number(f"{first_eight}{last}") is not None
        except Invalid:
            return False

    assert [last for last in range(10) if is_accepted(last)] == ([control] if control < 10 else [])


@pytest.mark.parametrize(
    "text", ["923 609 016", "NO 923 609 016 MVA", "no923609016mva", "923.609.016"]
)
def test_an_organisation_number_is_written_in_many_ways(text):
    assert organisation_number(text) == "923609016"


def test_a_foreign_organisation_number_is_only_tidied():
    assert organisation_number(" se556677-8899 ", country="SE") == "SE556677-8899"
    with pytest.raises(Invalid):
        organisation_number("<script>", country="SE")


@pytest.mark.parametrize(
    ("text", "code"),
    [("Norge", "NO"), ("Sverige", "SE"), ("no", "NO"), ("NOR", "NO"), ("UK", "GB"), ("USA", "US"),
     ("United States", "US"), ("Korea", "KR"), ("Tyskland", "DE"), (" Danmark ", "DK")],
)  # fmt: skip
def test_countries_are_known_by_name_and_code(text, code):
    assert country(text) == code


def test_a_misspelt_country_resembles_one():
    assert country_like("Philipines") == "PH"
    assert country_like("Atlantis") is None


def test_a_currency_is_one_of_the_world():
    assert currency("nok") == "NOK"
    with pytest.raises(Invalid):
        currency("XYZ")


def test_an_email_address_is_lower_case_and_has_a_domain():
    assert email(" Post@Firma.NO ") == "post@firma.no"
    assert email("") is None
    for wrong in ("post@localhost", "post", "@firma.no", "a b@firma.no"):
        with pytest.raises(Invalid):
            email(wrong)


def test_a_phone_number_without_country_code_is_of_the_region():
    assert phone("912 34 567") == "+4791234567"
    assert phone("08-123 456 78", region="SE") == "+46812345678"
    with pytest.raises(Invalid):
        phone("12")


@pytest.mark.parametrize("wrong", ["javascript:alert(1)", "http://", "ftp://a.no", "http://u@a.no"])
def test_a_website_is_a_web_address(wrong):
    assert website("firma.no/om") == "https://firma.no/om"
    with pytest.raises(Invalid):
        website(wrong)


def test_contact_points_are_kept_once_in_order():
    assert several(email)(["b@b.no", "a@a.no", "B@b.no", ""]) == ["b@b.no", "a@a.no"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;BYDAY=MO,WE",
        "FREQ=MONTHLY;BYDAY=-1FR;COUNT=12",
        "FREQ=DAILY;UNTIL=20301231T000000Z",
    ],
)
def test_rules_of_repetition_are_kept_as_written(rule):
    assert recurrence(f"RRULE:{rule.lower()}") == rule


@pytest.mark.parametrize(
    "rule",
    ["FREQ=HOURLY", "BYDAY=MO", "FREQ=DAILY;COUNT=2;UNTIL=20300101", "FREQ=YEARLY;BYMONTH=13", "x"],
)
def test_rules_that_make_no_sense_are_refused(rule):
    with pytest.raises(Invalid) as refusal:
        recurrence(rule)
    assert refusal.value.code == "crm.activity_recurrence_invalid"


@pytest.mark.parametrize(("day", "hour"), [("2026-01-15", 8), ("2026-07-15", 7)])
def test_local_times_follow_summer_time(day, hour):
    times = read_times(start=f"{day}T09:00", end=None, time_zone="Europe/Oslo", all_day=False)

    assert times.start_at == datetime.fromisoformat(f"{day}T{hour:02}:00+00:00").astimezone(UTC)
    assert times.start == f"{day}T{hour:02}:00:00Z"


@given(st.lists(st.text(max_size=20), max_size=20))
def test_tags_are_unique_whatever_their_case(given_tags):
    found = tags(given_tags)

    assert len({each.casefold() for each in found}) == len(found)
    assert tags(found) == found


@pytest.mark.parametrize(
    ("start", "end", "all_day"),
    [
        ("1969-12-31T12:00:00Z", None, False),
        ("9999-01-01T00:00:00Z", None, False),
        ("2026-12-01T09:00:00Z", "2028-01-01T09:00:00Z", False),
        ("2201-01-01", None, True),
        ("2026-01-01", "2076-01-01", True),
    ],
)
def test_times_no_calendar_can_show_are_refused(start, end, all_day):
    with pytest.raises(Invalid) as refusal:
        read_times(start=start, end=end, time_zone="Europe/Oslo", all_day=all_day)
    assert refusal.value.code == "crm.activity_time_invalid"


def test_an_activity_may_last_a_leap_year():
    times = read_times(start="2028-01-01", end="2028-12-31", time_zone="UTC", all_day=True)

    assert (times.start, times.end) == ("2028-01-01", "2028-12-31")
