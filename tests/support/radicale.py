"""A real Radicale for tests: a CalDAV server with two users and a folder of its own."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import icalendar
import requests
from shared.kernel.ids import new_id
from shared.testing.waiting import eventually, free_port

USER, PASSWORD = "anna", "pässword-only-in-tests"
_CONFIGURATION = """
[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
[rights]
type = owner_only
[storage]
filesystem_folder = {folder}/collections
strict_preconditions = True
"""


class RadicaleServer:
    """A running Radicale; can be stopped and started on the same port."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"http://127.0.0.1:{self._port}"
        text = _CONFIGURATION.format(port=self._port, folder=folder)
        (folder / "radicale.conf").write_text(text)
        self.set_password(PASSWORD)

    def set_password(self, password: str) -> None:
        """Change the password behind our back; takes effect when it is started."""
        (self._folder / "users").write_text(f"{USER}:{password}\n", encoding="utf-8")

    def start(self) -> None:
        command = [sys.executable, "-m", "radicale", "--config", f"{self._folder}/radicale.conf"]
        with (self._folder / "radicale.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        eventually(self._answers, within_seconds=90, every_seconds=0.1)

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(20)
            self._process = None

    def new_calendar(self) -> str:
        """Make an empty calendar; its address."""
        url = f"{self.url}/{USER}/{new_id().hex}/"
        answer = self.ask("MKCALENDAR", url)
        assert answer.status_code == 201, answer.text
        return url

    def events(self, calendar: str) -> list[icalendar.Event]:
        """The events that stand in a calendar, as any other client reads them."""
        whole = icalendar.Calendar.from_ical(self.ask("GET", calendar).content.decode())
        return list(whole.walk("VEVENT"))

    def titles(self, calendar: str) -> list[str]:
        return sorted(str(each["summary"]) for each in self.events(calendar))

    def hrefs(self, calendar: str) -> list[str]:
        """The names of the resources in a calendar."""
        answer = self.ask("PROPFIND", calendar, headers={"Depth": "1"})
        return [each.split("<")[0] for each in answer.text.split("<href>")[1:] if ".ics" in each]

    def edit(self, calendar: str, old: str, new: str) -> None:
        """Change the text of the only event, as a phone would."""
        [path] = self.hrefs(calendar)
        there = self.ask("GET", self.url + path)
        changed = there.text.replace(old, new)
        headers = {"If-Match": there.headers["etag"], "Content-Type": "text/calendar"}
        answer = self.ask("PUT", self.url + path, data=changed.encode(), headers=headers)
        assert answer.status_code < 300, answer.text

    def delete_all(self, calendar: str) -> None:
        """Remove every event, as a phone would."""
        for path in self.hrefs(calendar):
            self.ask("DELETE", self.url + path)

    def ask(self, method: str, url: str, **options: Any) -> requests.Response:
        auth = (USER.encode(), PASSWORD.encode())
        return requests.request(method, url, auth=auth, timeout=10, **options)

    def _answers(self) -> bool:
        if self._process is None or self._process.poll() is not None:
            raise RuntimeError(f"Radicale ended: {(self._folder / 'radicale.log').read_text()}")
        try:
            return requests.get(f"{self.url}/.web", timeout=5).status_code < 500
        except requests.ConnectionError:
            return False


@contextmanager
def running_radicale(folder: Path) -> Iterator[RadicaleServer]:
    """A Radicale of one's own until the end of the block."""
    server = RadicaleServer(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
