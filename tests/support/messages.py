"""Messages put on the broker by hand: good ones, and every kind of bad one."""

import json
from datetime import UTC, datetime
from typing import Any

import pika
from shared.contracts.declare import Event, aggregate_of, dump_bytes, type_of
from shared.kernel.ids import new_id


def headers_for(fact: Event, *, organisation_id: Any, **changes: Any) -> dict[str, Any]:
    """The headers the relay would give a fact; *changes* spoil them."""
    aggregate_id, version = aggregate_of(fact)
    return {
        "message_id": str(new_id()),
        "type": type_of(type(fact)).full_name,
        "occurred_at": datetime.now(UTC).isoformat(),
        "organisation_id": str(organisation_id),
        "aggregate_id": str(aggregate_id),
        "aggregate_version": version,
        "actor_id": str(new_id()),
        "correlation_id": "made-by-hand",
        "causation_id": "",
        "source": "api",
        **changes,
    }


class Broker:
    """Publishes straight to queues, as somebody who does not keep to the rules might."""

    def __init__(self, broker_url: str) -> None:
        self._connection = pika.BlockingConnection(pika.URLParameters(broker_url))
        self._channel = self._connection.channel()

    def send(self, queue: str, body: bytes, *, exchange: str = "", **properties: Any) -> None:
        self._channel.basic_publish(exchange, queue, body, pika.BasicProperties(**properties))

    def tell(self, queue: str, fact: Event, *, organisation_id: Any, **changes: Any) -> dict:
        """Deliver a fact to one queue; returns the headers, to deliver it again."""
        headers = headers_for(fact, organisation_id=organisation_id, **changes)
        self.send(queue, dump_bytes(fact), headers=headers)
        return headers

    def depth(self, queue: str) -> int:
        return self._channel.queue_declare(queue, passive=True).method.message_count

    def close(self) -> None:
        self._connection.close()


def call_body(**arguments: Any) -> bytes:
    """The body of a call as nameko's wire format has it."""
    return json.dumps({"args": [], "kwargs": arguments}).encode()
