"""What one person has to do today: meetings, tasks, what is late, neglected cases, quotes."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from gateway.services.fan_out import FanOut, Section, section

MOST_ITEMS = 20
MOST_OCCURRENCES = 100
DAYS_AHEAD = 7


def today(services: FanOut, *, user_id: str, day: date, time_zone: str) -> dict[str, Section]:
    """
    Compose the first page of the day; nothing of it is required.

    Args:
        day: The calendar day where the person is; *time_zone* says when it begins and ends.
    """
    mine = {"person_id": user_id, "status__in": "planned,in_progress"}
    ends = _end_of(day, time_zone)
    asked = {
        "activities": _window(services, mine, day, days=1),
        "upcoming": _window(services, mine, day + timedelta(days=1), days=DAYS_AHEAD),
        "tasks": _ask(
            services,
            "crm.list_activities",
            {"owner_id": user_id, "status": "planned", "due_on__lte": day.isoformat()},
            sort="due_on",
        ),
        "overdue": _ask(
            services,
            "crm.list_activities",
            {"person_id": user_id, "overdue": "true"},
            sort="start",
        ),
        "reminders": _ask(services, "crm.list_reminders", {"next_at__lte": ends}, sort="next_at"),
        "unread": services.ask("crm.count_unread_notifications"),
        "cases_without_next_activity": _ask(
            services,
            "sales.list_cases",
            {"salesperson_id": user_id, "status": "open", "without_next_activity": "true"},
            sort="expected_order_date",
        ),
        "outstanding_quotes": _ask(
            services,
            "quoting.list_quotes",
            {"owner_id": user_id, "outstanding": "true"},
            sort="valid_until",
        ),
    }
    return {
        name: section(*services.optional(part), pick=_PICKS.get(name, _counted))
        for name, part in asked.items()
    }


def day_where(time_zone: str, *, now: datetime) -> date:
    """The calendar day at an instant."""
    return now.astimezone(ZoneInfo(time_zone)).date()


def _ask(services: FanOut, method: str, filters: Mapping[str, str], *, sort: str) -> Any:
    query = {"limit": MOST_ITEMS, "count": True, "sort": [sort], "filters": dict(filters)}
    return services.ask(method, query=query)


def _window(services: FanOut, filters: Mapping[str, str], first: date, *, days: int) -> Any:
    """Every occurrence on these days, where the caller is."""
    last = first + timedelta(days=days - 1)
    asked = {"from": first.isoformat(), "to": last.isoformat(), "expand": "true"}
    query = {"limit": MOST_OCCURRENCES, "filters": {**filters, **asked}}
    return services.ask("crm.list_activities", query=query)


def _end_of(day: date, time_zone: str) -> str:
    """The last second of a day there; it may have 23 or 25 hours."""
    ends = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(time_zone))
    return (ends.astimezone(UTC) - timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _counted(page: Mapping[str, Any]) -> dict[str, Any]:
    return {"items": page["items"], "total": page["total"]}


def _taken(page: Mapping[str, Any]) -> dict[str, Any]:
    """Occurrences are not counted beyond the first page."""
    return {"items": page["items"], "total": len(page["items"])}


def _plainly(found: Mapping[str, Any]) -> dict[str, Any]:
    return dict(found)


_PICKS = {"activities": _taken, "upcoming": _taken, "unread": _plainly}
