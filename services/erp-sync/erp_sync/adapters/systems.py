"""Keeps ERP systems open between calls: signing in anew for every customer would be slow."""

import threading
from collections.abc import Callable, Mapping
from uuid import UUID

from erp_sync.application.ports import Erp
from erp_sync.domain.connections import Connection, ConnectionKind

Open = Callable[[Connection], Erp]


class OpenSystems:
    """One system for each connection, opened anew when the connection was changed."""

    def __init__(self, kinds: Mapping[ConnectionKind, Open]) -> None:
        self._kinds = kinds
        self._open: dict[UUID, tuple[int, Erp]] = {}
        self._lock = threading.Lock()

    def open(self, connection: Connection) -> Erp:
        """The system at the other end, without calling it."""
        with self._lock:
            version, erp = self._open.get(connection.id, (-1, None))
            if erp is None or version != connection.version:
                erp = self._kinds[ConnectionKind(connection.kind)](connection)
                self._open[connection.id] = (connection.version, erp)
            return erp
