"""Exchanges and queues, as data: declared in one place, before any process starts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pika

from shared.contracts.declare import Event, type_of

SERVICES = ("identity", "crm", "sales", "quoting", "projects", "calendar_sync", "erp_sync")
RPC_EXCHANGE = "nameko-rpc"
RETRY_SECONDS = (5, 30, 300)  # one queue for each delay; a mixed one would wait behind its head
LARGEST_QUEUE_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True)
class QueueSpec:
    """One queue and what is bound to it: ``bindings`` are (exchange, routing key)."""

    name: str
    arguments: dict[str, Any] = field(default_factory=dict)
    bindings: tuple[tuple[str, str], ...] = ()


def inbox_of(service: str) -> str:
    """The queue of a service's event handlers."""
    return f"{service}.inbox"


def wakeups_of(service: str) -> str:
    """The queue of a service's separately scaled sync workers."""
    return f"{service}.wakeups"


def retry_queue(queue: str, seconds: int) -> str:
    """The queue in which a message waits *seconds* before it comes back to *queue*."""
    return f"{queue}.retry.{seconds}"


def exchanges() -> list[str]:
    """Every topic exchange of the platform."""
    kinds = ("events", "restricted")
    return [f"{service}.{kind}" for service in SERVICES for kind in kinds] + [RPC_EXCHANGE]


def queues_for(queue: str, events: Iterable[type[Event]]) -> list[QueueSpec]:
    """A queue bound once per event, and its waiting queues."""
    declared = sorted({(type_of(each).exchange, type_of(each).routing_key) for each in events})
    durable = {
        "x-queue-type": "quorum",
        "x-overflow": "reject-publish",
        "x-max-length-bytes": LARGEST_QUEUE_BYTES,
    }
    waiting = [
        QueueSpec(
            retry_queue(queue, seconds),
            {
                "x-queue-type": "quorum",
                "x-message-ttl": seconds * 1000,
                "x-dead-letter-exchange": "",
                "x-dead-letter-routing-key": queue,
            },
        )
        for seconds in RETRY_SECONDS
    ]
    return [QueueSpec(queue, durable, tuple(declared)), *waiting]


def declare(broker_url: str, queues: Iterable[QueueSpec]) -> None:
    """Create what is missing; what is there already must be alike."""
    connection = pika.BlockingConnection(pika.URLParameters(broker_url))
    try:
        channel = connection.channel()
        for exchange in exchanges():
            channel.exchange_declare(exchange, exchange_type="topic", durable=True)
        for queue in queues:
            channel.queue_declare(queue.name, durable=True, arguments=queue.arguments)
            for exchange, key in queue.bindings:
                channel.queue_bind(queue.name, exchange, key)
    finally:
        connection.close()
