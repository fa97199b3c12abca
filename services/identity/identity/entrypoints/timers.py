"""What identity does when something is due."""

from uuid import UUID

from shared.messaging.timers import DueItem, when_due

from identity.application.sessions import PURGE
from identity.persistence.work import IdentityWork


class IdentityTimers:
    """Run by the worker."""

    @when_due(PURGE)
    def forget_session(self, item: DueItem, work: IdentityWork) -> None:
        """Delete a session that can neither be continued nor misused any more."""
        work.sessions.forget(UUID(item.key))
