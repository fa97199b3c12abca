"""When a report comes next."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from crm.domain.reports.schedules import next_after, read_schedule
from crm.domain.values.problems import Problems
from shared.kernel.errors import Invalid

OSLO = ZoneInfo("Europe/Oslo")


def local(*parts):
    return datetime(*parts, tzinfo=OSLO)


@pytest.mark.parametrize(
    ("now", "every", "day", "then"),
    [
        (local(2026, 3, 2, 6, 59), "day", None, local(2026, 3, 2, 7)),
        (local(2026, 3, 2, 7), "day", None, local(2026, 3, 3, 7)),
        (local(2026, 3, 2, 7), "week", 1, local(2026, 3, 9, 7)),
        (local(2026, 3, 2, 7), "week", 5, local(2026, 3, 6, 7)),
        (local(2026, 1, 31, 8), "month", 31, local(2026, 2, 28, 7)),
        (local(2026, 2, 28, 8), "month", 31, local(2026, 3, 31, 7)),
        (local(2026, 12, 31, 8), "month", 1, local(2027, 1, 1, 7)),
    ],
)
def test_it_comes_at_its_time_on_the_wall(now, every, day, then):
    assert next_after(now, every=every, day=day, at="07:00", zone=OSLO) == then


def test_the_hour_on_the_wall_stays_when_the_clocks_change():
    before = next_after(local(2026, 3, 27, 8), every="day", day=None, at="07:00", zone=OSLO)
    after = next_after(local(2026, 3, 28, 8), every="day", day=None, at="07:00", zone=OSLO)

    assert before == datetime(2026, 3, 28, 6, tzinfo=UTC)
    assert after == datetime(2026, 3, 29, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"every": "hour"}, "/every"),
        ({"every": "week"}, "/weekday"),
        ({"every": "week", "weekday": 8}, "/weekday"),
        ({"every": "month"}, "/month_day"),
        ({"every": "month", "month_day": 0}, "/month_day"),
        ({"every": "day", "weekday": 1}, "/weekday"),
        ({"every": "day", "at": "25:00"}, "/at"),
        ({"every": "day", "at": "0700"}, "/at"),
    ],
)
def test_what_never_comes_is_refused_at_its_field(given, pointer):
    problems = Problems()

    read_schedule(given, problems)

    with pytest.raises(Invalid) as refused:
        problems.stop("crm.schedule_invalid")
    assert [each.pointer for each in refused.value.errors] == [pointer]
