"""
Calls to services: one connection, one I/O thread, many calls in flight, never without a deadline.

Replies find their call by correlation id; late ones are dropped.  A request expires in its queue
when its caller has given up, so that a returning service does not execute it.
"""

import threading
import time
from collections.abc import Mapping
from concurrent.futures import CancelledError, Future, InvalidStateError
from contextlib import suppress
from typing import Any

import msgspec
import pika
from pika.channel import Channel

from shared.contracts.declare import dump_bytes
from shared.kernel.errors import Unavailable, from_wire
from shared.kernel.ids import new_id
from shared.messaging.connection import BrokerConnection
from shared.messaging.topology import RPC_EXCHANGE
from shared.rpc.wire import DEADLINE, HEADER, Reply

_REPLY = msgspec.json.Decoder(Reply)


class RpcClient:
    """Thread-safe; make one per process, after forking."""

    def __init__(self, broker_url: str, *, name: str = "rpc client") -> None:
        self._connection = BrokerConnection(
            broker_url, name=name, on_open=self._opened, on_lost=self._lost
        )
        self._reply_to = ""
        self._pending: dict[str, Future[Reply]] = {}
        self._channel: Channel | None = None
        self._ready = threading.Event()

    def start(self) -> None:
        self._connection.start()

    def stop(self) -> None:
        self._connection.stop()

    @property
    def is_ready(self) -> bool:
        return self._ready.is_set()

    def wait_until_ready(self, *, within_seconds: float) -> bool:
        return self._ready.wait(within_seconds)

    def submit(
        self,
        service: str,
        method: str,
        arguments: Mapping[str, Any],
        *,
        headers: Mapping[str, str],
        timeout_seconds: float,
    ) -> Future[Reply]:
        """
        Send a call; the future fails with ``Unavailable`` when it cannot be delivered.

        Args:
            headers: Without prefix, see ``shared.rpc.wire``.
        """
        future: Future[Reply] = Future()
        if not self._ready.is_set():
            future.set_exception(_unavailable(service))
            return future
        call_id = str(new_id())
        body = dump_bytes({"args": [], "kwargs": dict(arguments)})
        deadline_ms = str(int((time.time() + timeout_seconds) * 1000))
        wire = {f"{HEADER}{name}": value for name, value in headers.items() if value}
        properties = pika.BasicProperties(
            content_type="application/json",
            content_encoding="utf-8",
            reply_to=self._reply_to,
            correlation_id=call_id,
            expiration=str(max(1, int(timeout_seconds * 1000))),
            delivery_mode=1,
            headers={**wire, f"{HEADER}{DEADLINE}": deadline_ms},
        )
        self._pending[call_id] = future
        future.add_done_callback(lambda _: self._pending.pop(call_id, None))

        def send() -> None:
            if self._channel is None or not self._channel.is_open:
                _fail(future, _unavailable(service))
                return
            self._channel.basic_publish(
                RPC_EXCHANGE, f"{service}.{method}", body, properties, mandatory=True
            )

        if not self._connection.run(send):
            _fail(future, _unavailable(service))
        return future

    def call(
        self,
        service: str,
        method: str,
        arguments: Mapping[str, Any],
        *,
        headers: Mapping[str, str],
        timeout_seconds: float,
    ) -> Any:
        """
        Call and wait.

        Raises:
            PlatformError: What the service raised, or ``Unavailable`` after the deadline.
        """
        future = self.submit(
            service, method, arguments, headers=headers, timeout_seconds=timeout_seconds
        )
        return result_of(future, service, timeout_seconds=timeout_seconds).result

    def _opened(self, channel: Channel) -> None:
        self._channel = channel
        channel.add_on_return_callback(self._returned)
        self._reply_to = str(new_id())
        channel.exchange_declare(RPC_EXCHANGE, exchange_type="topic", durable=True)
        channel.queue_declare(
            f"rpc.reply-{self._reply_to}",
            exclusive=True,
            auto_delete=True,
            callback=lambda _: self._bind(channel),
        )

    def _bind(self, channel: Channel) -> None:
        queue = f"rpc.reply-{self._reply_to}"
        channel.queue_bind(
            queue,
            RPC_EXCHANGE,
            routing_key=self._reply_to,
            callback=lambda _: self._consume(channel, queue),
        )

    def _consume(self, channel: Channel, queue: str) -> None:
        channel.basic_consume(
            queue,
            on_message_callback=self._replied,
            auto_ack=True,
            callback=lambda _: self._ready.set(),
        )

    def _lost(self) -> None:
        self._ready.clear()
        self._channel = None
        for future in list(self._pending.values()):
            _fail(future, _unavailable("the broker"))

    def _replied(self, _channel: Channel, _method: Any, properties: Any, body: bytes) -> None:
        future = self._pending.get(properties.correlation_id or "")
        if future is None or future.done():
            return
        try:
            with suppress(InvalidStateError):  # given up this very moment
                future.set_result(_REPLY.decode(body))
        except msgspec.DecodeError:
            _fail(future, _unavailable("the service"))

    def _returned(self, _channel: Channel, _method: Any, properties: Any, _body: bytes) -> None:
        if (future := self._pending.get(properties.correlation_id or "")) is not None:
            _fail(future, _unavailable("the service"))


def result_of(future: "Future[Reply]", service: str, *, timeout_seconds: float) -> Reply:
    """
    Wait for an answer.

    Raises:
        PlatformError: What the service raised; ``Unavailable`` with code
            ``platform.deadline_passed`` when it did not answer in time.
    """
    try:
        reply = future.result(timeout_seconds)
    except (TimeoutError, CancelledError):  # cancelled: it was given up before
        future.cancel()
        raise Unavailable(
            f"{service} did not answer in time.", code="platform.deadline_passed"
        ) from None
    if reply.error is not None:
        raise from_wire(reply.error)
    return reply


def _fail(future: "Future[Reply]", error: Exception) -> None:
    if not future.done():
        with suppress(InvalidStateError):  # given up this very moment
            future.set_exception(error)


def _unavailable(what: str) -> Unavailable:
    return Unavailable(
        f"{what} is not available.", code="platform.service_unavailable", retry_after_seconds=2
    )
