"""Every occurrence between two instants, in order: single activities and series together."""

import base64
import binascii
import heapq
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.contracts.crm.timeline_views import ActivityView
from shared.kernel.errors import invalid_field
from shared.kernel.paging import LARGEST_PAGE, ListQuery, Page
from sqlalchemy import ColumnElement, and_, literal, or_, select

from crm.domain.occurrences.expanding import (
    MOST_INSTANCES,
    Occurrence,
    begins_at,
    ends_at,
    occurrences_of,
)
from crm.persistence.activity_tables import activities
from crm.persistence.occurrences.conditions import START, beginning_before, ending_after, moment
from crm.persistence.occurrences.views import view_of

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

LONGEST = timedelta(days=366)
MOST_SERIES = 1_000
_OWN = ("from", "to", "expand", "status", "status__in")
Place = tuple[datetime, str, str]


@dataclass(frozen=True)
class _Item:
    """One occurrence and where it stands in the order."""

    place: Place
    row: Any
    occurrence: Occurrence


@dataclass(frozen=True)
class _Window:
    since: datetime
    until: datetime
    zone: ZoneInfo
    statuses: frozenset[str]
    after: Place | None


def plain_query(query: ListQuery) -> ListQuery:
    """The query without what a window answers itself."""
    rest = {name: value for name, value in query.filters.items() if name not in _OWN}
    return replace(query, filters=rest, cursor=None, sort=[])


def page_of_window(
    work: "CrmWork", query: ListQuery, conditions: Sequence[ColumnElement[bool]]
) -> Page[ActivityView]:
    """
    One page of occurrences; six statements at most, whatever the page.

    Args:
        conditions: What the caller may see, and his filters but those of time and status.

    Raises:
        Invalid: No window or too long a one, a foreign cursor, a sort.
    """
    if query.sort not in ([], ["start"]) or query.count:
        raise invalid_field("/sort", "occurrences come in order of their beginning, uncounted")
    if not 1 <= query.limit <= LARGEST_PAGE:
        raise invalid_field("/limit", f"must be between 1 and {LARGEST_PAGE}")
    window = _window(work, query)
    series = _rows(work, window, [*conditions, activities.c.recurrence.is_not(None)], MOST_SERIES)
    if len(series) > MOST_SERIES:
        raise invalid_field("/from", f"more than {MOST_SERIES} series; name whose you mean")
    changes = work.activities.changes_of([row.id for row in series])
    streams = [_items(row, changes.get(row.id, ()), window) for row in series]
    streams.append(iter(_singles(work, window, conditions, query.limit)))
    ordered = heapq.merge(*streams, key=lambda item: item.place)
    found = list(islice(ordered, query.limit + 1))
    items = found[: query.limit]
    cursor = _written(items[-1].place) if len(found) > query.limit else None
    return Page(items=_views(work, items, changes), next_cursor=cursor, total=None)


def _window(work: "CrmWork", query: ListQuery) -> _Window:
    zone, filters = ZoneInfo(work.caller.time_zone), query.filters
    if "from" not in filters or "to" not in filters:
        raise invalid_field("/expand", "needs from and to")
    since = moment("from", filters["from"], zone, is_end=False)
    until = moment("to", filters["to"], zone, is_end=True)
    if not timedelta(0) <= until - since <= LONGEST + timedelta(days=1):
        raise invalid_field("/to", f"must be at most {LONGEST.days} days after from")
    wanted = filters.get("status__in") or filters.get("status") or ""
    return _Window(
        since=since,
        until=until,
        zone=zone,
        statuses=frozenset(each for each in wanted.split(",") if each),
        after=_read(query.cursor) if query.cursor else None,
    )


def _rows(
    work: "CrmWork", window: _Window, conditions: Sequence[ColumnElement[bool]], most: int
) -> Sequence[Any]:
    return work.session.execute(
        select(activities)
        .where(*conditions, beginning_before(window.until, window.zone))
        .where(ending_after(window.since, window.zone))
        .order_by(START, activities.c.id)
        .limit(most + 1)
    ).all()


def _singles(
    work: "CrmWork",
    window: _Window,
    conditions: Sequence[ColumnElement[bool]],
    limit: int,
) -> Iterable[_Item]:
    where = [*conditions, activities.c.recurrence.is_(None)]
    if window.statuses:
        where.append(activities.c.status.in_(window.statuses))
    if window.after is not None:
        at = literal(window.after[0], START.type)
        activity_id = UUID(window.after[1])
        where.append(or_(at < START, and_(at == START, activities.c.id > activity_id)))
    for row in _rows(work, window, where, limit):
        yield from _items(row, (), window)


def _items(row: Any, changes: Iterable[Any], window: _Window) -> Iterator[_Item]:
    """The occurrences of one activity in the window, after the last page."""
    made = 0
    since = window.since
    if window.after is not None:
        since = max(since, window.after[0] - timedelta(days=1))
    begun = takewhile(
        lambda each: each.begins_at < window.until + timedelta(days=1),
        occurrences_of(row, changes, since=since),
    )
    for occurrence in begun:
        place = (occurrence.begins_at, str(row.id), occurrence.occurrence_start or "")
        if made >= MOST_INSTANCES:
            return
        if _is_within(occurrence, window):
            made += 1
            if window.after is None or place > window.after:
                yield _Item(place, row, occurrence)


def _is_within(occurrence: Occurrence, window: _Window) -> bool:
    if window.statuses and occurrence.status not in window.statuses:
        return False
    begins = begins_at(occurrence.times, window.zone)
    ends = ends_at(occurrence.times, window.zone)
    return begins < window.until and (ends > window.since or begins >= window.since)


def _views(
    work: "CrmWork", items: Sequence[_Item], changes: Mapping[UUID, Sequence[Any]]
) -> list[ActivityView]:
    people = work.activities.participants_of({item.row.id for item in items})
    return [
        view_of(
            item.row,
            people.get(item.row.id, ()),
            work.caller,
            changes=changes.get(item.row.id, ()),
            occurrence=item.occurrence,
        )
        for item in items
    ]


def _written(place: Place) -> str:
    text = json.dumps([place[0].isoformat(), *place[1:]])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str) -> Place:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        at, activity_id, start = json.loads(base64.urlsafe_b64decode(padded))
        return datetime.fromisoformat(at), str(UUID(activity_id)), str(start)
    except (ValueError, TypeError, binascii.Error):
        raise invalid_field("/cursor", "is not a cursor of this list") from None
