"""One broker connection with an I/O thread of its own, opened again whenever it breaks."""

import random
import threading
from collections.abc import Callable
from typing import Any

import pika
import structlog
from pika.adapters.select_connection import SelectConnection
from pika.channel import Channel

log = structlog.get_logger()

FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.2, 2.0


class BrokerConnection:
    """
    Keeps a channel open; ``on_open`` is called with every new one, in the I/O thread.

    Only the I/O thread may touch the channel: other threads hand it work by ``run``.
    """

    def __init__(
        self,
        broker_url: str,
        *,
        name: str,
        on_open: Callable[[Channel], None],
        on_lost: Callable[[], None] = lambda: None,
    ) -> None:
        self._parameters = pika.URLParameters(broker_url)
        self._parameters.heartbeat = 10
        self._parameters.blocked_connection_timeout = 5
        self._parameters.socket_timeout = 3
        self._parameters.client_properties = {"connection_name": name}
        self._on_open = on_open
        self._on_lost = on_lost
        self._connection: SelectConnection | None = None
        self._stopping = threading.Event()
        self.is_open = False
        self._thread = threading.Thread(target=self._keep_open, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, *, within_seconds: float = 5) -> None:
        """Close the connection and end the thread."""
        self._stopping.set()
        self.run(self._close)
        if self._thread.ident is not None:
            self._thread.join(within_seconds)

    def run(self, work: Callable[[], Any]) -> bool:
        """Have the I/O thread do *work* soon; False when there is no connection to do it on."""
        connection = self._connection
        if connection is None:
            return False
        try:
            connection.ioloop.add_callback_threadsafe(work)
        except Exception:  # the loop may be closing this very moment
            return False
        return True

    def _keep_open(self) -> None:
        wait = FIRST_WAIT_SECONDS
        while not self._stopping.is_set():
            if self._once():
                wait = FIRST_WAIT_SECONDS
            self._stopping.wait(wait * random.uniform(0.75, 1.25))
            wait = min(wait * 2, LONGEST_WAIT_SECONDS)

    def _once(self) -> bool:
        """Connect, serve until the connection ends; whether it ever was open."""
        opened = []

        def channel_open(channel: Channel) -> None:
            channel.add_on_close_callback(lambda *_: self._close())
            self.is_open = True
            opened.append(True)
            self._on_open(channel)

        def connection_open(connection: SelectConnection) -> None:
            connection.channel(on_open_callback=channel_open)

        def ended(connection: SelectConnection, *_: object) -> None:
            connection.ioloop.stop()

        try:
            self._connection = SelectConnection(
                self._parameters,
                on_open_callback=connection_open,
                on_open_error_callback=ended,
                on_close_callback=ended,
            )
            self._connection.ioloop.start()
        except Exception:
            log.exception("broker_connection_failed", connection=self._thread.name)
        finally:
            was_open, self.is_open = self.is_open, False
            self._connection = None
            if was_open:
                self._on_lost()
        return bool(opened)

    def _close(self) -> None:
        connection = self._connection
        if connection is not None and not (connection.is_closing or connection.is_closed):
            connection.close()
