"""Series by the clock on the wall: summer time, days, ends, and rules nobody should wait for."""

import time as clock
from datetime import UTC, datetime
from itertools import islice

import pytest
from crm.domain.occurrences.differing import part
from crm.domain.occurrences.series import Series
from crm.domain.values.activity_times import read_times
from crm.domain.values.recurrence import recurrence
from shared.kernel.errors import Invalid
from support.crm import an_activity

OSLO = "Europe/Oslo"


def series(start, rule, *, end=None, zone=OSLO, all_day=False):
    times = read_times(start=start, end=end, time_zone=zone, all_day=all_day)
    return Series(times, recurrence(rule))


def starts(of, n, since=None):
    return [each.start for each in islice(of.occurrences(since), n)]


def test_nine_stays_nine_when_summer_time_begins_and_ends():
    weekly = series("2026-03-23T09:00", "FREQ=WEEKLY")
    assert starts(weekly, 2) == ["2026-03-23T08:00:00Z", "2026-03-30T07:00:00Z"]

    autumn = series("2026-10-19T09:00", "FREQ=WEEKLY")
    assert starts(autumn, 2) == ["2026-10-19T07:00:00Z", "2026-10-26T08:00:00Z"]


def test_a_time_that_is_skipped_comes_later_and_says_so():
    nightly = series("2026-03-28T02:30", "FREQ=DAILY;COUNT=3")
    found = list(nightly.occurrences())

    assert [(each.start, each.time_adjusted) for each in found] == [
        ("2026-03-28T01:30:00Z", None),
        ("2026-03-29T01:30:00Z", "gap"),
        ("2026-03-30T00:30:00Z", None),
    ]


def test_of_a_time_that_comes_twice_the_first_is_meant():
    nightly = series("2026-10-24T02:30", "FREQ=DAILY;COUNT=3")
    found = list(nightly.occurrences())

    assert [(each.start, each.time_adjusted) for each in found] == [
        ("2026-10-24T00:30:00Z", None),
        ("2026-10-25T00:30:00Z", "fold"),
        ("2026-10-26T01:30:00Z", None),
    ]


def test_a_single_time_in_the_gap_is_flagged_too():
    times = read_times(start="2026-03-29T02:30", end=None, time_zone=OSLO, all_day=False)
    assert (times.start, times.time_adjusted) == ("2026-03-29T01:30:00Z", "gap")


def test_days_repeat_as_days_whatever_the_clocks_do():
    weekend = series("2026-03-28", "FREQ=WEEKLY;COUNT=2", end="2026-03-29", all_day=True)

    assert [(each.start, each.end) for each in weekend.occurrences()] == [
        ("2026-03-28", "2026-03-29"),
        ("2026-04-04", "2026-04-05"),
    ]


@pytest.mark.parametrize("until", ["20260406", "20260406T070000Z", "20260406T090000"])
def test_until_includes_its_moment_in_every_way_of_writing_it(until):
    weekly = series("2026-03-23T09:00", f"FREQ=WEEKLY;UNTIL={until}")
    assert starts(weekly, 9)[-1] == "2026-04-06T07:00:00Z"


def test_the_beginning_takes_place_even_if_the_rule_leaves_it_out():
    tuesdays = series("2026-11-23T09:00", "FREQ=WEEKLY;BYDAY=TU")
    assert starts(tuesdays, 2) == ["2026-11-23T08:00:00Z", "2026-11-24T08:00:00Z"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=DAILY;COUNT=9000",
    ],
)
def test_looking_later_finds_what_counting_from_the_beginning_finds(rule):
    found = series("1998-05-07T09:00", rule)
    since = datetime(2016, 1, 1, tzinfo=UTC)
    counted = _counted(found, since, 5)

    looked = [each.start for each in islice(found.occurrences(since), 12) if each.start_at >= since]
    assert counted
    assert looked[: len(counted)] == counted


def _counted(found, since, n):
    later = (each.start for each in found.occurrences() if each.start_at >= since)
    return list(islice(later, n))


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY",
        "FREQ=DAILY;BYHOUR=1",
        "FREQ=DAILY;COUNT=1000000000",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;BYWEEKNO=1",
        "FREQ=DAILY;UNTIL=tomorrow",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 200),
    ],
)
def test_rules_that_would_never_end_or_never_begin_are_refused_at_once(rule):
    began = clock.monotonic()
    with pytest.raises(Invalid):
        recurrence(rule)
    assert clock.monotonic() - began < 1


def test_a_rule_that_never_meets_its_beginning_is_refused():
    never = series("2026-11-23T09:00", "FREQ=DAILY;INTERVAL=7;BYDAY=TU")
    with pytest.raises(Invalid):
        never.check()


def test_far_ahead_is_as_near_as_tomorrow():
    daily = series("1970-01-02T09:00", "FREQ=DAILY")
    began = clock.monotonic()
    for _ in range(100):
        starts(daily, 1, datetime(2199, 1, 1, tzinfo=UTC))
    assert clock.monotonic() - began < 2


def test_occurrences_are_found_by_their_names_only():
    weekly = series("2026-03-23T09:00", "FREQ=WEEKLY")

    assert weekly.find("2026-03-30T07:00:00Z") is not None
    assert weekly.find("2026-03-30T08:00:00Z") is None
    assert weekly.find("2026-03-30") is None
    assert weekly.find("nonsense") is None


def test_a_series_is_divided_so_that_nothing_is_lost_or_doubled():
    counted = an_activity(
        start_at=datetime(2026, 11, 23, 8, tzinfo=UTC),
        time_zone=OSLO,
        recurrence="FREQ=WEEKLY;COUNT=5",
    )
    parting = part(counted, "2026-12-07T08:00:00Z")
    assert parting.earlier_rule == "FREQ=WEEKLY;COUNT=2"
    assert parting.later_rule == "FREQ=WEEKLY;COUNT=3"

    counted.recurrence = "FREQ=WEEKLY"
    parting = part(counted, "2026-12-07T08:00:00Z")
    assert parting.earlier_rule == "FREQ=WEEKLY;UNTIL=20261207T075959Z"
    assert part(counted, "2026-11-23T08:00:00Z") is None
