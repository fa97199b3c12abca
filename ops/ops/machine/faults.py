"""What can be wrong with this machine, each with the words that tell a person what to do."""

from __future__ import annotations

from pathlib import Path


class Fault(Exception):
    """Something a person has to put right; the message is shown as it is, without a traceback."""


class PortTaken(Fault):
    """Another program listens where ours should."""

    def __init__(self, port: int, *, what: str) -> None:
        super().__init__(
            f"Port {port} on 127.0.0.1 is taken by another program, so the {what} cannot use it.\n"
            f"Stop that program, or choose another port: ./samspill up --port {port + 1}"
        )


class PackagesMissing(Fault):
    """Programs are absent and cannot be installed from here."""

    def __init__(self, packages: tuple[str, ...], *, because: str) -> None:
        super().__init__(
            f"{' and '.join(packages)} must be installed, and {because}.\n"
            f"Ask an administrator to run:  apt-get install --no-install-recommends "
            f"{' '.join(packages)}\n"
            "or point DATABASE_URL_TEMPLATE and BROKER_URL to servers of your own."
        )


class DiskFull(Fault):
    """Too little room is left to run databases safely."""

    def __init__(self, folder: Path, *, free_mib: int, needed_mib: int) -> None:
        super().__init__(
            f"Only {free_mib} MiB are free under {folder}; at least {needed_mib} MiB are needed.\n"
            "Delete something and try again."
        )


class DidNotStart(Fault):
    """A process did not become ready; its last log lines are part of the message."""

    def __init__(self, name: str, *, problem: str, log: Path, lines: int = 20) -> None:
        super().__init__(
            f"{name} {problem}. The last lines of {log}:\n\n{last_lines(log, count=lines)}"
        )


def last_lines(log: Path, *, count: int) -> str:
    """Return the end of a log file, indented for display; says so when nothing was logged."""
    if not log.exists():
        return "    (it logged nothing)"
    with log.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - 64 * 1024))
        lines = stream.read().decode(errors="replace").splitlines()[-count:]
    return "\n".join(f"    {line}" for line in lines) or "    (it logged nothing)"
