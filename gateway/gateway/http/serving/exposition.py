"""Shows the metrics of all workers on a port of their own."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead


def serve_metrics(port: int, *, host: str) -> None:
    """Answer ``/metrics`` until the process ends; not at all when *port* is 0."""
    if not port:
        return

    class Metrics(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path in ("/metrics", "/livez")
            body = _measured() if self.path == "/metrics" else b"{}"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", CONTENT_TYPE_LATEST)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Scrapes come every few seconds and say nothing new."""

    server = ThreadingHTTPServer((host, port), Metrics)
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()


def forget_worker(pid: int) -> None:
    """Drop the gauges of a worker that ended."""
    mark_process_dead(pid)


def _measured() -> bytes:
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return generate_latest(registry)
