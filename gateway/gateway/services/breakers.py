"""What keeps one slow service from taking the gateway down: a bulkhead and a breaker for each."""

import threading
import time
from collections.abc import Callable

from shared.kernel.errors import Unavailable

FAILURES_TO_OPEN = 5
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 8.0


class Breaker:
    """
    Opens after several deadlines in a row have passed, then lets one call at a time try.

    Only silence counts: a service that answers with an error is there, and one that cannot be
    reached at all fails at once anyway.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._pause_seconds = FIRST_PAUSE_SECONDS
        self._closed_again_at = 0.0

    @property
    def is_open(self) -> bool:
        """Whether calls are refused right now."""
        return self._failures >= FAILURES_TO_OPEN and self._clock() < self._closed_again_at

    def admit(self) -> bool:
        """Whether a call may be sent; the first one after a pause closes the door behind it."""
        with self._lock:
            if self._failures < FAILURES_TO_OPEN:
                return True
            if self._clock() < self._closed_again_at:
                return False
            self._closed_again_at = self._clock() + self._pause_seconds
            return True

    def answered(self) -> None:
        """A call was answered, however badly."""
        if self._failures:
            with self._lock:
                self._failures = 0
                self._pause_seconds = FIRST_PAUSE_SECONDS

    def silent(self) -> None:
        """A call's deadline passed without an answer."""
        with self._lock:
            self._failures += 1
            if self._failures >= FAILURES_TO_OPEN:
                self._closed_again_at = self._clock() + self._pause_seconds
                self._pause_seconds = min(self._pause_seconds * 2, LONGEST_PAUSE_SECONDS)


class Target:
    """One service as the gateway sees it: how many calls are in flight, and whether it answers."""

    def __init__(self, service: str, *, most_calls: int) -> None:
        self.service = service
        self.breaker = Breaker()
        self._most_calls = most_calls
        self._slots = threading.BoundedSemaphore(most_calls)

    def enter(self) -> None:
        """
        Take a place for one call.

        Raises:
            Unavailable: Nobody answers there, or every place is taken.
        """
        if not self._slots.acquire(blocking=False):
            raise Unavailable(
                f"{self.service} is busy.", code="platform.service_busy", retry_after_seconds=1
            )
        if not self.breaker.admit():
            self._slots.release()
            raise Unavailable(
                f"{self.service} is not available.",
                code="platform.service_unavailable",
                retry_after_seconds=2,
            )

    def leave(self) -> None:
        """Give the place back."""
        self._slots.release()
