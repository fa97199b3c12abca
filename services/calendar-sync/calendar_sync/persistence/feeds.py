"""Feeds and their addresses: loading, looking up by address, lists."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from shared.capabilities.policy import same_organisation, visible
from shared.contracts.calendar_sync.views import FeedView
from shared.kernel.errors import NotFound
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from shared.persistence.work import Work
from sqlalchemy import ColumnElement, Row, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from calendar_sync.domain.feeds import Feed
from calendar_sync.persistence.tables import feed_addresses, feeds

_UNKNOWN = "calendar_sync.feed_unknown"
_READ_NOTED_EVERY = timedelta(hours=1)


def _archived(value: str) -> ColumnElement[bool]:
    column = feeds.c.archived_at
    return column.is_not(None) if value == "true" else column.is_(None)


FEEDS = Listing(
    feeds,
    filters={"id": feeds.c.id, "user_id": feeds.c.user_id},
    sorts={"created_at": feeds.c.created_at, "name": feeds.c.name},
    special={"archived": _archived},
)


class StoredFeeds:
    """The feeds of the caller's organisation; addresses are found across organisations."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, feed_id: UUID, *, expected_version: int | None = None) -> Feed:
        """
        Load one feed.

        Raises:
            NotFound: ``calendar_sync.feed_unknown``.
            Conflict: ``calendar_sync.feed_stale``.
        """
        return get_record(
            self._work, Feed, feed_id, unknown=_UNKNOWN, expected_version=expected_version
        )

    def set_address(self, feed: Feed, token_hash: bytes) -> None:
        """Let the feed be found under a new address, and the old one no more."""
        values = {"token_hash": token_hash, "last_read_at": None}
        self._work.session.execute(
            upsert(feed_addresses)
            .values(organisation_id=feed.organisation_id, feed_id=feed.id, **values)
            .on_conflict_do_update(index_elements=["feed_id"], set_=values)
        )

    def drop_address(self, feed: Feed) -> None:
        """Let the feed be found no more."""
        self._work.session.execute(
            delete(feed_addresses).where(feed_addresses.c.feed_id == feed.id)
        )

    def at(self, token_hash: bytes) -> tuple[UUID, UUID] | None:
        """Organisation and id of the feed at an address."""
        row = self._work.session.execute(
            select(feed_addresses.c.organisation_id, feed_addresses.c.feed_id).where(
                feed_addresses.c.token_hash == token_hash
            )
        ).first()
        return (row.organisation_id, row.feed_id) if row else None

    def was_read(self, feed_id: UUID) -> None:
        """Note that the feed is in use, once an hour at most."""
        now = self._work.now()
        last = feed_addresses.c.last_read_at
        self._work.session.execute(
            update(feed_addresses)
            .where(
                feed_addresses.c.feed_id == feed_id,
                or_(last.is_(None), last < now - _READ_NOTED_EVERY),
            )
            .values(last_read_at=now)
        )


def feed_view(work: Work, feed_id: UUID, *, token: str | None = None) -> FeedView:
    """
    One feed, if the caller may see it.

    Raises:
        NotFound: ``calendar_sync.feed_unknown``.
    """
    rows = work.session.execute(select(feeds).where(feeds.c.id == feed_id, _seen(work))).all()
    if not rows:
        raise NotFound("There is no such feed.", code=_UNKNOWN, id=feed_id)
    return _views(work, rows, token=token)[0]


def list_feeds(work: Work, query: ListQuery) -> Page[FeedView]:
    """One page of the feeds the caller may see."""
    return FEEDS.page(
        work, query, where=_seen(work), to_views=lambda rows: _views(work, rows, token=None)
    )


def _seen(work: Work) -> ColumnElement[bool]:
    return visible(work.caller, "calendar.view", feeds, owner="user_id")


def _views(work: Work, rows: Sequence[Row[Any]], *, token: str | None) -> list[FeedView]:
    read = dict(
        work.session.execute(
            select(feed_addresses.c.feed_id, feed_addresses.c.last_read_at).where(
                feed_addresses.c.feed_id.in_([row.id for row in rows]),
                same_organisation(work.caller, feed_addresses),
            )
        )
        .tuples()
        .all()
    )
    shown = [each for each in FeedView.__struct_fields__ if each in feeds.c]
    return [
        FeedView(
            **{name: getattr(row, name) for name in shown},
            token=token,
            last_read_at=read.get(row.id),
        )
        for row in rows
    ]
