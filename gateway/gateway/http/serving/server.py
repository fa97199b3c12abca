"""The HTTP server: gunicorn with real threads, configured in code."""

import gc
import tempfile
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from gateway.bootstrap import start
from gateway.config import Settings
from gateway.http.app import create_app
from gateway.http.serving.exposition import forget_worker, serve_metrics
from gateway.http.serving.worker import Worker

HEADER_SECONDS = 20
KEEP_ALIVE_SECONDS = 15
STOP_WITHIN_SECONDS = 15
LARGEST_REQUEST_LINE = 8190


class Server(BaseApplication):
    """Starts workers, each with a broker connection of its own, opened after the fork."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        settings = self._settings
        options: dict[str, Any] = {
            "bind": f"{settings.host}:{settings.port}",
            "workers": settings.workers,
            "threads": settings.threads,
            "worker_class": Worker,
            "worker_tmp_dir": tempfile.gettempdir(),
            "preload_app": False,
            "timeout": HEADER_SECONDS + STOP_WITHIN_SECONDS,
            "graceful_timeout": STOP_WITHIN_SECONDS,
            "keepalive": KEEP_ALIVE_SECONDS,
            "limit_request_line": LARGEST_REQUEST_LINE,
            "limit_request_fields": 60,
            "limit_request_field_size": 8190,
            "forwarded_allow_ips": "",
            "control_socket_disable": True,
            "loglevel": "warning",
            "when_ready": self._when_ready,
            "child_exit": _child_exit,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Make the application; called in each worker."""
        return create_app(start(self._settings))

    def _when_ready(self, _server: Any) -> None:
        # Workers share what is loaded for as long as nothing is written beside it.
        gc.collect()
        gc.freeze()
        serve_metrics(self._settings.health_port, host=self._settings.health_host)


def _child_exit(_server: Any, worker: Any) -> None:
    forget_worker(worker.pid)
