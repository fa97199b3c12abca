"""What one person has to do today: meetings, tasks, neglected cases, quotes that wait."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from gateway.services.fan_out import FanOut, Section, section

MOST_ITEMS = 20


def today(services: FanOut, *, user_id: str, day: date, time_zone: str) -> dict[str, Section]:
    """
    Compose the first page of the day; nothing of it is required.

    Args:
        day: The calendar day where the person is; *time_zone* says when it begins and ends.
    """
    begins, ends = _instants(day, time_zone)
    mine = {"owner_id": user_id, "status": "planned"}
    asked = {
        "activities": _ask(
            services,
            "crm.list_activities",
            {**mine, "start__gte": begins, "start__lte": ends},
            sort="start",
        ),
        "tasks": _ask(
            services,
            "crm.list_activities",
            {**mine, "due_on__lte": day.isoformat()},
            sort="due_on",
        ),
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
    return {name: section(*services.optional(part), pick=_counted) for name, part in asked.items()}


def day_where(time_zone: str, *, now: datetime) -> date:
    """The calendar day at an instant."""
    return now.astimezone(ZoneInfo(time_zone)).date()


def _ask(services: FanOut, method: str, filters: Mapping[str, str], *, sort: str) -> Any:
    query = {"limit": MOST_ITEMS, "count": True, "sort": [sort], "filters": dict(filters)}
    return services.ask(method, query=query)


def _instants(day: date, time_zone: str) -> tuple[str, str]:
    """The first and the last second of a day there; it may have 23 or 25 hours."""
    zone = ZoneInfo(time_zone)
    begins = datetime.combine(day, time(), zone)
    ends = datetime.combine(day + timedelta(days=1), time(), zone)
    return _written(begins), _written(ends.astimezone(UTC) - timedelta(seconds=1))


def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _counted(page: Mapping[str, Any]) -> dict[str, Any]:
    return {"items": page["items"], "total": page["total"]}
