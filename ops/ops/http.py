"""A small client of the public API for load: one kept connection, a token, keys and versions."""

from __future__ import annotations

import http.client
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ops.machine.faults import Fault

API = "/api/v1"


class NoAnswer(Exception):
    """The connection broke or the time was up: what became of the request is unknown."""


@dataclass(frozen=True)
class Answer:
    """What the platform answered."""

    status: int
    body: bytes

    @property
    def is_ok(self) -> bool:
        return 200 <= self.status < 300

    def json(self) -> Any:
        """Return the body read as JSON; None when there is none."""
        return json.loads(self.body) if self.body else None


class Client:
    """
    One connection to the gateway, opened when needed.  Not thread-safe: one for each thread.

    Args:
        url: The gateway's address, without a path.
    """

    def __init__(self, url: str, *, token: str = "", timeout_seconds: float = 30.0) -> None:
        parts = urlsplit(url)
        self.token = token
        self._connection = http.client.HTTPConnection(
            parts.hostname or "127.0.0.1", parts.port or 80, timeout=timeout_seconds
        )

    def send(
        self,
        verb: str,
        path: str,
        body: Any = None,
        *,
        key: str = "",
        version: int | None = None,
        media_type: str = "application/json",
    ) -> Answer:
        """
        Send one request below ``/api/v1`` once.

        Args:
            body: Bytes as they are; anything else as JSON.
            key: The Idempotency-Key.
            version: The version last read, for If-Match.

        Raises:
            NoAnswer: It is unknown what became of it.
        """
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if key:
            headers["Idempotency-Key"] = key
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        content = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        if content is not None:
            headers["Content-Type"] = media_type
        try:
            self._connection.request(verb, f"{API}{path}", content, headers)
            answer = self._connection.getresponse()
            return Answer(answer.status, answer.read())
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise NoAnswer(type(error).__name__) from error

    def must(self, verb: str, path: str, body: Any = None, **more: Any) -> Any:
        """
        Send a request that has to succeed and return its JSON.

        Raises:
            Fault: It did not; the platform's words are in the message.
        """
        answer = self.send(verb, path, body, **more)
        if not answer.is_ok:
            told = answer.body.decode(errors="replace")[:500]
            raise Fault(f"{verb} {path} was answered with {answer.status}:\n{told}")
        return answer.json()

    def close(self) -> None:
        """Drop the connection; the next request opens another."""
        with suppress(OSError):
            self._connection.close()


def sign_up(url: str, *, name: str, email: str, password: str) -> str:
    """Open a trial for a new organisation and return the access token of its administrator."""
    client = Client(url)
    person = {"admin_name": "Kari Nordmann", "admin_email": email, "admin_password": password}
    client.must("POST", "/organisations", {"name": name, **person})
    token = log_in(url, email=email, password=password)
    client.close()
    return token


def log_in(url: str, *, email: str, password: str) -> str:
    """Return a new access token."""
    client = Client(url)
    opened = client.must("POST", "/auth/login", {"email": email, "password": password})
    client.close()
    return str(opened["access_token"])
