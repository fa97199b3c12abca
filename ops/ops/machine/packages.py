"""Installs the Debian packages the platform needs, by the gentlest way this machine allows."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from ops.machine.binaries import Binaries, Search, search
from ops.machine.faults import PackagesMissing
from ops.machine.layout import Layout

# A script of this name that answers 101 keeps packages from starting system services.
POLICY = Path("/usr/sbin/policy-rc.d")
REFUSAL = "#!/bin/sh\nexit 101\n"


def installed_binaries(layout: Layout) -> Binaries:
    """
    Return the server programs, after installing those that are missing.

    Raises:
        PackagesMissing: they can be neither installed nor unpacked here.
    """
    found = search(layout.packages)
    if not (missing := found.missing_packages()):
        return _complete(found, why_not="")
    _say(f"Installing {' and '.join(missing)} …")
    why_not = _install(missing, log=layout.data / "apt.log", into=layout.packages)
    return _complete(search(layout.packages), why_not=why_not)


def _complete(found: Search, *, why_not: str) -> Binaries:
    binaries = found.binaries()
    if binaries is None:
        raise PackagesMissing(found.missing_packages(), because=why_not)
    return binaries


def _install(packages: tuple[str, ...], *, log: Path, into: Path) -> str:
    """Install or unpack; return why that may have failed."""
    if shutil.which("apt-get") is None:
        return "this machine has no apt-get"
    log.parent.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        _apt_install(packages, prefix=(), log=log)
        return f"apt-get failed (see {log})"
    if _may_sudo():
        _apt_install(packages, prefix=("sudo", "-n"), log=log)
        return f"apt-get failed with sudo (see {log})"
    unpack(packages, into=into, log=log)
    return f"we are neither root nor allowed to use sudo, and unpacking them failed (see {log})"


def _may_sudo() -> bool:
    if shutil.which("sudo") is None:
        return False
    return subprocess.run(("sudo", "-n", "true"), capture_output=True, check=False).returncode == 0


def _apt_install(packages: tuple[str, ...], *, prefix: tuple[str, ...], log: Path) -> None:
    ours = not POLICY.exists()
    if ours:
        _run((*prefix, "tee", str(POLICY)), log=log, text=REFUSAL)
        _run((*prefix, "chmod", "755", str(POLICY)), log=log)
    try:
        install = ("apt-get", "install", "-y", "-q", "--no-install-recommends", *packages)
        quiet = (*prefix, "env", "DEBIAN_FRONTEND=noninteractive")
        if not _run((*quiet, *install), log=log):
            _run((*quiet, "apt-get", "update", "-q"), log=log)
            _run((*quiet, *install), log=log)
    finally:
        if ours:
            _run((*prefix, "rm", "-f", str(POLICY)), log=log)


def unpack(packages: tuple[str, ...], *, into: Path, log: Path) -> None:
    """Download the packages with what they depend on and unpack them, which needs no rights."""
    archives = into / "archives"
    archives.mkdir(parents=True, exist_ok=True)
    names = _with_dependencies(packages)
    _run(("apt-get", "download", "-q", *names), log=log, folder=archives)
    for archive in sorted(archives.glob("*.deb")):
        _run(("dpkg", "-x", str(archive), str(into)), log=log)
    _relocate_erlang(into)
    shutil.rmtree(archives)


def _with_dependencies(packages: tuple[str, ...]) -> list[str]:
    """Return what apt would install, asked without rights by a simulation."""
    simulated = subprocess.run(
        ("apt-get", "install", "-s", "-q", "--no-install-recommends", *packages),
        capture_output=True,
        text=True,
        check=False,
    )
    lines = (line.split() for line in simulated.stdout.splitlines())
    return [words[1] for words in lines if words[:1] == ["Inst"]] or list(packages)


def _relocate_erlang(into: Path) -> None:
    """Tell Erlang's start script where it lives now; it was built for /usr/lib/erlang."""
    erlang = into / "usr/lib/erlang"
    script = erlang / "bin" / "erl"
    if script.exists():
        moved = script.read_text().replace("ROOTDIR=/usr/lib/erlang", f"ROOTDIR={erlang}")
        script.write_text(moved)


def _run(
    command: tuple[str, ...], *, log: Path, text: str | None = None, folder: Path | None = None
) -> bool:
    with log.open("a") as stream:
        result = subprocess.run(
            command,
            cwd=folder,
            input=text,
            text=True,
            stdin=subprocess.DEVNULL if text is None else None,
            stdout=stream,
            stderr=subprocess.STDOUT,
            check=False,
        )
    return result.returncode == 0


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
