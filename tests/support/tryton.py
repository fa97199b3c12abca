"""
A real Tryton for tests: in a virtual environment of its own, on the test PostgreSQL.

Installing takes about ten seconds and a new database as long; both are kept, so that later runs
begin with a copy of the database.
"""

import base64
import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import requests
from shared.kernel.ids import new_id
from shared.testing.waiting import eventually, free_port

PINS = (
    "trytond==8.2.1",
    "trytond_country==8.2.0",
    "trytond_party==8.2.0",
    "gunicorn==27.0.1",
    "psycopg[binary,pool]==3.3.9",
)
USER, PASSWORD = "admin", "only-in-tests-1"
_COUNTRIES = {"NO": "Norway", "SE": "Sweden", "DK": "Denmark", "DE": "Germany"}
_START_SECONDS = 60
_ROOT = Path(__file__).parents[2]


class TrytonServer:
    """
    A running Tryton with one database; can be stopped and started on the same port.

    Args:
        database_url_template: The test cluster's, with ``{database}`` for the name.
    """

    def __init__(self, folder: Path, database_url_template: str) -> None:
        self._folder = folder
        self._template = database_url_template
        self._port = free_port()
        self._session = ""
        self._process: subprocess.Popen[bytes] | None = None
        self.database = f"tryton_{new_id().hex}"
        self.url = f"http://127.0.0.1:{self._port}"
        self._log = folder / f"{self.database}.log"

    def create(self) -> None:
        """Copy the prepared database and start."""
        template = prepare(self._folder, self._template)
        self._administer(f"CREATE DATABASE {self.database} TEMPLATE {template}")
        self.start()
        known = [{"code": code, "name": name} for code, name in _COUNTRIES.items()]
        self.call("country.country", "create", known)

    def start(self) -> None:
        """Start on the port it had, and wait until it answers."""
        command = [_program("gunicorn", self._folder), "--workers=1", "--threads=4"]
        command += [f"--bind=127.0.0.1:{self._port}", "trytond.application:app"]
        environ = {
            "TRYTOND_CONFIG": str(_configuration(self._folder, self._template)),
            "TRYTOND_DATABASE_NAMES": self.database,
            "PATH": os.defpath,
        }
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
        eventually(self._answers, within_seconds=_START_SECONDS, every_seconds=0.1)

    def stop(self) -> None:
        """End it as a power cut would."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)
            self._process = None

    def remove(self) -> None:
        self.stop()
        self._administer(f"DROP DATABASE IF EXISTS {self.database} WITH (FORCE)")
        self._log.unlink(missing_ok=True)

    def call(self, model: str, verb: str, *arguments: Any, **context: Any) -> Any:
        """Speak to the server as its own clients do, without our adapter."""
        headers = {"Authorization": self._session or self._sign_in()}
        method = f"model.{model}.{verb}"
        answer = self._post(method, [*arguments, context], headers).json()
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer["result"]

    def parties(self, *wanted: Any, fields: tuple[str, ...] = ("name", "code")) -> list[Any]:
        """Parties that fit, inactive ones too."""
        found: list[Any] = self.call(
            "party.party",
            "search_read",
            list(wanted),
            0,
            None,
            None,
            list(fields),
            active_test=False,
        )
        return found

    def end_sessions(self) -> None:
        """Sign everybody out, as a restart with a new key would."""
        url = self._template.format(database=self.database)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DELETE FROM ir_session")
        self._session = ""

    def _sign_in(self) -> str:
        answer = self._post("common.db.login", [USER, {"password": PASSWORD}], {})
        user_id, session, *_ = answer.json()["result"]
        ticket = base64.b64encode(f"{USER}:{user_id}:{session}".encode()).decode()
        self._session = f"Session {ticket}"
        return self._session

    def _post(self, method: str, params: list[Any], headers: dict[str, str]) -> requests.Response:
        body = {"id": 1, "method": method, "params": params}
        url = f"{self.url}/{self.database}/rpc/"
        return requests.post(url, json=body, headers=headers, timeout=15)

    def _answers(self) -> bool:
        if self._process is None or self._process.poll() is not None:
            raise RuntimeError(f"Tryton ended: {self._log.read_text()[-2000:]}")
        try:
            return self._post("common.server.version", [], {}).status_code < 500
        except requests.ConnectionError:
            return False

    def _administer(self, statement: str) -> None:
        _administer(self._template, statement)


@contextmanager
def running_tryton(database_url_template: str) -> Iterator[TrytonServer]:
    """A Tryton of one's own until the end of the block."""
    server = TrytonServer(peers_folder(), database_url_template)
    try:
        server.create()
        yield server
    finally:
        server.remove()


def peers_folder() -> Path:
    """Where what test peers need is kept between runs."""
    data = os.environ.get("SAMSPILL_DATA_DIR") or str(_ROOT / ".data")
    folder = Path(data) / "peers"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def prepare(folder: Path, database_url_template: str) -> str:
    """Install Tryton and make its empty database, unless an earlier run did; its name."""
    name = f"tryton_template_{_fingerprint()}"
    with (folder / "tryton.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not Path(_program("gunicorn", folder)).exists():
            _install(folder)
        if not _exists(database_url_template, name):
            _make_database(folder, database_url_template, name)
    return name


def _fingerprint() -> str:
    return hashlib.sha256(" ".join(PINS).encode()).hexdigest()[:8]


def _program(name: str, folder: Path) -> str:
    return str(folder / f"tryton-{_fingerprint()}" / "bin" / name)


def _install(folder: Path) -> None:
    """Into a folder that gets its name only when it is complete."""
    target = folder / f"tryton-{_fingerprint()}"
    subprocess.run([sys.executable, "-m", "venv", "--clear", target], check=True)
    pip = [str(target / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    try:
        subprocess.run([*pip, *PINS], check=True, timeout=300)
    except subprocess.SubprocessError:
        (target / "bin" / "gunicorn").unlink(missing_ok=True)
        raise


def _make_database(folder: Path, database_url_template: str, name: str) -> None:
    building = f"{name}_building"
    _administer(database_url_template, f"DROP DATABASE IF EXISTS {building} WITH (FORCE)")
    _administer(database_url_template, f"CREATE DATABASE {building}")
    password = folder / "tryton-password"
    password.write_text(f"{PASSWORD}\n")
    configuration = _configuration(folder, database_url_template)
    command = [_program("trytond-admin", folder), "-c", str(configuration), "-d", building]
    command += ["-u", "party", "--activate-dependencies", "--email", "admin@example.no", "-p"]
    environ = {"TRYTONPASSFILE": str(password), "PATH": os.defpath}
    made = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=300)
    if made.returncode != 0:
        raise RuntimeError(f"Tryton's database was not made: {made.stderr[-2000:]}")
    _administer(database_url_template, f"ALTER DATABASE {building} RENAME TO {name}")


def _configuration(folder: Path, database_url_template: str) -> Path:
    address = urlsplit(database_url_template.format(database=""))
    cluster = f"{address.scheme.partition('+')[0]}://{address.netloc}/"
    mark = hashlib.sha256(cluster.encode()).hexdigest()[:8]
    file = folder / f"tryton-{mark}.conf"
    file.write_text(f"[database]\nuri = {cluster}\n[session]\nauthentications = password\n")
    return file


def _exists(database_url_template: str, name: str) -> bool:
    with psycopg.connect(database_url_template.format(database="postgres")) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return found.fetchone() is not None


def _administer(database_url_template: str, statement: str) -> None:
    url = database_url_template.format(database="postgres")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]
