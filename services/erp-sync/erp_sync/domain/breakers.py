"""
The breaker of a connection: stops calling a system that does not answer.

Kept apart from the connection, because it changes with every outage and no person changes it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

FAILURES_TO_OPEN = 5  # in a row
LONGEST_PROBE_SECONDS = 300


@dataclass(frozen=True, kw_only=True)
class Breaker:
    """
    What is known of a system's health.

    ``blocked_until``: while open, when the next probe is due; while closed, until when the
    system asked us to wait.
    """

    connection_id: UUID
    is_open: bool = False
    failures: int = 0
    probes: int = 0
    blocked_until: datetime | None = None
    last_contact_at: datetime | None = None
    last_error_kind: str | None = None
    last_error_text: str | None = None

    def lets_through(self, now: datetime) -> bool:
        """Whether a call may be made now."""
        return not self.is_open and (self.blocked_until is None or self.blocked_until <= now)

    def after_contact(self, now: datetime) -> "Breaker":
        """The system answered, be it with a refusal."""
        return Breaker(connection_id=self.connection_id, last_contact_at=now)

    def after_failure(self, now: datetime, *, text: str, probe_seconds: float) -> "Breaker":
        """No answer; after ``FAILURES_TO_OPEN`` in a row nothing is sent until a probe succeeds."""
        failures = self.failures + 1
        failed = replace(self, failures=failures, last_error_kind="transient", last_error_text=text)
        if failures < FAILURES_TO_OPEN:
            return failed
        return failed._probing(now, probe_seconds)

    def after_failed_probe(self, now: datetime, *, text: str, probe_seconds: float) -> "Breaker":
        """Still no answer; the next probe waits twice as long, five minutes at most."""
        failed = replace(self, last_error_kind="transient", last_error_text=text)
        return failed._probing(now, probe_seconds)

    def after_throttle(self, now: datetime, *, retry_after_seconds: float) -> "Breaker":
        """The system asked us to wait."""
        return replace(
            self,
            blocked_until=now + timedelta(seconds=retry_after_seconds),
            last_contact_at=now,
            last_error_kind="throttled",
            last_error_text=f"asked us to wait {retry_after_seconds:.0f} s",
        )

    def after_refusal(self, now: datetime, *, kind: str, text: str) -> "Breaker":
        """The system answered, but does not take what we are or what we are set up to be."""
        return replace(self, last_contact_at=now, last_error_kind=kind, last_error_text=text)

    def _probing(self, now: datetime, probe_seconds: float) -> "Breaker":
        wait = min(probe_seconds * 2**self.probes, LONGEST_PROBE_SECONDS)
        return replace(
            self,
            is_open=True,
            probes=self.probes + 1,
            blocked_until=now + timedelta(seconds=wait),
        )
