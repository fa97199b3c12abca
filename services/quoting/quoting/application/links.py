"""What goes with a quote that is at the customer's: its link, its last day, its predecessors."""

import hashlib
import secrets
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.contracts.quoting.events import QuoteUpdatedV1

from quoting.application.access import zone_of
from quoting.application.ports import QuotingWork
from quoting.application.quote_facts import quote_facts
from quoting.domain.quotes import Quote


def new_link(work: QuotingWork, quote: Quote) -> str:
    """Make the link by which the customer answers; only a hash of its token is kept."""
    token = secrets.token_urlsafe(32)
    work.links.add(hash_of(token), quote)
    return token


def hash_of(token: str) -> str:
    """What is kept of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def schedule_expiry(work: QuotingWork, quote: Quote) -> None:
    """Look again when the quote's last day is over where the organisation is."""
    if quote.valid_until is not None:
        over = datetime.combine(
            quote.valid_until + timedelta(days=1), time(), ZoneInfo(zone_of(work))
        )
        work.schedule("quote_expiry", str(quote.id), over + timedelta(minutes=1))


def replace_others(work: QuotingWork, quote: Quote) -> None:
    """Let the other revisions of a quote step back.  Raises: QuoteNotOpen, one was accepted."""
    for other in work.quotes.other_revisions(quote):
        if other.give_way_to(quote):
            work.save(other)
            work.unschedule("quote_expiry", str(other.id))
            work.publish(QuoteUpdatedV1(**quote_facts(other)))
