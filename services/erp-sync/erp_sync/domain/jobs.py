"""
Queued updates: one row per connection and record, however often the record changes.

Work exists while ``wanted_version > done_version``; messages only wake workers up.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID


class JobState(StrEnum):
    """``waiting``: for its next try.  ``needs_attention``: for a person or another version."""

    QUEUED = "queued"
    RUNNING = "running"
    WAITING = "waiting"
    NEEDS_ATTENTION = "needs_attention"
    DONE = "done"
    DISCARDED = "discarded"


REOPENED_BY_A_NEW_VERSION = (JobState.DONE, JobState.DISCARDED, JobState.NEEDS_ATTENTION)


@dataclass(frozen=True, kw_only=True)
class RetryPolicy:
    """
    How patient we are.

    Args:
        ladder_seconds: Waits after the first, second … failure; the last one repeats.
        lease_seconds: How long one try may take before another worker may take over.
        give_up_hours: After this much failure a person must look.
    """

    ladder_seconds: tuple[float, ...] = (10, 60, 600, 3600)
    lease_seconds: float = 60
    sweep_seconds: float = 60
    probe_seconds: float = 30
    give_up_hours: float = 24

    def wait(self, attempts: int, jitter: float) -> timedelta:
        """How long to wait after *attempts* failures.  *jitter* is 0–1 and spreads by ±25 %."""
        step = self.ladder_seconds[min(attempts, len(self.ladder_seconds)) - 1]
        return timedelta(seconds=step * (0.75 + jitter / 2))


@dataclass(frozen=True, kw_only=True)
class Job:
    """One queued update."""

    id: UUID
    connection_id: UUID
    entity_kind: str
    entity_id: UUID
    wanted_version: int
    done_version: int
    state: JobState
    attempts: int
    next_at: datetime
    first_failed_at: datetime | None = None
    last_error_kind: str | None = None
    last_error_text: str | None = None
    lease_token: UUID | None = None
    lease_until: datetime | None = None
    woken_at: datetime | None = None

    @property
    def is_wanted(self) -> bool:
        """Whether there is something to bring over."""
        return self.wanted_version > self.done_version

    def is_due(self, now: datetime) -> bool:
        """Whether a worker may take it now."""
        if not self.is_wanted:
            return False
        if self.state == JobState.RUNNING:
            return self.lease_until is None or self.lease_until <= now
        return self.state in (JobState.QUEUED, JobState.WAITING) and self.next_at <= now

    def taken(self, now: datetime, *, token: UUID, policy: RetryPolicy) -> "Job":
        """A worker works on it until its lease ends."""
        until = now + timedelta(seconds=policy.lease_seconds)
        return replace(
            self, state=JobState.RUNNING, lease_token=token, lease_until=until, woken_at=None
        )

    def done(self, version: int, now: datetime) -> "Job":
        """*version* stands in the ERP system; a newer one may be wanted by now."""
        done_version = max(self.done_version, version)
        finished = self.wanted_version <= done_version
        return replace(
            self._released(),
            done_version=done_version,
            state=JobState.DONE if finished else JobState.QUEUED,
            attempts=0,
            next_at=now,
            first_failed_at=None,
            last_error_kind=None,
            last_error_text=None,
        )

    def put_back(self, kind: str, text: str, now: datetime) -> "Job":
        """The connection, not the record, is at fault: wait for it, without counting a try."""
        return replace(
            self._released(),
            state=JobState.QUEUED,
            next_at=now,
            last_error_kind=kind,
            last_error_text=text,
        )

    def needs_attention(self, kind: str, text: str, now: datetime) -> "Job":
        """Repeating would not help: only a person, or another version of the record."""
        return replace(
            self._released(),
            state=JobState.NEEDS_ATTENTION,
            attempts=self.attempts + 1,
            first_failed_at=self.first_failed_at or now,
            last_error_kind=kind,
            last_error_text=text,
        )

    def failed(self, text: str, now: datetime, *, policy: RetryPolicy, jitter: float) -> "Job":
        """It may succeed later; after ``give_up_hours`` of failure a person must look."""
        since = self.first_failed_at or now
        if now - since >= timedelta(hours=policy.give_up_hours):
            return self.needs_attention("transient", text, now)
        attempts = self.attempts + 1
        return replace(
            self._released(),
            state=JobState.WAITING,
            attempts=attempts,
            next_at=now + policy.wait(attempts, jitter),
            first_failed_at=since,
            last_error_kind="transient",
            last_error_text=text,
        )

    def retried(self, now: datetime) -> "Job":
        """As if it had never failed."""
        return replace(
            self._released(),
            state=JobState.QUEUED,
            attempts=0,
            next_at=now,
            first_failed_at=None,
        )

    def discarded(self) -> "Job":
        """Nothing is wanted any more until the record changes."""
        return replace(self._released(), state=JobState.DISCARDED, done_version=self.wanted_version)

    def _released(self) -> "Job":
        return replace(self, lease_token=None, lease_until=None, woken_at=None)
