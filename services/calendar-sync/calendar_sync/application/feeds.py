"""Private calendar addresses: making, changing and reading them."""

import hashlib
from uuid import UUID

from shared.capabilities.policy import authorise, require
from shared.contracts.calendar_sync.views import FeedContentView, FeedFields
from shared.kernel.errors import NotFound

from calendar_sync.application.ports import Appointment, CalendarWork
from calendar_sync.domain.activities import Showing, event_for, uid_of
from calendar_sync.domain.feeds import WINDOW_AHEAD, WINDOW_BACK, Feed, hash_of

_UNKNOWN = "calendar_sync.feed_unknown"


def create_feed(work: CalendarWork, *, fields: FeedFields) -> tuple[Feed, str]:
    """
    Make a private address for the caller's calendar; answers the feed and its only token.

    Raises:
        FeedInvalid: With every fault.
    """
    require(work.caller, "calendar.create")
    caller = work.caller
    feed = Feed(user_id=caller.actor_id, unit_id=caller.unit_id, locale=caller.locale)
    _fill(feed, fields)
    work.save(feed)
    return feed, _new_address(work, feed)


def change_feed(
    work: CalendarWork, *, feed_id: UUID, expected_version: int, fields: FeedFields
) -> Feed:
    """
    Change name or privacy; the address stays.

    Raises:
        FeedInvalid: With every fault.
    """
    feed = _mine(work, feed_id, "calendar.update", expected_version)
    _fill(feed, fields)
    work.save(feed)
    return feed


def rotate_feed(work: CalendarWork, *, feed_id: UUID) -> tuple[Feed, str]:
    """Give the feed a new address; the old one stops at once."""
    feed = _mine(work, feed_id, "calendar.update", None)
    if feed.archived_at is not None:
        raise NotFound("There is no such feed.", code=_UNKNOWN, id=feed_id)
    work.save(feed)
    return feed, _new_address(work, feed)


def archive_feed(work: CalendarWork, *, feed_id: UUID, expected_version: int | None = None) -> Feed:
    """Stop the feed; its address answers as if it had never been."""
    feed = _mine(work, feed_id, "calendar.archive", expected_version)
    if feed.archived_at is None:
        feed.archived_at = work.now()
        work.save(feed)
        work.feeds.drop_address(feed)
    return feed


def read_feed(work: CalendarWork, *, token: str, etag: str | None) -> FeedContentView:
    """
    The calendar behind an address: 90 days back, 365 ahead, no titles of private activities.

    Raises:
        NotFound: ``calendar_sync.feed_unknown``; no such address, or its owner has left.
    """
    found = work.feeds.at(hash_of(token))
    if found is None:
        raise NotFound("There is no such feed.", code=_UNKNOWN)
    organisation_id, feed_id = found
    work.act_for(organisation_id)
    feed = work.feeds.get(feed_id)
    if feed.archived_at is not None or not work.accounts.is_working(feed.user_id):
        raise NotFound("There is no such feed.", code=_UNKNOWN)
    text = _text(work, feed)
    work.feeds.was_read(feed.id)
    fresh = hashlib.sha256(text.encode()).hexdigest()[:32]
    return FeedContentView(text=None if etag == fresh else text, etag=fresh)


def _text(work: CalendarWork, feed: Feed) -> str:
    since, until = work.now() - WINDOW_BACK, work.now() + WINDOW_AHEAD
    showing = Showing(
        viewer_id=feed.user_id,
        busy_only=feed.privacy == "busy",
        hide_private=True,
        locale=feed.locale,
    )
    appointments = [
        Appointment(
            uid=uid_of(activity),
            event=event,
            version=activity.version,
            changed_at=activity.changed_at,
        )
        for activity in work.activities.of_user(feed.user_id, since=since, until=until)
        if (event := event_for(activity, showing)) is not None
    ]
    return work.texts.feed(feed.name, appointments, since=since, until=until)


def _fill(feed: Feed, fields: FeedFields) -> None:
    for name, value in fields.given().items():
        setattr(feed, name, value)
    feed.check()


def _mine(work: CalendarWork, feed_id: UUID, grant: str, expected_version: int | None) -> Feed:
    feed = work.feeds.get(feed_id, expected_version=expected_version)
    authorise(work.caller, grant, feed, owner="user_id", unknown=_UNKNOWN)
    return feed


def _new_address(work: CalendarWork, feed: Feed) -> str:
    token = work.tokens.new()
    work.feeds.set_address(feed, hash_of(token))
    return token
