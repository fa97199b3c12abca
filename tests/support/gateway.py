"""A gateway without a broker: services answer what a test says."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from gateway.bootstrap import Gateway
from gateway.config import Settings
from gateway.http.app import create_app
from gateway.services.client import Services
from joserfc import jwt
from joserfc.jwk import OKPKey
from shared.kernel.errors import PlatformError, Unavailable, to_wire
from shared.kernel.ids import new_id
from shared.rpc.wire import Reply

Answer = Callable[..., Any]

USER, ORGANISATION, SESSION, UNIT = (str(UUID(int=number)) for number in range(1, 5))
SILENT = object()  # a service that never answers


@dataclass
class FakeTransport:
    """Answers calls from ``answers``: a value, an error, a function of the arguments, or SILENT."""

    answers: dict[str, Any] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    is_ready: bool = True
    replayed: bool = False

    def wait_until_ready(self, *, within_seconds: float) -> bool:
        return self.is_ready

    def submit(
        self,
        service: str,
        method: str,
        arguments: Mapping[str, Any],
        *,
        headers: Mapping[str, str],
        timeout_seconds: float,
    ) -> "Future[Reply]":
        name = f"{service}.{method}"
        self.calls.append((name, dict(arguments)))
        self.headers.append(dict(headers))
        future: Future[Reply] = Future()
        answer = self.answers.get(name, Unavailable("Nobody.", code="platform.service_unavailable"))
        if callable(answer):
            answer = answer(**arguments)
        if isinstance(answer, PlatformError):
            future.set_result(Reply(error=to_wire(answer)))
        elif isinstance(answer, dict) and answer.get("kind") == "bug":
            future.set_result(Reply(error=answer))
        elif answer is not SILENT:
            future.set_result(Reply(result=answer, replayed=self.replayed))
        return future

    def made(self, name: str) -> list[dict[str, Any]]:
        """The arguments of every call of one method."""
        return [arguments for called, arguments in self.calls if called == name]


@dataclass
class Edge:
    """A gateway with its fake services, and a client of it."""

    transport: FakeTransport
    client: FlaskClient
    identity_key: OKPKey

    def token(self, **changes: Any) -> str:
        """An access token as identity signs them."""
        return an_access_token(self.identity_key, **changes)

    def headers(self, **more: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token()}", **more}

    def send(self, verb: str, path: str, **more: Any) -> Any:
        """Send a signed-in request below ``/api/v1``."""
        headers = {**self.headers(), **more.pop("headers", {})}
        return self.client.open(f"/api/v1{path}", method=verb, headers=headers, **more)


def an_edge(**answers: Any) -> Edge:
    """Make a gateway; *answers* are given by ``service__method``."""
    named = {name.replace("__", "."): answer for name, answer in answers.items()}
    transport = FakeTransport({"identity.get_principal": a_principal(), **named})
    gateway, client = _one_for_all()
    gateway.services = Services(transport, calls_per_service=8)
    return Edge(transport, client, gateway.identity_key)


def a_gateway(transport: FakeTransport | None = None, **changes: Any) -> Gateway:
    """What the street door stands on, with keys of its own; *changes* are settings."""
    return Gateway(
        settings=some_settings(**changes),
        services=Services(transport or FakeTransport(), calls_per_service=8),
        identity_key=OKPKey.generate_key("Ed25519", private=True),
        signing_key=OKPKey.generate_key("Ed25519", private=True),
    )


@cache
def _one_for_all() -> tuple[Gateway, FlaskClient]:
    """The application is made once: its three hundred routes take a while."""
    gateway = a_gateway()
    return gateway, create_app(gateway).test_client(use_cookies=False)


def some_settings(**changes: Any) -> Settings:
    facts: dict[str, Any] = {
        "broker_url": "",
        "port": 1,
        "host": "127.0.0.1",
        "health_port": 0,
        "health_host": "127.0.0.1",
        "trusted_proxies": 0,
        "identity_public_key_file": "",
        "signing_key_file": "",
        "workers": 1,
        "threads": 1,
        "read_within_seconds": 0.05,
        "write_within_seconds": 0.05,
        "slow_within_seconds": 0.05,
        "views_within_seconds": 0.1,
        "calls_per_service": 8,
        "principal_kept_seconds": 2.0,
    }
    return Settings(**{**facts, **changes})


def a_principal(**changes: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "organisation_id": ORGANISATION,
        "organisation_name": "Fjord Rådgivning AS",
        "user_id": USER,
        "name": "Kari Nordmann",
        "email": "kari@fjord.example",
        "unit_id": UNIT,
        "unit_ids": [UNIT],
        "grants": {"customer.view": "all", "ops.view": "all"},
        "field_classes": [],
        "grants_version": 1,
        "time_zone": "Europe/Oslo",
        "currency": "NOK",
        "locale": "nb",
        "writes_allowed": True,
        "trial_ends_on": None,
        "session_id": SESSION,
        "api_token_id": None,
    }
    return {**facts, **changes}


def an_access_token(key: OKPKey, *, header: dict[str, Any] | None = None, **changes: Any) -> str:
    now = int(time.time())
    claims = {
        "iss": "samspill-identity",
        "aud": "samspill-gateway",
        "sub": USER,
        "org": ORGANISATION,
        "sid": SESSION,
        "gv": 1,
        "iat": now,
        "exp": now + 300,
        "jti": str(new_id()),
        **changes,
    }
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(
        {"alg": "Ed25519", "typ": "at+jwt", **(header or {})}, kept, key, algorithms=["Ed25519"]
    )


def a_customer(**changes: Any) -> dict[str, Any]:
    facts = {"id": str(new_id()), "name": "Fjellheim AS", "version": 3}
    return {**facts, **changes}
