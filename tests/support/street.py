"""The gateway as a process, and people who use it over HTTP."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import requests
from shared.kernel.ids import new_id
from shared.testing.platform import Platform
from shared.testing.waiting import eventually, free_port

PASSWORD = "korrekt hest batteri stift 7"


class Street:
    """A gateway in front of a platform; ``changes`` are settings of its own."""

    def __init__(self, platform: Platform, folder: Path, **changes: str) -> None:
        self._port, self.health_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self.log = folder / "gateway.log"
        environ = {
            **platform.environ,
            "GATEWAY_PORT": str(self._port),
            "HEALTH_PORT": str(self.health_port),
            "GATEWAY_WORKERS": "1",
            **changes,
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gateway"],
                env={**os.environ, **environ},
                cwd=folder,
                stdout=log,
                stderr=log,
            )

    def wait_until_ready(self, *, within_seconds: float = 60) -> None:
        eventually(lambda: self.ready() == 200, within_seconds=within_seconds)

    def ready(self) -> int:
        """The status of ``/readyz``; 0 while nobody listens."""
        if self.process.poll() is not None:
            raise AssertionError(f"the gateway ended: {self.log.read_text()[-3000:]}")
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=3) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def stop(self) -> int:
        """End it as a supervisor does and answer its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


class Person:
    """Somebody signed in; ``get``, ``post`` … take paths below ``/api/v1``."""

    def __init__(self, url: str, email: str, password: str = PASSWORD) -> None:
        self.url, self.email, self.password = url, email, password
        self.session = requests.Session()
        answer = self.send("POST", "/auth/login", json={"email": email, "password": password})
        assert answer.status_code == 200, answer.text
        self.tokens = answer.json()
        self.session.headers["Authorization"] = f"Bearer {self.tokens['access_token']}"

    def send(self, verb: str, path: str, **more: Any) -> requests.Response:
        return self.session.request(verb, f"{self.url}/api/v1{path}", timeout=30, **more)

    def get(self, path: str, **more: Any) -> Any:
        """Read; the answer must be 200."""
        answer = self.send("GET", path, **more)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        """Create or act; the answer must be a good one."""
        answer = self.send("POST", path, json=body, **more)
        assert answer.status_code in (200, 201), answer.json()
        return answer.json()

    def patch(self, path: str, body: Any, *, version: int, **more: Any) -> requests.Response:
        headers = {"If-Match": f'"{version}"'}
        return self.send("PATCH", path, json=body, headers=headers, **more)


def a_trial(url: str, **changes: Any) -> Person:
    """Sign a new organisation up and its administrator in."""
    email = f"admin-{new_id()}@fjord.example"
    fields = {
        "name": "Fjord Rådgivning AS",
        "admin_name": "Kari Nordmann",
        "admin_email": email,
        "admin_password": PASSWORD,
        **changes,
    }
    answer = requests.post(f"{url}/api/v1/organisations", json=fields, timeout=30)
    assert answer.status_code == 201, answer.text
    return Person(url, email)
