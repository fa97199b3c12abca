"""calendar_sync's unit of work."""

from functools import cached_property

from shared.persistence.vault import Vault
from shared.persistence.work import Work

from calendar_sync.application.ports import Calendars, Texts, Tokens
from calendar_sync.domain.operations import SyncPolicy
from calendar_sync.persistence import mapping, tables
from calendar_sync.persistence.accounts import StoredAccounts
from calendar_sync.persistence.activities import StoredActivities
from calendar_sync.persistence.feeds import StoredFeeds
from calendar_sync.persistence.operations import StoredOperations

__all__ = ["CalendarSyncWork", "mapping"]  # importing the mapping is what maps the classes


class CalendarSyncWork(Work):
    """One transaction with calendar_sync's repositories; adapters are set by ``Works``."""

    metadata = tables.metadata
    vault: Vault
    calendars: Calendars
    texts: Texts
    tokens: Tokens
    policy: SyncPolicy
    allow_private: bool

    @cached_property
    def accounts(self) -> StoredAccounts:
        return StoredAccounts(self)

    @cached_property
    def activities(self) -> StoredActivities:
        return StoredActivities(self)

    @cached_property
    def operations(self) -> StoredOperations:
        return StoredOperations(self)

    @cached_property
    def feeds(self) -> StoredFeeds:
        return StoredFeeds(self)
