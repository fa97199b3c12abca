"""Builders for calendar_sync: activities, and what crm tells of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from calendar_sync.application.ports import Appointment
from calendar_sync.domain.activities import Activity, Showing, event_for, uid_of
from shared.contracts.crm.events import ActivityCreatedV1, ActivityUpdatedV1
from shared.kernel.context import Caller
from shared.kernel.ids import new_id
from support.messages import Broker
from support.radicale import PASSWORD, USER

INBOX = "calendar_sync.inbox"


def tomorrow(hour: int = 9) -> datetime:
    """Some whole hour tomorrow, in UTC."""
    day = datetime.now(UTC) + timedelta(days=1)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def a_meeting(owner_id: Any, **changes: Any) -> ActivityCreatedV1:
    """A meeting tomorrow as crm announces it."""
    facts: dict[str, Any] = {
        "activity_id": new_id(),
        "version": 1,
        "kind": "meeting",
        "subject": "Kick-off",
        "status": "planned",
        "owner_id": owner_id,
        "body": "Agenda: æøå",
        "location": "Storgata 1, Oslo",
        "start_at": tomorrow(9),
        "end_at": tomorrow(10),
        "time_zone": "Europe/Oslo",
    }
    return ActivityCreatedV1(**{**facts, **changes})


def changed(meeting: ActivityCreatedV1, version: int, **changes: Any) -> ActivityUpdatedV1:
    """The same meeting some versions later."""
    facts = {name: getattr(meeting, name) for name in meeting.__struct_fields__}
    return ActivityUpdatedV1(**{**facts, "version": version, **changes})


def an_activity(**changes: Any) -> Activity:
    """A meeting in Oslo as calendar_sync keeps it."""
    facts: dict[str, Any] = {
        "id": new_id(),
        "version": 1,
        "kind": "meeting",
        "subject": "Kick-off",
        "status": "planned",
        "owner_id": new_id(),
        "participant_ids": [],
        "changed_at": datetime(2026, 3, 1, tzinfo=UTC),
        "start_at": datetime(2026, 3, 2, 8, tzinfo=UTC),
        "end_at": datetime(2026, 3, 2, 9, tzinfo=UTC),
        "time_zone": "Europe/Oslo",
    }
    return Activity(**{**facts, **changes})


def an_appointment(**changes: Any) -> Appointment:
    """A meeting as it goes to its owner's calendar."""
    activity = an_activity(**changes)
    event = event_for(activity, Showing(viewer_id=activity.owner_id))
    assert event is not None
    return Appointment(
        uid=uid_of(activity),
        event=event,
        version=activity.version,
        changed_at=activity.changed_at,
    )


def account_fields(url: str, **changes: Any) -> dict[str, Any]:
    """What an account at the test's Radicale needs."""
    fields = {"provider": "caldav", "url": url, "username": USER, "password": PASSWORD}
    return {**fields, **changes}


class Crm:
    """Says what crm would say."""

    def __init__(self, broker: Broker, org: Caller) -> None:
        self._broker, self._org = broker, org

    def tells(self, fact: Any) -> None:
        self._broker.tell(INBOX, fact, organisation_id=self._org.organisation_id)
