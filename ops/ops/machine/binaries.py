"""Where the programs of PostgreSQL, RabbitMQ and Erlang are on this machine, if anywhere."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Binaries:
    """The folders of the server programs; *libraries* where those of unpacked ones are."""

    postgres: Path
    rabbitmq: Path
    erlang: Path
    libraries: tuple[Path, ...] = ()

    def environment(self) -> dict[str, str]:
        """Return the variables the programs need to find one another and their libraries."""
        path = f"{self.erlang}:{os.defpath}"
        libraries = ":".join(map(str, self.libraries))
        return {"PATH": path} | ({"LD_LIBRARY_PATH": libraries} if libraries else {})


@dataclass(frozen=True)
class Search:
    """What a look for the programs found; None stands for not installed."""

    postgres: Path | None
    rabbitmq: Path | None
    erlang: Path | None
    libraries: tuple[Path, ...] = ()

    def missing_packages(self) -> tuple[str, ...]:
        """Return the Debian packages that would complete the programs."""
        missing = []
        if self.postgres is None:
            missing.append("postgresql")
        if self.rabbitmq is None or self.erlang is None:
            missing.append("rabbitmq-server")
        return tuple(missing)

    def binaries(self) -> Binaries | None:
        """Return the folders, or None when anything is missing."""
        if self.postgres is None or self.rabbitmq is None or self.erlang is None:
            return None
        return Binaries(self.postgres, self.rabbitmq, self.erlang, self.libraries)


def search(unpacked: Path) -> Search:
    """
    Look where Debian and Ubuntu install, then below *unpacked*, then on PATH.

    The wrappers in ``/usr/sbin`` are never taken: they change user and folder by themselves.
    """
    roots = (Path("/"), unpacked)
    return Search(
        postgres=_postgres(roots),
        rabbitmq=_rabbitmq(roots),
        erlang=_erlang(unpacked),
        libraries=tuple(sorted((unpacked / "usr/lib").glob("*-linux-gnu*"))),
    )


def _postgres(roots: tuple[Path, ...]) -> Path | None:
    found = [
        folder
        for root in roots
        for folder in (root / "usr/lib/postgresql").glob("*/bin")
        if (folder / "initdb").exists() and (folder / "postgres").exists()
    ]
    if found:
        return max(found, key=_major)
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path and shutil.which("postgres") else None


def _major(folder: Path) -> int:
    number = re.match(r"\d+", folder.parent.name)
    return int(number.group()) if number else 0


def _rabbitmq(roots: tuple[Path, ...]) -> Path | None:
    folders = (root / "usr/lib/rabbitmq/bin" for root in roots)
    return next((folder for folder in folders if (folder / "rabbitmq-server").exists()), None)


def _erlang(unpacked: Path) -> Path | None:
    if (unpacked / "usr/lib/erlang/bin/erl").exists():
        return unpacked / "usr/lib/erlang/bin"
    on_path = shutil.which("erl")
    return Path(on_path).parent if on_path else None
