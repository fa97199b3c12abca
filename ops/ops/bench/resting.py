"""Waits between cases until the work of the last one is done, or it would be counted twice."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import psycopg

from ops.inspection.queues import look
from ops.inspection.report import queue_names
from ops.local.processes import SERVICES
from ops.machine.faults import Fault

LONGEST_SECONDS = 600.0
LOOK_EVERY_SECONDS = 0.25
CALM_LOOKS = 2


@dataclass(frozen=True)
class Servers:
    """Where the platform keeps what is still to be done."""

    database_url_template: str = field(repr=False)
    broker_url: str = field(repr=False)

    def rest(self) -> float:
        """
        Wait until outboxes and queues are empty and return how many seconds that took.

        Raises:
            Fault: they are not after ten minutes.
        """
        began = time.monotonic()
        calm = 0
        while calm < CALM_LOOKS:
            calm = calm + 1 if not self._waiting() else 0
            if time.monotonic() - began > LONGEST_SECONDS:
                raise Fault("Outboxes and queues did not run empty within ten minutes.")
            time.sleep(LOOK_EVERY_SECONDS)
        return time.monotonic() - began

    def _waiting(self) -> bool:
        if any(queue.depth for queue in look(self.broker_url, queue_names())):
            return True
        return any(self._untold(service) for service in SERVICES)

    def _untold(self, service: str) -> bool:
        address = self.database_url_template.replace("{database}", service)
        with psycopg.connect(address) as connection:
            found = connection.execute(
                "SELECT EXISTS (SELECT FROM outbox_messages WHERE published_at IS NULL)"
            ).fetchone()
        return bool(found and found[0])
