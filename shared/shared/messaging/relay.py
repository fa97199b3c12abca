"""
The relay: tells the broker what the outbox holds.

At least once and in order for each aggregate; a row is marked only after its confirm.
"""

import threading
import time
from collections.abc import Sequence
from typing import Any

import pika
import psycopg
import structlog
from pika.channel import Channel
from sqlalchemy import Engine

from shared.contracts.declare import is_optional
from shared.messaging.connection import BrokerConnection
from shared.observability import metrics
from shared.persistence.engine import lock_key
from shared.persistence.outbox import SHARDS

log = structlog.get_logger()

BATCH = 500
CONFIRM_SECONDS = 5
POLL_SECONDS = 1.0
GATHER_SECONDS = 0.01  # commits that follow one another closely are told together
LONGEST_WAIT_SECONDS = 5.0

_NEXT = """
    SELECT seq, exchange, routing_key, headers, body, message_id FROM outbox_messages
    WHERE published_at IS NULL AND shard = ANY(%s) ORDER BY seq LIMIT %s
"""
_BACKLOG = """
    SELECT count(*), COALESCE(EXTRACT(EPOCH FROM now() - min(created_at)), 0)
    FROM outbox_messages WHERE published_at IS NULL
"""


class Relay:
    """Relays one service's outbox.  Several may run: an advisory lock gives each its shards."""

    def __init__(self, service: str, engine: Engine, broker_url: str) -> None:
        self.service = service
        url = engine.url.set(drivername="postgresql")
        self._database_url = url.render_as_string(hide_password=False)
        self._publisher = ConfirmingPublisher(broker_url, name=f"{service} relay")
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"{service} relay", daemon=True)

    def start(self) -> None:
        self._publisher.start()
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(10)
        self._publisher.stop()

    def _run(self) -> None:
        wait = 0.2
        while not self._stopping.is_set():
            try:
                with psycopg.connect(self._database_url, autocommit=True) as connection:
                    wait = 0.2
                    self._serve(connection)
            except (psycopg.Error, OSError) as error:
                log.warning("relay_database_lost", relay=self.service, error=type(error).__name__)
            self._stopping.wait(wait)
            wait = min(wait * 2, LONGEST_WAIT_SECONDS)

    def _serve(self, connection: psycopg.Connection[Any]) -> None:
        connection.execute("LISTEN outbox_messages")
        held: list[int] = []
        measured_at = 0.0
        while not self._stopping.is_set():
            held = self._take_shards(connection, held)
            sent = self._relay_batch(connection, held) if held else 0
            if time.monotonic() - measured_at > POLL_SECONDS:
                self._measure(connection)
                measured_at = time.monotonic()
            if sent < BATCH and list(connection.notifies(timeout=POLL_SECONDS, stop_after=1)):
                self._stopping.wait(GATHER_SECONDS)

    def _take_shards(self, connection: psycopg.Connection[Any], held: list[int]) -> list[int]:
        if len(held) == SHARDS:
            return held
        taken = list(held)
        for shard in set(range(SHARDS)) - set(held):
            key = lock_key("relay", self.service, shard)
            row = connection.execute("SELECT pg_try_advisory_lock(%s)", [key]).fetchone()
            if row and row[0]:
                taken.append(shard)
        return taken

    def _relay_batch(self, connection: psycopg.Connection[Any], shards: list[int]) -> int:
        rows = connection.execute(_NEXT, [shards, BATCH]).fetchall()
        if not rows:
            return 0
        confirmed = self._publisher.publish(rows)
        connection.execute(
            "UPDATE outbox_messages SET published_at = now() WHERE seq = ANY(%s)", [confirmed]
        )
        metrics.outbox_published.labels(self.service).inc(len(confirmed))
        if len(confirmed) < len(rows):
            log.warning(
                "relay_batch_unconfirmed", relay=self.service, count=len(rows) - len(confirmed)
            )
            self._stopping.wait(0.5)
        return len(confirmed)

    def _measure(self, connection: psycopg.Connection[Any]) -> None:
        row = connection.execute(_BACKLOG).fetchone()
        if row:
            metrics.outbox_unpublished.labels(self.service).set(row[0])
            metrics.outbox_oldest_seconds.labels(self.service).set(float(row[1]))


class ConfirmingPublisher:
    """Publishes batches and waits until the broker has confirmed every message of them."""

    def __init__(self, broker_url: str, *, name: str) -> None:
        self._connection = BrokerConnection(
            broker_url, name=name, on_open=self._opened, on_lost=self._lost
        )
        self._channel: Channel | None = None
        self._next_tag = 1
        self._waiting: dict[int, tuple[int, str]] = {}  # delivery tag → (seq, message id)
        self._unroutable: set[str] = set()
        self._confirmed: list[int] = []
        self._done = threading.Event()

    def start(self) -> None:
        self._connection.start()

    def stop(self) -> None:
        self._connection.stop()

    def publish(self, rows: Sequence[Any]) -> list[int]:
        """
        Publish *rows* of (seq, exchange, routing key, headers, body, message id).

        Returns:
            The seqs the broker has taken over, within five seconds; the rest must be sent again.
        """
        self._done.clear()
        self._confirmed = []
        if not self._connection.run(lambda: self._send(rows)):
            return []
        self._done.wait(CONFIRM_SECONDS)
        return list(self._confirmed)

    def _opened(self, channel: Channel) -> None:
        self._channel, self._next_tag, self._waiting = channel, 1, {}
        channel.add_on_return_callback(self._returned)
        channel.confirm_delivery(self._answered)

    def _lost(self) -> None:
        self._channel = None
        self._waiting = {}
        self._done.set()

    def _send(self, rows: Sequence[Any]) -> None:
        self._waiting, self._unroutable = {}, set()
        if self._channel is None or not self._channel.is_open:
            self._done.set()
            return
        for seq, exchange, routing_key, headers, body, message_id in rows:
            self._waiting[self._next_tag] = (seq, str(message_id))
            self._next_tag += 1
            self._channel.basic_publish(
                exchange,
                routing_key,
                body,
                pika.BasicProperties(
                    content_type="application/json",
                    content_encoding="utf-8",
                    delivery_mode=2,
                    message_id=str(message_id),
                    headers=headers,
                ),
                mandatory=not is_optional(headers["type"]),
            )

    def _returned(self, _channel: Channel, method: Any, properties: Any, _body: bytes) -> None:
        log.error("event_unroutable", exchange=method.exchange, routing_key=method.routing_key)
        self._unroutable.add(properties.message_id)

    def _answered(self, frame: Any) -> None:
        method = frame.method
        up_to = method.delivery_tag
        tags = [tag for tag in self._waiting if tag <= up_to] if method.multiple else [up_to]
        for tag in tags:
            if (found := self._waiting.pop(tag, None)) is None:
                continue
            if method.NAME == "Basic.Ack" and found[1] not in self._unroutable:
                self._confirmed.append(found[0])
        if not self._waiting:
            self._done.set()
