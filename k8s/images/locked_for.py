"""Keeps of requirements.lock what one package needs, hashes included: lock in, lock out."""

import re
import sys

_NAME = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==")
_VIA = re.compile(r"    #\s+(?:via )?([A-Za-z0-9][A-Za-z0-9._-]*)")


def locked_for(lock: str, packages: set[str]) -> str:
    """
    Return the entries that *packages* need, directly or through others.

    The comments under each entry say who wants it; wanted is what something wanted wants.
    """
    entries = {_name_of(entry): entry for entry in _entries(lock)}
    wanted_by = {name: set(_VIA.findall(entry)) for name, entry in entries.items()}
    needed: set[str] = set()
    while more := {
        name
        for name, wanting in wanted_by.items()
        if name not in needed and wanting & (packages | needed)
    }:
        needed |= more
    return "".join(entry for name, entry in entries.items() if name in needed)


def _entries(lock: str) -> list[str]:
    """The lock, cut before each line that is neither indented nor a comment."""
    return re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)[1:]


def _name_of(entry: str) -> str:
    found = _NAME.match(entry)
    if found is None:
        raise SystemExit(f"Not an entry with a version: {entry.splitlines()[0]}")
    return found[1]


if __name__ == "__main__":
    sys.stdout.write(locked_for(sys.stdin.read(), {"shared", *sys.argv[1:]}))
