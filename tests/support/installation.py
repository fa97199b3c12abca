"""A whole platform as somebody who cloned the project has it: started by the one command."""

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import psycopg
from shared.testing.waiting import free_port
from support.street import Person, a_trial

ROOT = Path(__file__).parents[2]
_GIVEN_SERVERS = ("DATABASE_URL_TEMPLATE", "BROKER_URL")


class Installation:
    """
    A platform with a data folder and ports of its own.

    Args:
        settings: Variables for its processes.
    """

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environ = {
            **{name: text for name, text in os.environ.items() if name not in _GIVEN_SERVERS},
            "SAMSPILL_DATA_DIR": str(folder),
            **settings,
        }

    def up(self, *options: str) -> str:
        """Start, or make sure it runs; returns what was printed."""
        return self.command("up", f"--port={self.port}", *options)

    def down(self) -> None:
        self.command("down")

    def remove(self) -> None:
        self.command("down")
        shutil.rmtree(self.folder, ignore_errors=True)

    def command(self, *arguments: str) -> str:
        """Run ``./samspill``; it must succeed."""
        done = subprocess.run(
            [str(ROOT / "samspill"), *arguments],
            env=self._environ,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, f"{done.stdout[-3000:]}{done.stderr[-3000:]}"
        return done.stdout

    def sign_up(self) -> Person:
        """The administrator of a new organisation."""
        return a_trial(self.url)

    def status(self) -> dict[str, Any]:
        """What ``status --json`` prints, healthy or not."""
        done = subprocess.run(
            [str(ROOT / "samspill"), "status", "--json"],
            env=self._environ,
            capture_output=True,
            text=True,
            timeout=60,
        )
        return json.loads(done.stdout)

    def process(self, name: str) -> dict[str, Any]:
        """One process of ``status``."""
        return next(each for each in self.status()["processes"] if each["name"] == name)

    def kill(self, name: str) -> int:
        """End a process as a power cut would; returns its former pid."""
        pid = self.process(name)["pid"]
        os.kill(pid, signal.SIGKILL)
        return int(pid)

    def rows(self, service: str, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Ask a service's database past every filter."""
        known = json.loads((self.folder / "secrets" / "environment.json").read_text())
        url = known["DATABASE_URL_TEMPLATE"].replace("{database}", service)
        with psycopg.connect(url, autocommit=True) as connection:
            return connection.execute(statement, parameters).fetchall()
