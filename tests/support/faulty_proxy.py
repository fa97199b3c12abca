"""A proxy in front of a real server that loses, refuses and garbles what it is told to."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import requests

_HOP_BY_HOP = {"connection", "transfer-encoding", "content-encoding", "content-length", "date"}


class FaultyProxy:
    """
    Forwards every request, unless a fault is waiting for one like it.

    A fault is a text that must occur in the request's first line or body, and what to do:
    ``lose_answer`` (the server has done it, nobody hears), ``lose_request``, ``throttle`` (429,
    come back in a second), ``fail`` (500) or ``garble`` (200, and nonsense).
    """

    def __init__(self, target: str) -> None:
        self.target = target
        self.faults: deque[tuple[bytes, str]] = deque()
        self.forwarded: list[bytes] = []
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(
            ("127.0.0.1", 0), type("Requests", (_Requests,), {"proxy": self})
        )
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def when(self, text: str, fault: str, *, times: int = 1) -> None:
        """Let the next requests that hold *text* meet a fault."""
        with self._lock:
            self.faults.extend([(text.encode(), fault)] * times)

    def count(self, text: str) -> int:
        """How many requests that hold *text* reached the server."""
        return sum(text.encode() in each for each in self.forwarded)

    def fault_for(self, request: bytes) -> str | None:
        with self._lock:
            for waiting in self.faults:
                if waiting[0] in request:
                    self.faults.remove(waiting)
                    return waiting[1]
        return None

    def forward(self, method: str, path: str, headers: Any, body: bytes) -> requests.Response:
        kept = {name: value for name, value in headers.items() if name.lower() != "host"}
        return requests.request(
            method, self.target + path, headers=kept, data=body, timeout=15, allow_redirects=False
        )


class _Requests(BaseHTTPRequestHandler):
    """One request, forwarded or not."""

    protocol_version = "HTTP/1.1"
    proxy: FaultyProxy

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        request = f"{self.command} {self.path} ".encode() + body
        fault = self.proxy.fault_for(request)
        if fault not in (None, "lose_answer"):
            self._misbehave(str(fault))
            return
        answer = self.proxy.forward(self.command, self.path, self.headers, body)
        self.proxy.forwarded.append(request)
        if fault is None:
            self._answer(answer.status_code, answer.content, dict(answer.headers))
        else:
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = do_PROPFIND = do_REPORT = handle_any

    def _misbehave(self, fault: str) -> None:
        if fault == "throttle":
            self._answer(429, b"", {"Retry-After": "1"})
        elif fault == "fail":
            self._answer(500, b"oops", {})
        elif fault == "garble":
            self._answer(200, b"<html>sign in</html>", {})
        else:
            self.close_connection = True

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in _HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@contextmanager
def faulty_proxy(target: str) -> Iterator[FaultyProxy]:
    """A proxy until the end of the block."""
    proxy = FaultyProxy(target)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()
