"""Latencies and what they come to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field


def percentile(values: Sequence[float], share: float) -> float:
    """
    Return the nearest-rank percentile: the smallest value that *share* of all do not exceed.

    Raises:
        ValueError: there are no values, or *share* is not above 0 and up to 1.
    """
    if not values or not 0 < share <= 1:
        raise ValueError("A percentile needs values and a share of them.")
    return sorted(values)[math.ceil(share * len(values)) - 1]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """
    What a case came to with one number of clients at once.

    Args:
        cpu_ms: process → milliseconds of processor time for each request.
        mib: process → memory right after.
    """

    case: str
    at_once: int
    seconds: float
    latencies_ms: tuple[float, ...] = field(repr=False)
    errors: int = 0
    cpu_ms: dict[str, float] = field(default_factory=dict)
    mib: dict[str, float] = field(default_factory=dict)

    @property
    def requests(self) -> int:
        return len(self.latencies_ms)

    @property
    def throughput(self) -> float:
        """Requests answered well, per second."""
        return self.requests / self.seconds if self.seconds else 0.0

    def latency(self, share: float) -> float:
        """A percentile of the latencies in milliseconds; 0 without any."""
        return percentile(self.latencies_ms, share) if self.latencies_ms else 0.0
