"""
How a query waits for PostgreSQL without stopping the other calls of an RPC process.

psycopg's own waiter that eventlet can patch sets up a selector for every query, which eventlet
turns into listeners and timers: a third of the processor time of a call.
"""

from typing import Any

from psycopg import waiting
from psycopg.waiting import Ready, Wait

_CROWDED_SECONDS = 0.005


def install() -> None:
    """Have psycopg wait through the hub; the process must be patched for eventlet."""
    from eventlet import patcher

    waiting.wait = _waiter(patcher.original("select"))


def _waiter(native: Any) -> Any:
    import eventlet
    from eventlet.hubs import trampoline

    events = {
        Wait.R: native.POLLIN,
        Wait.W: native.POLLOUT,
        Wait.RW: native.POLLIN | native.POLLOUT,
    }

    ready_for = {
        mask: Ready(
            (Ready.R if mask & ~native.POLLOUT else 0) | (Ready.W if mask & native.POLLOUT else 0)
        )
        for mask in range(64)  # anything but room to write is read: a hang-up, too
    }

    def pause(fileno: int, wanted: Wait) -> None:
        if wanted == Wait.RW:  # more to send than fits; the hub waits for one thing at a time
            eventlet.sleep(_CROWDED_SECONDS)
        else:
            trampoline(fileno, read=wanted == Wait.R, write=wanted == Wait.W)

    def wait(gen: Any, fileno: int, interval: float = 0.0, timeout: float | None = None) -> Any:
        if timeout is not None:
            return waiting.wait_selector(gen, fileno, interval, timeout)
        poll = native.poll()
        try:
            wanted = next(gen)
            while True:
                poll.register(fileno, events[wanted])
                while not (found := poll.poll(0)):
                    pause(fileno, wanted)
                wanted = gen.send(ready_for[found[0][1] & 63])
        except StopIteration as answer:
            return answer.value

    return wait
