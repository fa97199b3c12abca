"""
Several processes that answer the same calls, forked from one that has loaded everything.

Python uses one core; a second process doubles what can be answered and, because what was loaded is
shared with its siblings, costs half the memory of one that is started apart.
"""

import ctypes
import gc
import os
import signal
import sys
from typing import NoReturn

_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


def fork_into(count: int) -> bool:
    """
    Go on as *count* processes, which live and die together; True in the first of them.

    The calling process only waits from here on.  To be called before anything runs: neither
    threads nor connections survive a fork.
    """
    if count < 2:
        return True
    gc.collect()
    gc.freeze()  # pages nobody writes to stay shared
    parent = os.getpid()
    children = set()
    for number in range(count):
        child = os.fork()
        if child == 0:
            _end_with(parent)
            _renew_hub()
            return number == 0
        children.add(child)
    return _wait_for(children)


def _end_with(parent: int) -> None:
    """Ask the kernel to end this process with the one it was forked from."""
    ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:  # it was faster
        os._exit(1)


def _renew_hub() -> None:
    """Leave eventlet's hub to the parent: what it polls would be polled by all of them."""
    from eventlet import hubs

    hubs.get_hub().poll.close()
    hubs.use_hub()


def _wait_for(children: set[int]) -> NoReturn:
    """Pass the wish to stop on; when one ends by itself, so do the others."""
    wished = False

    def stop(*_: object) -> None:
        nonlocal wished
        wished = True
        for each in children:
            os.kill(each, signal.SIGTERM)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    as_wished = True
    while children:
        ended, _ = os.waitpid(-1, 0)
        children.discard(ended)
        if not wished:
            as_wished = False
            stop()
    sys.exit(0 if as_wished else 1)
