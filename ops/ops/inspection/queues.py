"""How full the broker's queues are, asked without its management plugin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pika
import pika.exceptions


@dataclass(frozen=True)
class Queue:
    """A queue at one moment."""

    name: str
    depth: int
    consumers: int


def look(broker_url: str, names: Iterable[str]) -> list[Queue]:
    """Return the queues that exist among *names*; none when the broker cannot be reached."""
    parameters = pika.URLParameters(broker_url)
    parameters.socket_timeout = parameters.blocked_connection_timeout = 3
    try:
        with pika.BlockingConnection(parameters) as connection:
            found = (_look(connection, name) for name in names)
            return [queue for queue in found if queue]
    except (pika.exceptions.AMQPError, OSError):
        return []


def _look(connection: pika.BlockingConnection, name: str) -> Queue | None:
    channel = connection.channel()
    try:
        found = channel.queue_declare(name, passive=True).method
    except pika.exceptions.ChannelClosedByBroker:
        # Asking for a queue that does not exist closes the channel.
        return None
    channel.close()
    return Queue(name=name, depth=found.message_count, consumers=found.consumer_count)
