"""Waiting for facts instead of sleeping."""

import socket
import time
from collections.abc import Callable
from typing import TypeVar

Fact = TypeVar("Fact")


def eventually(
    fact: Callable[[], Fact], *, within_seconds: float = 60, every_seconds: float = 0.02
) -> Fact:
    """
    Return the first true answer of *fact*.

    Raises:
        AssertionError: There was none in time; with the last answer or error.
    """
    deadline = time.monotonic() + within_seconds
    last: object = None
    while time.monotonic() < deadline:
        try:
            if answer := fact():
                return answer
            last = answer
        except (AssertionError, LookupError) as error:
            last = error
        time.sleep(every_seconds)
    raise AssertionError(f"did not come true within {within_seconds} s; last: {last!r}")


def free_port() -> int:
    """A port of this machine nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
