"""Whom PostgreSQL runs as: it refuses root, so a root shell lends it another account."""

from __future__ import annotations

import os
import pwd
import shutil
from dataclasses import dataclass
from pathlib import Path

from ops.machine.faults import Fault


@dataclass(frozen=True)
class Account:
    """
    The user a server runs as.

    Within a namespace the server sees that user while its files stay root's: the way out where
    the data folder lies below one that only root may enter, as a home does.
    """

    uid: int
    gid: int
    in_namespace: bool

    def wrap(self, command: tuple[str, ...]) -> tuple[str, ...]:
        """Return the command that enters the namespace, if there is one, and runs *command*."""
        if not self.in_namespace:
            return command
        users = (f"--map-user={self.uid}", f"--map-group={self.gid}")
        return ("unshare", "--user", *users, "--", *command)

    def own(self, folder: Path) -> None:
        """Give the folder to the account, unless its namespace makes that needless."""
        if not self.in_namespace:
            os.chown(folder, self.uid, self.gid)


def account_for_postgres(folder: Path) -> Account | None:
    """
    Return the account a PostgreSQL with its data in *folder* must use; None for our own.

    Raises:
        Fault: we are root and neither another user nor a namespace can be had.
    """
    if os.geteuid() != 0:
        return None
    user = _unprivileged()
    reachable = all(parent.stat().st_mode & 0o001 for parent in folder.resolve().parents)
    if not reachable and shutil.which("unshare") is None:
        raise Fault(
            f"PostgreSQL does not run as root, and {user.pw_name} cannot enter {folder.parent}.\n"
            f"Allow it (chmod o+x on its parents) or run ./samspill as another user."
        )
    return Account(uid=user.pw_uid, gid=user.pw_gid, in_namespace=not reachable)


def _unprivileged() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Fault("PostgreSQL does not run as root, and there is no user postgres or nobody.")
