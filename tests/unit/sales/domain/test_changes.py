"""The history of a case is gap-free, whatever happened to it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sales.domain.changes import field_changes, start_of_day, stays
from shared.kernel.ids import new_id
from support.sales import NOON, TODAY, a_case, a_moment, kroner

STAGES = [new_id() for _ in range(4)]
OSLO = "Europe/Oslo"


def test_the_first_moment_tells_every_field_there_is():
    case = a_case()

    changes = field_changes([a_moment(case)])

    told = {change.field: change.new for change in changes}
    assert told["value"] == kroner(100_000)
    assert told["status"] == "open"
    assert "closed_on" not in told
    assert all(change.old is None for change in changes)


def test_a_change_tells_old_and_new():
    case = a_case()
    before, after = a_moment(case), a_moment(case, value=kroner(5), case_id=case.id)

    (change,) = [each for each in field_changes([before, after]) if each.moment is after]

    assert (change.field, change.old, change.new) == ("value", kroner(100_000), kroner(5))


def test_a_decided_case_does_not_grow_older():
    won = a_moment(status="won", stage_id=STAGES[1])

    (stay,) = stays([won], now=NOON + timedelta(days=30), time_zone=OSLO)

    assert (stay.left_at, stay.days) == (None, 0)


def test_a_change_of_value_does_not_end_a_stay():
    case = a_case()
    moments = [a_moment(case), a_moment(case, at=NOON + timedelta(days=2), value=kroner(1))]

    (stay,) = stays(moments, now=NOON + timedelta(days=5), time_zone=OSLO)

    assert stay.days == 5


@given(
    st.lists(
        st.tuples(st.sampled_from(STAGES), st.integers(min_value=0, max_value=90 * 24 * 60)),
        min_size=1,
        max_size=12,
    ),
    st.integers(min_value=0, max_value=100),
)
def test_stays_follow_each_other_without_a_gap_and_add_up(visits, days_until_now):
    case, at, moments = a_case(), NOON, []
    for stage_id, minutes in visits:
        at += timedelta(minutes=minutes)
        moments.append(a_moment(case, at=at, stage_id=stage_id))
    now = at + timedelta(days=days_until_now)

    found = stays(moments, now=now, time_zone=OSLO)

    assert found[0].entered_at == moments[0].valid_from
    assert [stay.left_at for stay in found[:-1]] == [stay.entered_at for stay in found[1:]]
    assert found[-1].left_at is None
    entered_on = start_of_day(TODAY, OSLO)
    assert entered_on <= found[0].entered_at
    first_on, last_on = (moment.astimezone(_oslo()).date() for moment in (found[0].entered_at, now))
    assert sum(stay.days for stay in found) == (last_on - first_on).days


def test_days_begin_where_the_organisation_is():
    assert start_of_day(TODAY, OSLO) == datetime(2026, 11, 22, 23, 0, tzinfo=UTC)


def _oslo():
    from zoneinfo import ZoneInfo

    return ZoneInfo(OSLO)
