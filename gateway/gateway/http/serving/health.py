"""Whether the gateway lives, and whether it can serve."""

from flask import Blueprint, Response
from shared.kernel.errors import PlatformError, Unavailable

from gateway.bootstrap import Gateway
from gateway.http.answers import json_response
from gateway.services.client import CallContext

READY_WITHIN_SECONDS = 0.8
_NOBODY = "00000000-0000-0000-0000-000000000000"


def health(gateway: Gateway) -> Blueprint:
    """Make ``/livez`` and ``/readyz``."""
    made = Blueprint("health", __name__)

    @made.get("/livez")
    def live() -> Response:
        return json_response({"status": "ok"})

    @made.get("/readyz")
    def ready() -> Response:
        states = {
            "broker": gateway.services.transport.is_ready,
            "identity": _identity_answers(gateway),
        }
        return json_response(states, status=200 if all(states.values()) else 503)

    return made


def _identity_answers(gateway: Gateway) -> bool:
    """Ask for a session nobody has: being told so needs identity and its database."""
    try:
        gateway.services.call(
            "identity.get_principal",
            {"user_id": _NOBODY, "session_id": _NOBODY, "organisation_id": _NOBODY},
            context=CallContext(request_id="readiness"),
            within_seconds=READY_WITHIN_SECONDS,
        )
    except Unavailable:
        return False
    except PlatformError:
        return True
    return True
