"""The real servers tests run on: where they are, and what one run takes of them."""

import fcntl
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import pika

from shared.messaging.topology import (
    RETRY_SECONDS,
    SERVICES,
    inbox_of,
    retry_queue,
    wakeups_of,
)

VHOSTS = [f"test{n}" for n in range(1, 13)]


class ServersMissing(Exception):
    """No servers were given; the text says how to get them."""


@dataclass
class Servers:
    """
    The test servers, with a virtual host nobody else uses meanwhile.

    Args:
        database_url_template: Superuser's, with ``{database}`` for the name.
    """

    database_url_template: str
    broker_url: str
    _lock: IO[str] = field(repr=False)

    @classmethod
    def claim(cls) -> "Servers":
        """
        Find the servers in the environment and take a free virtual host.

        Raises:
            ServersMissing: There are none, or twelve runs hold all virtual hosts.
        """
        template, broker = os.environ.get("DATABASE_URL_TEMPLATE"), os.environ.get("BROKER_URL")
        if not template or not broker:
            raise ServersMissing(
                "Integration tests need PostgreSQL and RabbitMQ: run them by ./samspill test, or "
                'eval "$(./samspill servers --test)" first.'
            )
        for vhost in VHOSTS:
            lock = (Path(tempfile.gettempdir()) / f"samspill-{vhost}.lock").open("w")
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                lock.close()
                continue
            claimed = cls(template, f"{broker.rsplit('/', 1)[0]}/{vhost}", lock)
            claimed.clear_queues()
            return claimed
        raise ServersMissing("Every virtual host for tests is in use.")

    def clear_queues(self) -> None:
        """Remove what an earlier run left in the virtual host."""
        connection = pika.BlockingConnection(pika.URLParameters(self.broker_url))
        channel = connection.channel()
        for service in SERVICES:
            for queue in (inbox_of(service), wakeups_of(service)):
                waiting = [retry_queue(queue, seconds) for seconds in RETRY_SECONDS]
                for name in (queue, *waiting):
                    channel.queue_delete(name)
            channel.queue_delete(f"rpc-{service}")
        connection.close()

    def release(self) -> None:
        self._lock.close()
