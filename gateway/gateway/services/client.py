"""Calls to services: who calls and why, how long to wait, and what is tried again."""

import time
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Protocol

from shared.kernel.errors import PlatformError, Unavailable
from shared.messaging.topology import SERVICES
from shared.rpc.client import result_of
from shared.rpc.wire import CALLER, CORRELATION, IDEMPOTENCY_KEY, REQUEST_HASH, Reply

from gateway.services.breakers import Target

RECONNECTED_WITHIN_SECONDS = 0.25


class Transport(Protocol):
    """What carries calls: ``shared.rpc.client.RpcClient``, or a fake one."""

    @property
    def is_ready(self) -> bool: ...

    def wait_until_ready(self, *, within_seconds: float) -> bool: ...

    def submit(
        self,
        service: str,
        method: str,
        arguments: Mapping[str, Any],
        *,
        headers: Mapping[str, str],
        timeout_seconds: float,
    ) -> "Future[Reply]": ...


@dataclass(frozen=True, kw_only=True)
class CallContext:
    """
    What travels with every call of one request.

    Args:
        caller_token: The signed caller; empty for calls without one, such as logging in.
        request_hash: Method and path, a space, and the hash of the body.
    """

    request_id: str
    caller_token: str = ""
    idempotency_key: str = ""
    request_hash: str = ""
    trace_parent: str = ""

    def headers(self) -> dict[str, str]:
        """The headers of the wire format; empty ones are not sent."""
        return {
            CORRELATION: self.request_id,
            CALLER: self.caller_token,
            IDEMPOTENCY_KEY: self.idempotency_key,
            REQUEST_HASH: self.request_hash,
            "traceparent": self.trace_parent,
        }


class Question:
    """A call that was sent and may not be answered yet."""

    def __init__(self, target: Target, future: "Future[Reply]") -> None:
        self._target = target
        self._future = future

    def answer(self, *, deadline: float) -> Reply:
        """
        Wait until *deadline*, an instant of ``time.monotonic``.

        Raises:
            PlatformError: What the service raised, or ``Unavailable``.
        """
        seconds = max(0.0, deadline - time.monotonic())
        try:
            reply = result_of(self._future, self._target.service, timeout_seconds=seconds)
        except PlatformError as error:
            if self._future.cancelled() and error.code == "platform.deadline_passed":
                self._target.breaker.silent()
            elif self._future.done() and self._future.exception() is None:
                self._target.breaker.answered()
            raise
        self._target.breaker.answered()
        return reply


class Services:
    """Every service the gateway may ask.  Thread-safe; make one per process, after forking."""

    def __init__(self, transport: Transport, *, calls_per_service: int) -> None:
        self.transport = transport
        self._targets = {
            service: Target(service, most_calls=calls_per_service) for service in SERVICES
        }

    def ask(
        self,
        method: str,
        arguments: Mapping[str, Any],
        *,
        context: CallContext,
        within_seconds: float,
    ) -> Question:
        """
        Send a call and return at once.

        Args:
            method: ``service.method``, such as ``crm.get_customer``.

        Raises:
            Unavailable: The service does not answer or is busy.
        """
        service, _, name = method.partition(".")
        target = self._targets[service]
        target.enter()
        try:
            future = self.transport.submit(
                service,
                name,
                arguments,
                headers=context.headers(),
                timeout_seconds=within_seconds,
            )
        except BaseException:
            target.leave()
            raise
        future.add_done_callback(lambda _: target.leave())
        return Question(target, future)

    def call(
        self,
        method: str,
        arguments: Mapping[str, Any],
        *,
        context: CallContext,
        within_seconds: float,
        repeatable: bool = False,
    ) -> Reply:
        """
        Call and wait.

        Args:
            repeatable: The call changes nothing; it is sent once more when the broker's
                connection broke under it and is back at once.

        Raises:
            PlatformError: What the service raised, or ``Unavailable``.
        """
        deadline = time.monotonic() + within_seconds
        try:
            question = self.ask(method, arguments, context=context, within_seconds=within_seconds)
            return question.answer(deadline=deadline)
        except Unavailable as error:
            if not repeatable or not self._connection_broke(error):
                raise
        left = deadline - time.monotonic()
        question = self.ask(method, arguments, context=context, within_seconds=left)
        return question.answer(deadline=deadline)

    def _connection_broke(self, error: Unavailable) -> bool:
        return (
            error.code == "platform.service_unavailable"
            and not self.transport.is_ready
            and self.transport.wait_until_ready(within_seconds=RECONNECTED_WITHIN_SECONDS)
        )
