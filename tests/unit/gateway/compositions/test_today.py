"""One person's day, where he is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from gateway.compositions.today import day_where, today
from gateway.services.client import CallContext, Services
from gateway.services.fan_out import FanOut
from shared.kernel.errors import Unavailable
from support.gateway import USER, FakeTransport, an_edge

PAGE = {"items": [{"id": "a"}], "next_cursor": None, "total": 7}
ANSWERS = {
    **dict.fromkeys(
        (
            "crm.list_activities",
            "crm.list_reminders",
            "sales.list_cases",
            "quoting.list_quotes",
        ),
        PAGE,
    ),
    "crm.count_unread_notifications": {"unread": 2},
}


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (date(2026, 7, 1), "2026-07-01T21:59:59Z"),
        (date(2026, 3, 29), "2026-03-29T21:59:59Z"),  # 23 hours
        (date(2026, 10, 25), "2026-10-25T22:59:59Z"),  # 25 hours
    ],
)
def test_a_day_begins_and_ends_where_the_person_is(day, ends):
    transport = FakeTransport(dict(ANSWERS))
    services = Services(transport, calls_per_service=8)
    fan_out = FanOut(services, CallContext(request_id="request-1"), within_seconds=1)

    today(fan_out, user_id=USER, day=day, time_zone="Europe/Oslo")

    asked = [call["query"]["filters"] for call in transport.made("crm.list_activities")]
    meetings, ahead, tasks, late = asked
    assert (meetings["from"], meetings["to"]) == (day.isoformat(), day.isoformat())
    assert ahead["from"] == (day + timedelta(days=1)).isoformat()
    assert ahead["to"] == (day + timedelta(days=7)).isoformat()
    assert tasks["due_on__lte"] == day.isoformat()
    assert late["overdue"] == "true"
    (reminders,) = transport.made("crm.list_reminders")
    assert reminders["query"]["filters"]["next_at__lte"] == ends


def test_late_in_the_evening_it_is_tomorrow_further_east():
    now = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)

    assert day_where("Europe/Oslo", now=now) == date(2026, 11, 24)
    assert day_where("America/New_York", now=now) == date(2026, 11, 23)


def test_the_day_is_ones_own_and_any_part_may_be_missing():
    away = Unavailable("Away.", code="platform.service_unavailable")
    answers = {name.replace(".", "__"): page for name, page in ANSWERS.items()}
    edge = an_edge(**{**answers, "quoting__list_quotes": away})

    answer = edge.send("GET", "/me/today").json

    assert answer["activities"] == {"status": "ok", "data": {"items": [{"id": "a"}], "total": 1}}
    assert answer["overdue"] == {"status": "ok", "data": {"items": [{"id": "a"}], "total": 7}}
    assert answer["unread"] == {"status": "ok", "data": {"unread": 2}}
    assert answer["outstanding_quotes"] == {"status": "unavailable", "data": None}
    for call in edge.transport.made("sales.list_cases"):
        assert call["query"]["filters"]["salesperson_id"] == USER
