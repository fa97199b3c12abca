"""
What other services and the gateway may ask of calendar_sync.

Owner: calendar_sync.  Every call may also raise ``platform.action_forbidden`` and the
``…_unknown`` and ``…_stale`` codes of the records it names.  Everybody sees his own calendars.
"""

from typing import Protocol
from uuid import UUID

from shared.contracts.calendar_sync.views import (
    AccountFields,
    AccountView,
    BindingFields,
    BindingView,
    ConflictView,
    FeedContentView,
    FeedFields,
    FeedView,
)
from shared.kernel.paging import ListQuery, Page


class CalendarSync(Protocol):
    """What calendar_sync answers."""

    def create_account(self, *, fields: AccountFields) -> AccountView:
        """
        Connect a calendar of the caller; it is tried at once, then filled.

        Raises: ``calendar_sync.account_invalid`` (Invalid), ``calendar_sync.account_exists``
        (Conflict).
        """
        ...

    def get_account(self, *, account_id: UUID) -> AccountView:
        """Answer one account.  Raises: ``calendar_sync.account_unknown``."""
        ...

    def list_accounts(self, *, query: ListQuery) -> Page[AccountView]:
        """List accounts.  Filters: user_id, provider, status, archived.  Sorts: created_at."""
        ...

    def change_account(
        self, *, account_id: UUID, expected_version: int, fields: AccountFields
    ) -> AccountView:
        """Change address or credentials; they are tried at once."""
        ...

    def archive_account(
        self, *, account_id: UUID, expected_version: int | None = None
    ) -> AccountView:
        """Disconnect; what was written to the calendar stays there, credentials are destroyed."""
        ...

    def get_binding(self, *, binding_id: UUID) -> BindingView:
        """Answer one binding.  Raises: ``calendar_sync.binding_unknown``."""
        ...

    def list_bindings(self, *, query: ListQuery) -> Page[BindingView]:
        """List bindings.  Filters: account_id, user_id, archived.  Sorts: created_at."""
        ...

    def change_binding(
        self, *, binding_id: UUID, expected_version: int, fields: BindingFields
    ) -> BindingView:
        """Change what is sent; events that no longer belong there are removed."""
        ...

    def create_feed(self, *, fields: FeedFields) -> FeedView:
        """Make a private calendar address for the caller; the only answer with its token."""
        ...

    def get_feed(self, *, feed_id: UUID) -> FeedView:
        """Answer one feed, without its token.  Raises: ``calendar_sync.feed_unknown``."""
        ...

    def list_feeds(self, *, query: ListQuery) -> Page[FeedView]:
        """List feeds.  Filters: user_id, archived.  Sorts: created_at."""
        ...

    def change_feed(self, *, feed_id: UUID, expected_version: int, fields: FeedFields) -> FeedView:
        """Change name or privacy; the address stays."""
        ...

    def rotate_feed(self, *, feed_id: UUID) -> FeedView:
        """Give the feed a new address, shown once; the old one stops at once."""
        ...

    def archive_feed(self, *, feed_id: UUID, expected_version: int | None = None) -> FeedView:
        """Stop the feed; its address answers as if it had never been."""
        ...

    def read_feed(self, *, token: str, etag: str | None = None) -> FeedContentView:
        """
        Answer the calendar behind an address.  Anonymous: the token is the right.

        Raises: ``calendar_sync.feed_unknown``.
        """
        ...

    def list_conflicts(self, *, query: ListQuery) -> Page[ConflictView]:
        """List conflicts.  Filters: binding_id, activity_id, reason, open.  Sorts: created_at."""
        ...
