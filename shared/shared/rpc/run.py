"""The RPC process: nameko services under eventlet, without the nameko command."""

import os
import signal
import time
from collections.abc import Iterable
from typing import Any

STOP_SECONDS = 20


def prepare() -> None:
    """
    Patch the process for eventlet; must come before everything else is imported.

    psycopg does not notice eventlet: without the variable every query stops the whole process.
    """
    os.environ["PSYCOPG_WAIT_FUNC"] = "wait_selector"
    import eventlet

    eventlet.monkey_patch()


def serve(services: Iterable[type], *, broker_url: str, hosting: Any, max_workers: int) -> None:
    """Serve until SIGTERM; calls in flight are answered first."""
    import eventlet
    import psycopg.waiting
    from nameko.runners import ServiceRunner

    from shared.rpc import waiting

    if psycopg.waiting.wait is not psycopg.waiting.wait_selector:
        raise RuntimeError("psycopg was imported before the process was prepared")
    waiting.install()
    runner = ServiceRunner(
        {
            "AMQP_URI": broker_url,
            "HEARTBEAT": 10,
            "max_workers": max_workers,
            "hosting": hosting,
            "serializer": "json",
            "ACCEPT": ["json"],
            "SERIALIZERS": {
                "json": {
                    "encoder": "shared.rpc.guard.encode_json",
                    "decoder": "shared.rpc.guard.decode_json",
                    "content_type": "application/json",
                    "content_encoding": "utf-8",
                }
            },
        }
    )
    for service in services:
        runner.add_service(service)

    def stop(*_: object) -> None:
        _end_after(STOP_SECONDS)
        eventlet.spawn_n(runner.stop)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    eventlet.spawn_n(_watch_hub)
    runner.start()
    runner.wait()


def _end_after(seconds: float) -> None:
    """End the process if stopping hangs, as it does when the broker is away."""
    from eventlet import patcher

    native_threading = patcher.original("threading")
    native_time = patcher.original("time")

    def end() -> None:
        native_time.sleep(seconds)
        os._exit(0)

    native_threading.Thread(target=end, daemon=True).start()


def _watch_hub() -> None:
    """Measure how late the hub comes back: blocking calls show up here."""
    import eventlet

    from shared.observability.metrics import eventloop_block_seconds

    while True:
        before = time.monotonic()
        eventlet.sleep(0.5)
        eventloop_block_seconds.set(max(0.0, time.monotonic() - before - 0.5))
