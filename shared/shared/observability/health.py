"""Liveness, readiness and metrics of a process over HTTP, in a thread of its own."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

Check = Callable[[], bool]


def serve_health(port: int, checks: dict[str, Check], *, host: str = "127.0.0.1") -> None:
    """
    Answer ``/livez``, ``/readyz`` and ``/metrics`` until the process ends.

    Args:
        checks: Dependency name → whether it is there; asked on every ``/readyz``.
    """

    class Health(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/metrics":
                self._answer(200, generate_latest(), CONTENT_TYPE_LATEST)
            elif self.path == "/livez":
                self._answer(200, b'{"status": "ok"}', "application/json")
            elif self.path == "/readyz":
                states = {name: _passes(check) for name, check in checks.items()}
                status = 200 if all(states.values()) else 503
                self._answer(status, json.dumps(states).encode(), "application/json")
            else:
                self._answer(404, b"{}", "application/json")

        def _answer(self, status: int, body: bytes, content_type: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Probes come every few seconds and say nothing new."""

    server = ThreadingHTTPServer((host, port), Health)
    threading.Thread(target=server.serve_forever, name="health", daemon=True).start()


def _passes(check: Check) -> bool:
    try:
        return check()
    except Exception:
        return False
