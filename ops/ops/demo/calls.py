"""Calls to the services of the running platform, several in flight at once."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from shared.kernel.context import Caller
from shared.kernel.errors import PlatformError, Unavailable
from shared.kernel.ids import new_id
from shared.rpc.caller_token import read_key, sign
from shared.rpc.client import RpcClient, result_of
from shared.rpc.wire import CALLER, CORRELATION, IDEMPOTENCY_KEY, REQUEST_HASH

from ops.machine.faults import Fault

IN_FLIGHT = 8
PATIENCE_SECONDS = 60.0
_TOKEN_SECONDS = 3600
_AGAIN_SECONDS = 0.2
_SETTLE_SECONDS = 0.1


class Services:
    """
    One connection to the services of a platform.

    Args:
        environ: The platform's variables: its broker, and the key callers are signed with.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.client = RpcClient(environ["BROKER_URL"], name="demo data")
        self._key = read_key(environ["GATEWAY_SIGNING_KEY_FILE"])

    def __enter__(self) -> Services:
        self.client.start()
        if not self.client.wait_until_ready(within_seconds=PATIENCE_SECONDS):
            self.client.stop()
            raise Fault("The platform's message broker does not answer.")
        return self

    def __exit__(self, *_: object) -> None:
        self.client.stop()

    def as_nobody(self) -> Calls:
        """Calls that need nobody to be signed in."""
        return Calls(self.client, token="")

    def acting_as(self, caller: Caller) -> Calls:
        """Calls in somebody's name, valid for an hour."""
        return Calls(self.client, token=sign(caller, self._key, lifetime_seconds=_TOKEN_SECONDS))


class Calls:
    """Calls of one caller.  Each has a key of its own, so that repeating it does nothing twice."""

    def __init__(self, client: RpcClient, *, token: str) -> None:
        self._client = client
        self._token = token

    def __call__(self, target: str, **arguments: Any) -> Any:
        """Call ``service.method`` and return its answer.  Raises what the service raises."""
        return next(self.each(target, [arguments]))

    def each(
        self, target: str, rows: Iterable[Mapping[str, Any]], *, in_flight: int = IN_FLIGHT
    ) -> Iterator[Any]:
        """
        Call ``service.method`` once for every row of arguments; answers come in their order.

        Args:
            in_flight: How many calls at once; few for big ones, which would time each other out.

        Raises:
            PlatformError: What the first call that failed raised.
        """
        waiting: deque[_Pending] = deque()
        for row in rows:
            waiting.append(_Pending(self._client, target, row, token=self._token))
            if len(waiting) >= in_flight:
                yield waiting.popleft().answer()
        while waiting:
            yield waiting.popleft().answer()

    def all(self, target: str, rows: Iterable[Mapping[str, Any]]) -> list[Any]:
        """As ``each``, when every answer is wanted at once."""
        return list(self.each(target, rows))

    def pages(self, target: str, **filters: str) -> list[dict[str, Any]]:
        """Read a list to its end."""
        items: list[dict[str, Any]] = []
        cursor: str | None = None
        while True:
            page = self(target, query={"filters": filters, "limit": 200, "cursor": cursor})
            items += page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                return items


class _Pending:
    """One call under way."""

    def __init__(
        self, client: RpcClient, target: str, arguments: Mapping[str, Any], *, token: str
    ) -> None:
        self._client = client
        self._service, _, self._method = target.partition(".")
        self._arguments = arguments
        self._headers = {
            CALLER: token,
            CORRELATION: str(new_id()),
            IDEMPOTENCY_KEY: str(new_id()) if token else "",
            REQUEST_HASH: f"{target} demo" if token else "",
        }
        self._future = self._send()

    def answer(self) -> Any:
        """Wait for the answer; a service that is away for a moment is asked again."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                reply = result_of(self._future, self._service, timeout_seconds=PATIENCE_SECONDS)
                return reply.result
            except Unavailable:
                if time.monotonic() > deadline:
                    raise
                time.sleep(_AGAIN_SECONDS)
                self._future = self._send()

    def _send(self) -> Any:
        return self._client.submit(
            self._service,
            self._method,
            self._arguments,
            headers=self._headers,
            timeout_seconds=PATIENCE_SECONDS,
        )


def until(fact: Callable[[], Any], *, what: str, seconds: float = PATIENCE_SECONDS) -> Any:
    """
    Wait for something that events bring about, and return it.

    Raises:
        Fault: It did not come true in time; *what* names it.
    """
    deadline = time.monotonic() + seconds
    while not (found := fact()):
        if time.monotonic() > deadline:
            raise Fault(f"Waited {seconds:.0f} seconds in vain: {what}.")
        time.sleep(_SETTLE_SECONDS)
    return found


def told(error: PlatformError) -> str:
    """An error of a service in words for people."""
    fields = "".join(f"\n    {each.pointer}: {each.message}" for each in error.errors)
    return f"{error.message} ({error.code}){fields}"
