"""Who a token stands for: checked here, asked of identity, remembered for two seconds."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.kernel.context import Caller
from shared.kernel.errors import Unavailable
from shared.rpc.caller_token import sign

from gateway.bootstrap import Gateway
from gateway.http.callers.access_tokens import AccessTokens, refuse_token
from gateway.services.client import CallContext

API_TOKEN_PREFIX = "sams_"
LONGEST_TOKEN = 4096
MOST_REMEMBERED = 10_000
ASKED_WITHIN_SECONDS = 2.0
STALE_SECONDS = 5.0  # how long a right may outlive its withdrawal, at most
RESIGN_AFTER_SECONDS = 25.0  # a signature lives for 60


@dataclass(frozen=True)
class Principal:
    """A caller with what the edge needs to know about him."""

    caller: Caller
    token: str  # the caller, signed for the services
    view: dict[str, Any]  # identity's PrincipalView

    @property
    def writes_allowed(self) -> bool:
        return bool(self.view["writes_allowed"])


@dataclass(frozen=True)
class _Remembered:
    principal: Principal
    asked_at: float
    signed_at: float


class Principals:
    """Thread-safe; one per process."""

    def __init__(self, gateway: Gateway, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._gateway = gateway
        self._access_tokens = AccessTokens(gateway.identity_key)
        self._clock = clock
        self._lock = threading.Lock()
        self._known: OrderedDict[str, _Remembered] = OrderedDict()

    def of(self, token: str, *, context: CallContext) -> Principal:
        """
        Find who *token* stands for.

        Raises:
            EdgeProblem: 401; forged, expired, or withdrawn.
            Unavailable: identity does not answer, and it was asked too long ago.
        """
        if len(token) > LONGEST_TOKEN or not token.isascii():
            raise refuse_token()
        is_api_token = token.startswith(API_TOKEN_PREFIX)
        claims = None if is_api_token else self._access_tokens.read(token)
        known = self._known.get(token)
        now = self._clock()
        kept_seconds = self._gateway.settings.principal_kept_seconds
        if known is not None and now - known.asked_at < kept_seconds:
            return known.principal
        try:
            view = self._ask(token, claims, context)
        except Unavailable:
            if known is not None and now - known.asked_at < STALE_SECONDS:
                return known.principal
            raise
        return self._remember(token, view, "api" if is_api_token else "ui")

    def forget(self, token: str) -> None:
        """Ask identity again at the token's next use."""
        with self._lock:
            self._known.pop(token, None)

    def _ask(
        self, token: str, claims: dict[str, Any] | None, context: CallContext
    ) -> dict[str, Any]:
        if claims is None:
            method, arguments = "identity.get_principal_by_api_token", {"token": token}
        else:
            method = "identity.get_principal"
            arguments = {
                "user_id": claims["sub"],
                "session_id": claims["sid"],
                "organisation_id": claims["org"],
            }
        reply = self._gateway.services.call(
            method,
            arguments,
            context=context,
            within_seconds=ASKED_WITHIN_SECONDS,
            repeatable=True,
        )
        return reply.result

    def _remember(self, token: str, view: dict[str, Any], source: str) -> Principal:
        now = self._clock()
        known = self._known.get(token)
        if (
            known is not None
            and known.principal.view == view
            and now - known.signed_at < RESIGN_AFTER_SECONDS
        ):
            remembered = _Remembered(known.principal, now, known.signed_at)
        else:
            caller = _caller(view, source)
            principal = Principal(caller, sign(caller, self._gateway.signing_key), view)
            remembered = _Remembered(principal, now, now)
        with self._lock:
            self._known[token] = remembered
            self._known.move_to_end(token)
            while len(self._known) > MOST_REMEMBERED:
                self._known.popitem(last=False)
        return remembered.principal


def _caller(view: dict[str, Any], source: str) -> Caller:
    return Caller(
        organisation_id=UUID(view["organisation_id"]),
        actor_id=UUID(view["user_id"]),
        unit_id=UUID(view["unit_id"]) if view["unit_id"] else None,
        unit_ids=frozenset(UUID(each) for each in view["unit_ids"]),
        grants=view["grants"],
        field_classes=frozenset(view["field_classes"]),
        role_ids=frozenset(UUID(each) for each in view.get("role_ids", ())),
        time_zone=view["time_zone"],
        currency=view["currency"],
        locale=view["locale"],
        source=source,
    )
