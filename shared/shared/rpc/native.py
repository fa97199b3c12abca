"""Work that would stall the hub, done in a real thread."""

from collections.abc import Callable
from typing import Any


def run_native(function: Callable[..., Any], *arguments: Any) -> Any:
    """
    Run a function that computes without pausing (password hashing) outside the hub.

    In a process without eventlet's patching it simply runs.
    """
    from eventlet import patcher, tpool  # here, so that other processes never load eventlet

    if not patcher.is_monkey_patched("socket"):
        return function(*arguments)
    return tpool.execute(function, *arguments)
