"""What a person plans in crm stands in Radicale and in the feed; nobody speaks for crm here."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from support.calendar_sync import tomorrow


@pytest.fixture
def crm_calls(platform, rpc, org):
    """Calls to crm as an administrator."""
    if "crm" not in platform.services:
        pytest.skip("crm is not hosted in this run")
    return rpc(org).crm


def test_a_meeting_planned_moved_and_archived_in_crm_follows_in_both_calendars(
    crm_calls, rpc, calls, radicale, calendar, account, eventually
):
    feed, day = calls.create_feed(fields={}), tomorrow().date()
    planned = crm_calls.create_activity(
        fields={
            "kind": "meeting",
            "subject": "Planlagt i CRM",
            "start": f"{day}T09:00",
            "end": f"{day}T10:00",
            "time_zone": "Europe/Oslo",
        }
    )
    eventually(lambda: radicale.titles(calendar) == ["Planlagt i CRM"])
    [event] = radicale.events(calendar)
    nine_in_oslo = datetime.combine(day, time(9), ZoneInfo("Europe/Oslo"))
    assert event["dtstart"].dt == nine_in_oslo
    text = rpc(None).calendar_sync.read_feed(token=feed["token"])["text"]
    assert "SUMMARY:Planlagt i CRM" in text

    moved = crm_calls.change_activity(
        activity_id=planned["id"],
        expected_version=planned["version"],
        fields={"subject": "Flyttet i CRM"},
    )
    eventually(lambda: radicale.titles(calendar) == ["Flyttet i CRM"])

    crm_calls.archive_activity(activity_id=planned["id"], expected_version=moved["version"])
    eventually(lambda: radicale.titles(calendar) == [])
