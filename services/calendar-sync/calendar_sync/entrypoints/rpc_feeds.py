"""Feeds, as the gateway may call them."""

from uuid import UUID

from shared.contracts.calendar_sync.views import FeedContentView, FeedFields, FeedView
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from calendar_sync.application import feeds as use_cases
from calendar_sync.persistence.feeds import feed_view, list_feeds
from calendar_sync.persistence.work import CalendarSyncWork


class FeedsRpc:
    """Private calendar addresses."""

    @command(hidden=("token",))
    def create_feed(self, work: CalendarSyncWork, *, fields: FeedFields) -> FeedView:
        feed, token = use_cases.create_feed(work, fields=fields)
        return feed_view(work, feed.id, token=token)

    @question()
    def get_feed(self, work: CalendarSyncWork, *, feed_id: UUID) -> FeedView:
        return feed_view(work, feed_id)

    @question()
    def list_feeds(self, work: CalendarSyncWork, *, query: ListQuery) -> Page[FeedView]:
        return list_feeds(work, query)

    @command()
    def change_feed(
        self, work: CalendarSyncWork, *, feed_id: UUID, expected_version: int, fields: FeedFields
    ) -> FeedView:
        use_cases.change_feed(
            work, feed_id=feed_id, expected_version=expected_version, fields=fields
        )
        return feed_view(work, feed_id)

    @command(hidden=("token",))
    def rotate_feed(self, work: CalendarSyncWork, *, feed_id: UUID) -> FeedView:
        _, token = use_cases.rotate_feed(work, feed_id=feed_id)
        return feed_view(work, feed_id, token=token)

    @command()
    def archive_feed(
        self, work: CalendarSyncWork, *, feed_id: UUID, expected_version: int | None = None
    ) -> FeedView:
        use_cases.archive_feed(work, feed_id=feed_id, expected_version=expected_version)
        return feed_view(work, feed_id)

    @command(anonymous=True)
    def read_feed(
        self, work: CalendarSyncWork, *, token: str, etag: str | None = None
    ) -> FeedContentView:
        return use_cases.read_feed(work, token=token, etag=etag)
