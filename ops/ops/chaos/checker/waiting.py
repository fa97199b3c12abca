"""Waits until the platform has come to rest, and says how long that took."""

from __future__ import annotations

import time

import pika.exceptions
import psycopg

from ops.chaos.checker.evidence import COPYING, Scene, leftovers

LOOK_EVERY_SECONDS = 0.5
CALM_LOOKS = 2


def seconds_to_rest(scene: Scene, *, at_most: float) -> float | None:
    """
    Wait until nothing is under way; None when that takes longer than *at_most* seconds.

    Two looks in a row must agree: a message between two queues is in neither.
    """
    began = time.monotonic()
    calm = 0
    while (waited := time.monotonic() - began) <= at_most:
        calm = calm + 1 if _is_at_rest(scene) else 0
        if calm == CALM_LOOKS:
            return waited
        time.sleep(LOOK_EVERY_SECONDS)
    return None


def _is_at_rest(scene: Scene) -> bool:
    try:
        if any(leftovers(scene).values()):
            return False
        versions = (
            "SELECT id::text, version FROM reference_copies"
            " WHERE organisation_id = %(org)s AND kind = 'customer' ORDER BY id"
        )
        own = "SELECT id::text, version FROM customers WHERE organisation_id = %(org)s ORDER BY id"
        there = scene.rows("crm", own)
        return all(scene.rows(service, versions) == there for service in COPYING)
    except (psycopg.Error, pika.exceptions.AMQPError, OSError):
        return False  # a server may still be coming back
