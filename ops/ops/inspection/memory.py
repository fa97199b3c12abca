"""How much memory processes use, shared pages counted once over all of them."""

from __future__ import annotations

import psutil

MIB = 1024 * 1024


def own_mib(pid: int) -> float:
    """Return the memory of one process without its descendants in MiB."""
    try:
        return round(_bytes(psutil.Process(pid)) / MIB, 1)
    except psutil.NoSuchProcess:
        return 0.0


def tree_mib(pid: int) -> float:
    """Return the memory of a process and all its descendants in MiB, as the kernel's PSS."""
    try:
        process = psutil.Process(pid)
        family = (process, *process.children(recursive=True))
    except psutil.NoSuchProcess:
        return 0.0
    return round(sum(_bytes(member) for member in family) / MIB, 1)


def _bytes(process: psutil.Process) -> int:
    try:
        return process.memory_full_info().pss
    except psutil.AccessDenied:
        # Another user's process shows only its resident size, shared pages included.
        return process.memory_info().rss
    except psutil.NoSuchProcess:
        return 0
