"""
Consuming events: validated first, handled exactly once in effect, never lost, never in the way.

One transaction holds the inbox row, the effect and the outbox rows of a message; only then is
it acknowledged.  What fails waits in a retry queue; what keeps failing is parked.
"""

import queue
import threading
from dataclasses import dataclass
from typing import Any

import pika
import structlog
from pika.channel import Channel
from sqlalchemy.exc import InterfaceError, OperationalError

from shared.contracts.declare import EVENTS, Event, load, load_bytes, type_of
from shared.contracts.envelope import Envelope
from shared.kernel.errors import Conflict, Invalid, NotFound, PlatformError, Unavailable
from shared.messaging.connection import BrokerConnection
from shared.messaging.effects import EventHandler, Fact, caller_of, on, take_effect
from shared.messaging.inbox import park
from shared.messaging.topology import RETRY_SECONDS, retry_queue
from shared.observability import metrics
from shared.observability.logging import bound
from shared.persistence.work import Work, Works

__all__ = ["Consumer", "Delivery", "EventHandler", "bindings_of", "on"]

log = structlog.get_logger()

BATCH = 50  # locks taken by one of them are held until all are done
GATHER_SECONDS = 0.01  # what comes in meanwhile is handled in the same transaction
LARGEST_BODY_BYTES = 5 * 1024 * 1024
OUTAGE_PAUSE_SECONDS = 0.5
# SQLSTATE classes: connection, resources, intervention of an operator (shutdown, starting up).
_OUTAGES = ("08", "53", "57P")
_MOST_DELIVERIES = 4  # of a message whose handling ended the process


@dataclass(frozen=True)
class Delivery:
    """A message as the broker delivered it."""

    channel: Channel
    tag: int
    redelivered: bool
    headers: dict[str, Any]
    body: bytes
    settled: bool = False  # nothing more may be said about it to the broker

    # A closed channel means that the broker delivers again anyway.

    @property
    def attempt(self) -> int:
        """How many retry queues it has been through."""
        attempt = self.headers.get("x-attempt", 0)
        return attempt if isinstance(attempt, int) else 0

    def acknowledge(self) -> None:
        """It is dealt with; in the I/O thread."""
        if not self.settled and self.channel.is_open:
            self.channel.basic_ack(self.tag)

    def give_back(self) -> None:
        """Have it delivered again; in the I/O thread."""
        if not self.settled and self.channel.is_open:
            self.channel.basic_nack(self.tag)


@dataclass(frozen=True)
class Delivered(Fact):
    """A valid message and the delivery to acknowledge."""

    delivery: Delivery


class Consumer:
    """
    Handles the messages of one queue, one batch at a time.

    Args:
        acknowledges_first: A defect on purpose, which ``./samspill chaos`` has to find.
    """

    def __init__(
        self,
        queue_name: str,
        works: Works[Any],
        handlers: dict[type[Event], list[EventHandler]],
        broker_url: str,
        *,
        acknowledges_first: bool = False,
    ) -> None:
        self.queue_name = queue_name
        self._works = works
        self._handlers = handlers
        self._acknowledges_first = acknowledges_first
        self._stopping = threading.Event()
        self._waiting: queue.Queue[Delivery | None] = queue.Queue()
        self._moving: dict[int, Delivery] = {}  # delivery tag of the copy → original
        self._moved = 0
        self._connection = BrokerConnection(broker_url, name=queue_name, on_open=self._opened)
        self._thread = threading.Thread(target=self._run, name=queue_name, daemon=True)
        self._in_batches = all(each.transaction for all_of in handlers.values() for each in all_of)

    def start(self) -> None:
        self._thread.start()
        self._connection.start()

    def stop(self) -> None:
        self._stopping.set()
        self._waiting.put(None)
        self._thread.join(20)
        self._connection.stop()

    @property
    def is_open(self) -> bool:
        return self._connection.is_open

    def _opened(self, channel: Channel) -> None:
        self._moving, self._moved = {}, 0
        channel.confirm_delivery(self._copy_answered)
        channel.basic_qos(prefetch_count=BATCH * 2 if self._in_batches else 1)
        channel.basic_consume(self.queue_name, on_message_callback=self._received)

    def _received(self, channel: Channel, method: Any, properties: Any, body: bytes) -> None:
        headers = properties.headers if isinstance(properties.headers, dict) else {}
        first = self._acknowledges_first
        if first:
            channel.basic_ack(method.delivery_tag)
        self._waiting.put(
            Delivery(channel, method.delivery_tag, method.redelivered, headers, body, settled=first)
        )

    def _run(self) -> None:
        while (first := self._waiting.get()) is not None:
            batch = [first]
            if self._in_batches and self._waiting.qsize() < BATCH:
                self._stopping.wait(GATHER_SECONDS)
            while self._in_batches and len(batch) < BATCH and not self._waiting.empty():
                if (another := self._waiting.get_nowait()) is None:
                    return
                batch.append(another)
            self._handle(batch)

    def _handle(self, batch: list[Delivery]) -> None:
        alive = [each for each in batch if each.channel.is_open]
        facts = [fact for each in alive if (fact := self._valid(each)) is not None]
        if len(facts) > 1 and self._all_at_once(facts):
            return
        for fact in facts:
            self._one(fact)

    def _valid(self, delivery: Delivery) -> Delivered | None:
        """Check everything about a message before any handler sees it; park what is wrong."""
        try:
            if len(delivery.body) > LARGEST_BODY_BYTES:
                raise Invalid("The message is too large.")
            deliveries = delivery.headers.get("x-delivery-count", 0)
            if isinstance(deliveries, int) and deliveries >= _MOST_DELIVERIES:
                raise Invalid("The handler never finished.")
            envelope: Envelope = load(Envelope, _envelope_headers(delivery.headers))
            event = EVENTS.get(envelope.type)
            if event is None or event not in self._handlers:
                raise Invalid(f"No handler for {envelope.type[:100]}.")
            return Delivered(envelope, load_bytes(event, delivery.body), delivery.body, delivery)
        except Invalid as error:
            self._park(delivery, _reason(error))
            return None

    def _all_at_once(self, facts: list[Delivered]) -> bool:
        """Handle several messages in one transaction; False when one of them spoils it."""
        try:
            with self._work_for(facts[0]) as work:
                take_effect(self.queue_name, self._handlers, facts, work)
        except Exception:
            return False
        self._acknowledge(*(fact.delivery for fact in facts))
        return True

    def _one(self, fact: Delivered) -> None:
        with bound(
            correlation_id=fact.envelope.correlation_id,
            organisation_id=str(fact.envelope.organisation_id),
            message_id=str(fact.envelope.message_id),
        ):
            while (error := self._try(fact)) is not None and _is_outage(error):
                # Not the message's fault: it waits here, and its attempts are not used up.
                log.warning("database_awaited", queue=self.queue_name)
                if self._stopping.wait(OUTAGE_PAUSE_SECONDS) or not fact.delivery.channel.is_open:
                    return
            if error is not None:
                self._failed(fact, error)
            else:
                self._acknowledge(fact.delivery)

    def _try(self, fact: Delivered) -> Exception | None:
        try:
            if self._in_batches:
                with self._work_for(fact) as work:
                    take_effect(self.queue_name, self._handlers, [fact], work)
            else:
                for handler in self._handlers[type(fact.event)]:
                    handler.call(fact.event, self._works)
        except Exception as error:
            return error
        return None

    def _work_for(self, fact: Delivered) -> Work:
        return self._works(caller_of(fact.envelope))

    def _failed(self, fact: Delivered, error: Exception) -> None:
        attempt = fact.delivery.attempt
        if isinstance(error, PlatformError):
            log.warning("event_failed", type=fact.envelope.type, code=error.code, attempt=attempt)
        else:
            log.error("event_failed", type=fact.envelope.type, attempt=attempt, exc_info=error)
        if _is_worth_repeating(error) and attempt < len(RETRY_SECONDS):
            self._retry_later(fact.delivery, attempt)
        else:
            self._park(fact.delivery, f"{type(error).__name__}: {error}"[:1000])

    def _retry_later(self, delivery: Delivery, attempt: int) -> None:
        """Send a copy to the waiting queue; the original is acknowledged when the copy is safe."""
        target = retry_queue(self.queue_name, RETRY_SECONDS[attempt])
        headers = {**delivery.headers, "x-attempt": attempt + 1}

        def move() -> None:
            if not delivery.channel.is_open:
                return
            delivery.channel.basic_publish(
                "",
                target,
                delivery.body,
                pika.BasicProperties(
                    content_type="application/json", delivery_mode=2, headers=headers
                ),
            )
            self._moved += 1
            self._moving[self._moved] = delivery

        self._connection.run(move)

    def _copy_answered(self, frame: Any) -> None:
        method = frame.method
        tags = [tag for tag in self._moving if tag <= method.delivery_tag]
        for tag in tags if method.multiple else [method.delivery_tag]:
            original = self._moving.pop(tag)
            if method.NAME == "Basic.Ack":
                original.acknowledge()
            else:
                original.give_back()

    def _park(self, delivery: Delivery, reason: str) -> None:
        try:
            park(self._works.engine, self._works.metadata, self.queue_name, delivery, reason)
        except Exception:
            log.exception("event_not_parked", queue=self.queue_name)
            self._connection.run(delivery.give_back)
            return
        log.error("event_parked", queue=self.queue_name, reason=reason)
        metrics.quarantine_messages.labels(self.queue_name).inc()
        self._acknowledge(delivery)

    def _acknowledge(self, *deliveries: Delivery) -> None:
        def acknowledge() -> None:
            for each in deliveries:
                each.acknowledge()

        self._connection.run(acknowledge)


def _envelope_headers(headers: dict[str, Any]) -> dict[str, Any]:
    return {key: headers[key] for key in Envelope.__struct_fields__ if key in headers}


def _is_worth_repeating(error: Exception) -> bool:
    if isinstance(error, PlatformError):
        return isinstance(error, NotFound | Conflict | Unavailable)
    return True  # a bug or a lost database: the cause may pass, and parking comes in the end


def _is_outage(error: Exception) -> bool:
    """Whether the database is away or full up, rather than something being wrong with a message."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    return state is None or state.startswith(_OUTAGES)


def _reason(error: Invalid) -> str:
    fields = "; ".join(f"{each.pointer}: {each.message}" for each in error.errors)
    return f"{error.message} {fields}".strip()[:1000]


def bindings_of(handlers: dict[type[Event], list[EventHandler]]) -> list[type[Event]]:
    """The events a queue must be bound to."""
    return sorted(handlers, key=lambda each: type_of(each).full_name)
