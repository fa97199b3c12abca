"""Identifiers: UUID version 7, which sort by the time they were made (RFC 9562)."""

import os
import threading
import time
from uuid import UUID

_MOST_IN_A_MILLISECOND = 0xFFF

_lock = threading.Lock()
_last = (0, 0)  # milliseconds, and the place within them


def new_id() -> UUID:
    """Make a UUIDv7: 48 bits of Unix milliseconds, 12 that keep the order, 62 random ones."""
    milliseconds, place = _next_place()
    value = milliseconds << 80
    value |= 0x7 << 76
    value |= place << 64
    value |= 0b10 << 62
    value |= int.from_bytes(os.urandom(8), "big") >> 2
    return UUID(int=value)


def _next_place() -> tuple[int, int]:
    """A place after all that this process has given out, also when the clock goes back a little."""
    global _last
    first = int.from_bytes(os.urandom(2), "big") >> 5  # two processes seldom begin alike
    with _lock:
        milliseconds, place = _last
        now = time.time_ns() // 1_000_000
        if now > milliseconds:
            _last = now, first
        elif place < _MOST_IN_A_MILLISECOND:
            _last = milliseconds, place + 1
        else:
            _last = milliseconds + 1, first
        return _last
