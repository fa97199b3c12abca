"""
What has to be brought to a calendar: one row per calendar and activity, coalesced.

Work exists while ``wanted_version > done_version``; messages only wake workers up.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

MOST_ATTEMPTS = 5  # of an event the calendar does not take


class OperationState(StrEnum):
    """``needs_attention``: until the activity changes, or the binding does."""

    PENDING = "pending"
    NEEDS_ATTENTION = "needs_attention"
    DONE = "done"


@dataclass(frozen=True, kw_only=True)
class SyncPolicy:
    """
    How patient we are.

    Args:
        ladder_seconds: Waits after the first, second … failure; the last one repeats.
        lease_seconds: How long a worker may be silent before another may take over.
    """

    ladder_seconds: tuple[float, ...] = (10, 60, 600, 3600)
    lease_seconds: float = 60
    sweep_seconds: float = 60
    poll_seconds: float = 900

    def wait(self, failures: int, jitter: float) -> timedelta:
        """How long to wait after *failures*.  *jitter* is 0–1 and spreads by ±25 %."""
        step = self.ladder_seconds[min(failures, len(self.ladder_seconds)) - 1]
        return timedelta(seconds=step * (0.75 + jitter / 2))


@dataclass(frozen=True, kw_only=True)
class Operation:
    """
    One activity on its way to one calendar.

    ``tried_at`` is set before a call and cleared when its outcome is stored: when it is set, the
    outcome of an earlier call is not known and the calendar is asked first.
    """

    id: UUID
    binding_id: UUID
    activity_id: UUID
    wanted_version: int
    done_version: int
    state: OperationState
    attempts: int = 0
    tried_at: datetime | None = None
    last_error_kind: str | None = None
    last_error_text: str | None = None

    def done(self, version: int) -> "Operation":
        """*version* stands in the calendar; a newer one may be wanted by now."""
        done_version = max(version, self.done_version)
        finished = done_version >= self.wanted_version
        return replace(
            self,
            done_version=done_version,
            state=OperationState.DONE if finished else OperationState.PENDING,
            attempts=0,
            tried_at=None,
            last_error_kind=None,
            last_error_text=None,
        )

    def refused(self, kind: str, text: str) -> "Operation":
        """The calendar does not take this event; the others go on."""
        return replace(
            self,
            state=OperationState.NEEDS_ATTENTION,
            tried_at=None,
            last_error_kind=kind,
            last_error_text=text,
        )

    def tried(self, now: datetime) -> "Operation":
        """A call is about to be made; operations tried less often go first."""
        return replace(self, tried_at=self.tried_at or now, attempts=self.attempts + 1)


@dataclass(frozen=True, kw_only=True)
class Link:
    """
    Which event there is which activity here.

    Args:
        etag: The event's, after our last write.
        digest: Of the event as we last wrote it.
        tombstone_at: When we removed it there.
    """

    id: UUID
    binding_id: UUID
    activity_id: UUID
    href: str
    etag: str
    ical_uid: str
    generation: int
    digest: str
    synced_version: int
    tombstone_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class SyncState:
    """
    How far a calendar is in step, and who works on it.

    ``fence`` rises with every lease, so that a worker that was away too long is noticed.
    ``cursor`` is the calendar's own word for how far its changes were read.
    """

    binding_id: UUID
    fence: int = 0
    lease_until: datetime | None = None
    woken_at: datetime | None = None
    failures: int = 0
    blocked_until: datetime | None = None
    last_error_kind: str | None = None
    last_error_text: str | None = None
    last_synced_at: datetime | None = None
    cursor: str | None = None

    def is_free(self, now: datetime) -> bool:
        """Whether a worker may begin."""
        blocked = self.blocked_until is not None and self.blocked_until > now
        return not blocked and (self.lease_until is None or self.lease_until <= now)

    def leased(self, now: datetime, policy: SyncPolicy) -> "SyncState":
        """A worker begins."""
        until = now + timedelta(seconds=policy.lease_seconds)
        return replace(self, fence=self.fence + 1, lease_until=until, woken_at=None)

    def renewed(self, now: datetime, policy: SyncPolicy) -> "SyncState":
        """The worker is still at it."""
        return replace(self, lease_until=now + timedelta(seconds=policy.lease_seconds))

    def begun_anew(self) -> "SyncState":
        """Forget what went wrong: there are new credentials."""
        return SyncState(
            binding_id=self.binding_id, fence=self.fence + 1, last_synced_at=self.last_synced_at
        )

    def finished(self, now: datetime) -> "SyncState":
        """Everything there was to do is done."""
        return replace(
            self,
            lease_until=None,
            failures=0,
            blocked_until=None,
            last_error_kind=None,
            last_error_text=None,
            last_synced_at=now,
        )

    def failed(self, kind: str, text: str, *, until: datetime | None) -> "SyncState":
        """The calendar, not an event, is at fault: all of it waits."""
        return replace(
            self,
            lease_until=None,
            failures=self.failures + 1,
            blocked_until=until,
            last_error_kind=kind,
            last_error_text=text,
        )
