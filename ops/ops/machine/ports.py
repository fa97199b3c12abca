"""Which TCP ports are free on the loopback interface."""

from __future__ import annotations

import socket
from collections.abc import Iterable

from ops.machine.faults import Fault


def is_free(port: int) -> bool:
    """Tell whether a server could listen on the port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Tell whether something accepts connections on the port."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def first_free(base: int, *, companions: Iterable[int] = (), tries: int = 100) -> int:
    """
    Return the first port from *base* upwards that is free together with its companions.

    Args:
        companions: distances of further ports that must be free with it.

    Raises:
        Fault: none of the ports tried is free.
    """
    distances = (0, *companions)
    for port in range(base, base + tries):
        if all(is_free(port + distance) for distance in distances):
            return port
    raise Fault(f"No free port on 127.0.0.1 between {base} and {base + tries}.")
