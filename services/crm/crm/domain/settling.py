"""How an activity, or one occurrence of a series, is settled: done, called off or nobody came."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from crm.domain.errors import ActivityCancelled, ActivityDone, OutcomeMissing


class Settled(Protocol):
    """What can be settled."""

    id: UUID
    status: str
    outcome: str | None
    completed_at: datetime | None


def complete(thing: Settled, *, kind: str, now: datetime, outcome: str | None = None) -> None:
    """
    Done.  Doing it twice only changes the outcome.

    Raises:
        ActivityCancelled: It was called off.
        OutcomeMissing: A negotiation says how it went.
    """
    if thing.status == "cancelled":
        raise ActivityCancelled(thing.id)
    if kind == "negotiation" and not (outcome or thing.outcome):
        raise OutcomeMissing(thing.id)
    thing.outcome = outcome or thing.outcome
    thing.status, thing.completed_at = "done", thing.completed_at or now


def cancel(thing: Settled) -> None:
    """
    Call off.

    Raises:
        ActivityDone: It took place.
    """
    if thing.status == "done":
        raise ActivityDone(thing.id)
    thing.status = "cancelled"


def miss(thing: Settled, *, outcome: str | None = None) -> None:
    """
    Nobody came.  It is neither planned any more nor did it take place.

    Raises:
        ActivityCancelled, ActivityDone: It was settled otherwise.
    """
    if thing.status == "cancelled":
        raise ActivityCancelled(thing.id)
    if thing.status == "done":
        raise ActivityDone(thing.id)
    thing.status, thing.outcome = "no_show", outcome or thing.outcome


def reopen(thing: Settled, *, status: str = "planned") -> None:
    """Plan it after all, or begin with it."""
    thing.status, thing.completed_at = status, None
