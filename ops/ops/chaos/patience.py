"""Requests that are repeated with the same key until the platform says yes or no."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ops.http import Answer, Client, NoAnswer

# Answers that say "not now" rather than "no".
NOT_NOW = frozenset({401, 408, 425, 429})
LONGEST_PAUSE_SECONDS = 0.5


class OutOfTime(Exception):
    """The run ended before the platform answered."""


@dataclass(frozen=True)
class Settled:
    """A definite answer; *unknown* tries before it may or may not have had their effect."""

    answer: Answer
    tries: int
    unknown: int


class Patient:
    """
    A client that does not take silence for an answer.

    Args:
        renew: Returns a new token when the old one has run out.
        until: An instant of ``time.monotonic`` after which it gives up.
    """

    def __init__(self, client: Client, *, renew: Callable[[], str], until: float) -> None:
        self.client = client
        self._renew = renew
        self._until = until

    def settle(self, verb: str, path: str, body: Any = None, **more: Any) -> Settled:
        """
        Send until the answer is a 2xx or a 4xx that means no.

        Raises:
            OutOfTime: There was none before the end.
        """
        unknown = 0
        for tries in range(1, 1_000_000):
            answer = self._once(verb, path, body, **more)
            if answer is not None and is_definite(answer):
                return Settled(answer, tries, unknown)
            if answer is None or answer.status >= 500:
                unknown += 1
            elif answer.status == 401:
                self._sign_in()
            if time.monotonic() > self._until:
                raise OutOfTime(f"{verb} {path}")
            time.sleep(LONGEST_PAUSE_SECONDS * random.uniform(0.1, 1.0))
        raise AssertionError("unreachable")

    def _once(self, verb: str, path: str, body: Any, **more: Any) -> Answer | None:
        try:
            return self.client.send(verb, path, body, **more)
        except NoAnswer:
            return None

    def _sign_in(self) -> None:
        try:
            self.client.token = self._renew()
        except Exception:  # identity may be down, too; the next 401 tries again
            return


def is_definite(answer: Answer) -> bool:
    """Tell whether an answer settles the request: done, or refused for good."""
    if answer.status >= 500 or answer.status in NOT_NOW:
        return False
    return not (answer.status == 409 and b"platform.in_progress" in answer.body)
