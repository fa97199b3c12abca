"""How full the broker's queues are, asked without its management interface."""

from collections.abc import Iterable
from dataclasses import dataclass

import pika
from pika.exceptions import AMQPError, ChannelClosedByBroker
from shared.kernel.errors import Unavailable
from shared.messaging.topology import (
    RETRY_SECONDS,
    SERVICES,
    inbox_of,
    retry_queue,
    wakeups_of,
)

SYNCING = ("crm", "calendar_sync", "erp_sync")


@dataclass(frozen=True)
class QueueState:
    """Messages waiting in a queue, and who takes them."""

    name: str
    depth: int
    consumers: int


def known_queues() -> list[str]:
    """The queues every service may have; one that reacts to nothing has no inbox."""
    working = [inbox_of(service) for service in SERVICES]
    working += [wakeups_of(service) for service in SYNCING]
    waiting = [retry_queue(name, seconds) for name in working for seconds in RETRY_SECONDS]
    return [*(f"rpc-{service}" for service in SERVICES), *working, *waiting]


def queue_states(broker_url: str, names: Iterable[str]) -> list[QueueState]:
    """
    Look at queues; those that do not exist are left out.

    Raises:
        Unavailable: The broker does not answer.
    """
    parameters = pika.URLParameters(broker_url)
    parameters.socket_timeout = parameters.stack_timeout = 2
    parameters.blocked_connection_timeout = 2
    try:
        connection = pika.BlockingConnection(parameters)
        try:
            return [state for name in names if (state := _look(connection, name))]
        finally:
            connection.close()
    except (AMQPError, OSError):
        raise Unavailable(
            "The broker is not available.",
            code="platform.service_unavailable",
            retry_after_seconds=2,
        ) from None


def _look(connection: pika.BlockingConnection, name: str) -> QueueState | None:
    channel = connection.channel()
    try:
        found = channel.queue_declare(name, passive=True).method
    except ChannelClosedByBroker:
        return None
    channel.close()
    return QueueState(name, found.message_count, found.consumer_count)
