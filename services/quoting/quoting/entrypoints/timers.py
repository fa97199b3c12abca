"""What happens in quoting when its time has come."""

from uuid import UUID

from shared.messaging.timers import DueItem, when_due

from quoting.application.acceptances import expire_quote
from quoting.persistence.work import QuotingWork


class QuotingTimers:
    """Run by the worker."""

    @when_due("quote_expiry")
    def expire(self, item: DueItem, work: QuotingWork) -> None:
        """Close an unanswered quote after its last day."""
        expire_quote(work, quote_id=UUID(item.key))
