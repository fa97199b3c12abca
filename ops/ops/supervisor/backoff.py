"""How long to wait before starting a crashed process again, and when to call it hopeless."""

from __future__ import annotations

FIRST_DELAY_SECONDS = 0.2
LONGEST_DELAY_SECONDS = 5.0
STABLE_AFTER_SECONDS = 30.0

HOPELESS_CRASHES = 5
HOPELESS_WITHIN_SECONDS = 60.0


class Backoff:
    """The crashes of one process; all times are seconds of one monotonic clock."""

    def __init__(self) -> None:
        self.crashes = 0
        self._recent: list[float] = []
        self._delay = FIRST_DELAY_SECONDS

    def crashed(self, *, started_at: float, now: float) -> float:
        """Record a crash and return when to start again; a long run before it starts afresh."""
        if now - started_at >= STABLE_AFTER_SECONDS:
            self._delay = FIRST_DELAY_SECONDS
        self.crashes += 1
        self._recent = [at for at in self._recent if now - at < HOPELESS_WITHIN_SECONDS] + [now]
        delay = self._delay
        self._delay = min(self._delay * 2, LONGEST_DELAY_SECONDS)
        return now + delay

    def is_hopeless(self, *, now: float) -> bool:
        """Tell whether it crashed so often lately that waiting for it is pointless."""
        recent = [at for at in self._recent if now - at < HOPELESS_WITHIN_SECONDS]
        return len(recent) >= HOPELESS_CRASHES
