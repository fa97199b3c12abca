"""A private PostgreSQL cluster in a folder of its own, reachable on the loopback interface only."""

from __future__ import annotations

import shutil
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from ops.machine.binaries import Binaries
from ops.machine.faults import Fault
from ops.machine.launch import Launch
from ops.machine.privileges import Account, account_for_postgres

SUPERUSER = "samspill"

DURABLE = {"max_connections": "400", "shared_buffers": "64MB", "jit": "off"}
THROWAWAY = DURABLE | {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum_naptime": "10min",
}


@dataclass(frozen=True)
class Postgres:
    """One cluster: where it lives, where it listens and how it is tuned."""

    binaries: Binaries
    folder: Path
    log: Path
    port: int
    password: str = field(repr=False)
    settings: Mapping[str, str]

    def prepare(self) -> None:
        """
        Create the cluster unless it is there.

        Raises:
            Fault: initdb failed; its words are in the message.
        """
        if (self.folder / "data" / "PG_VERSION").exists():
            return
        account = self._account()
        # What an interrupted initdb left cannot be continued.
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        if account:
            account.own(self.folder)
        self._initdb(account)

    def _initdb(self, account: Account | None) -> None:
        password_file = self.folder / "password"
        password_file.touch(mode=0o600)
        password_file.write_text(self.password)
        if account:
            account.own(password_file)
        command: tuple[str, ...] = (
            str(self.binaries.postgres / "initdb"),
            *("-D", str(self.folder / "data"), "-U", SUPERUSER, f"--pwfile={password_file}"),
            # Sorting by bytes is fast; the character type makes lower() know Æ, Ø and Å.
            *("-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "--lc-ctype=C.UTF-8", "-N"),
        )
        switched = account is not None and not account.in_namespace
        result = subprocess.run(
            account.wrap(command) if account else command,
            cwd=self.folder,
            env=self._environment(),
            user=account.uid if account and switched else None,
            group=account.gid if account and switched else None,
            extra_groups=[] if switched else None,
            capture_output=True,
            text=True,
            check=False,
        )
        password_file.unlink(missing_ok=True)
        if result.returncode != 0:
            raise Fault(f"initdb could not create the cluster:\n{result.stderr or result.stdout}")

    def launch(self) -> Launch:
        """Return how to start the server."""
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            # Paths of sockets are limited to 107 bytes, folders are not.
            "unix_socket_directories": "",
            "timezone": "UTC",
            "log_timezone": "UTC",
        } | dict(self.settings)
        flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        return Launch(
            name="postgres",
            command=(
                str(self.binaries.postgres / "postgres"),
                *("-D", str(self.folder / "data"), *flags),
            ),
            folder=self.folder,
            log=self.log,
            environment=self._environment(),
            stop_signal=signal.SIGINT,
            account=self._account(),
        )

    def _environment(self) -> dict[str, str]:
        return self.binaries.environment() | {"LC_ALL": "C.UTF-8"}

    def _account(self) -> Account | None:
        return account_for_postgres(self.folder)

    def url_template(self) -> str:
        """Return the superuser's address of a database still to be named."""
        return f"postgresql://{SUPERUSER}:{self.password}@127.0.0.1:{self.port}/{{database}}"

    def is_ready(self) -> bool:
        """Tell whether the server answers a query."""
        try:
            address = self.url_template().replace("{database}", "postgres")
            with psycopg.connect(address, connect_timeout=2) as connection:
                connection.execute("select 1")
        except psycopg.OperationalError:
            return False
        return True
