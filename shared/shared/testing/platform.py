"""The platform as tests run it: real processes on real servers, one organisation per test."""

import importlib
import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pika
import psycopg
from cryptography.fernet import Fernet
from joserfc.jwk import OKPKey

from shared.kernel.context import Caller
from shared.kernel.ids import new_id
from shared.messaging.topology import SERVICES, inbox_of
from shared.rpc.caller_token import read_key, sign
from shared.rpc.client import RpcClient
from shared.rpc.wire import CALLER, CORRELATION, IDEMPOTENCY_KEY, REQUEST_HASH
from shared.testing.servers import Servers
from shared.testing.waiting import eventually, free_port

_HOST = "shared.capabilities.host"
_START_SECONDS = 90
# Peers of tests are neighbours, and tests wait for what production waits an hour for.
_IMPATIENT = {
    "OUTBOUND_ALLOW_PRIVATE": "1",
    "ERP_SYNC_RETRY_SECONDS": "0.2,0.5",
    "ERP_SYNC_LEASE_SECONDS": "4",
    "ERP_SYNC_SWEEP_SECONDS": "2",
    "ERP_SYNC_PROBE_SECONDS": "0.5",
    "CALENDAR_SYNC_RETRY_SECONDS": "0.2,0.5",
    "CALENDAR_SYNC_LEASE_SECONDS": "4",
    "CALENDAR_SYNC_SWEEP_SECONDS": "2",
    "CALENDAR_SYNC_POLL_SECONDS": "3600",
}


class Platform:
    """
    Databases, queues and processes of one test run.

    Args:
        services: Those to host; tests of one service need not start all seven.
    """

    def __init__(self, servers: Servers, folder: Path, services: Sequence[str]) -> None:
        self.servers = servers
        self.services = list(services)
        self._folder = folder
        self._prefix = f"t{os.getpid()}_{uuid4().hex[:6]}"
        self.environ = self._environment()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.client = RpcClient(servers.broker_url, name="tests")
        self._built: dict[str, Any] = {}
        self._host_module = _HOST

    def start(self) -> None:
        """Make and migrate databases, start the processes, wait until they answer."""
        if self._host("prepare").wait(_START_SECONDS) != 0:
            raise AssertionError(f"preparation failed: {self.log_of('prepare')}")
        for job in ("rpc", "worker", "sync"):
            self.start_process(job)
        self.client.start()
        for job in ("rpc", "worker", "sync"):
            eventually(partial(self.is_ready, job), within_seconds=_START_SECONDS)
        eventually(lambda: self.client.is_ready, within_seconds=_START_SECONDS)

    def stop(self) -> None:
        self.client.stop()
        for process in self.processes.values():
            process.kill()
            process.wait()
        for service in self._built.values():
            service.works.engine.dispose()
        self._drop_databases()

    def start_process(self, job: str) -> None:
        """Start one of rpc, worker and sync; again after ``kill_process``."""
        self.processes[job] = self._host(job)

    def kill_process(self, job: str) -> None:
        """End a process as a power cut would."""
        self.processes[job].kill()
        self.processes[job].wait()

    def restart_process(self, job: str, *, host: str = _HOST) -> None:
        """End a process and start it again, by another module when *host* names one."""
        self.kill_process(job)
        self._host_module = host
        self.start_process(job)
        eventually(partial(self.is_ready, job), within_seconds=_START_SECONDS)

    def is_ready(self, job: str) -> bool:
        """Whether the process says that everything it needs is there."""
        if self.processes[job].poll() is not None:
            raise AssertionError(f"{job} ended: {self.log_of(job)}")
        url = f"http://127.0.0.1:{self._ports[job]}/readyz"
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def log_of(self, job: str) -> str:
        """The last lines a process wrote."""
        return (self._folder / f"{job}.log").read_text()[-3000:]

    def work(self, service: str, caller: Caller) -> AbstractContextManager[Any]:
        """A real unit of work of a service, in the test's own process."""
        return self.service(service).works(caller)

    def service(self, name: str) -> Any:
        """The service as its own processes build it."""
        if name not in self._built:
            self._built[name] = importlib.import_module(f"{name}.__main__").build(self.environ)
        return self._built[name]

    def rows(self, service: str, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Ask a service's database as a superuser, past every filter."""
        with psycopg.connect(self._superuser(service), autocommit=True) as connection:
            return connection.execute(statement, parameters).fetchall()

    def is_at_rest(self) -> bool:
        """Whether every event has been told and handled: what a test of thousands owes the next."""
        waiting = "SELECT count(*) FROM outbox_messages WHERE published_at IS NULL"
        if any(self.rows(service, waiting) != [(0,)] for service in self.services):
            return False
        inboxes = {inbox_of(service) for service in self.services}
        with closing(
            pika.BlockingConnection(pika.URLParameters(self.servers.broker_url))
        ) as broker:
            channel = broker.channel()
            return not any(
                channel.queue_declare(queue.name, passive=True).method.message_count
                for service in self.services
                for queue in self.service(service).queues()
                if queue.name in inboxes
            )

    def rpc(self, caller: Caller | None, **options: Any) -> "Calls":
        """Call services as *caller* (None: as nobody): ``rpc(caller).crm.get_customer(…)``."""
        return Calls(self, caller, **options)

    def token(self, caller: Caller) -> str:
        """A signed caller, as the gateway makes them."""
        return sign(caller, self._signing_key)

    def _environment(self) -> dict[str, str]:
        keys = {name: self._key_pair(name) for name in ("identity", "gateway")}
        self._signing_key = read_key(keys["gateway"][0])
        secret = self._folder / "secrets.key"
        secret.write_bytes(Fernet.generate_key())
        self._ports = {job: free_port() for job in ("prepare", "rpc", "worker", "sync")}
        environ = {
            **os.environ,
            "DATABASE_URL_TEMPLATE": self.servers.database_url_template,
            "BROKER_URL": self.servers.broker_url,
            "HOSTED_SERVICES": ",".join(self.services),
            "SECRETS_KEY_FILE": str(secret),
            "SAMSPILL_DATA_DIR": str(self._folder),
            "ATTACHMENTS_DIR": str(self._folder / "attachments"),
            "ERP_FILE_DROP_DIR": str(self._folder / "erp-drop"),
            **_IMPATIENT,
            "GATEWAY_PUBLIC_URL": "http://127.0.0.1",
        }
        for name, (private, public) in keys.items():
            environ[f"{name.upper()}_SIGNING_KEY_FILE"] = private
            environ[f"{name.upper()}_PUBLIC_KEY_FILE"] = public
        for service in SERVICES:
            for part, variable in (("app", "DATABASE_URL"), ("owner", "OWNER_DATABASE_URL")):
                environ[f"{service.upper()}_{variable}"] = self._url(service, part)
        return environ

    def _key_pair(self, name: str) -> tuple[str, str]:
        key = OKPKey.generate_key("Ed25519", private=True)
        files = (self._folder / f"{name}.key", self._folder / f"{name}.pub")
        for file, private in zip(files, (True, False), strict=True):
            file.write_text(json.dumps(key.as_dict(private=private)))
        return str(files[0]), str(files[1])

    def _database(self, service: str) -> str:
        return f"{self._prefix}_{service}"

    def _superuser(self, service: str) -> str:
        return self.servers.database_url_template.format(database=self._database(service))

    def _url(self, service: str, part: str) -> str:
        scheme, _, rest = self._superuser(service).partition("://")
        host = rest.rpartition("@")[2]
        role = f"{self._database(service)}_{part}"
        return f"{scheme}+psycopg://{role}:test@{host}"

    def _host(self, job: str) -> subprocess.Popen[bytes]:
        log = (self._folder / f"{job}.log").open("ab")
        environ = {**self.environ, "HEALTH_PORT": str(self._ports[job])}
        command = [sys.executable, "-m", *self._command(job)]
        return subprocess.Popen(command, env=environ, stdout=log, stderr=log)

    def _command(self, job: str) -> list[str]:
        if job == "prepare":
            return ["ops.local.preparation", job]
        return [self._host_module, job, ",".join(self.services)]

    def _drop_databases(self) -> None:
        url = self.servers.database_url_template.format(database="postgres")
        with psycopg.connect(url, autocommit=True) as connection:
            for service in self.services:
                name = self._database(service)
                connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")  # type: ignore[arg-type]
                for part in ("owner", "app"):
                    connection.execute(f"DROP ROLE IF EXISTS {name}_{part}")  # type: ignore[arg-type]


class Calls:
    """Calls to services, as one caller; ``key`` repeats a call under one idempotency key."""

    def __init__(
        self, platform: Platform, caller: Caller | None, *, key: str = "", body_hash: str = ""
    ) -> None:
        self._platform, self._caller = platform, caller
        self._headers = {
            CORRELATION: str(new_id()),
            IDEMPOTENCY_KEY: key,
            REQUEST_HASH: f"test {body_hash}" if key else "",
        }

    def __getattr__(self, service: str) -> "_Methods":
        return _Methods(self._platform.client, service, self._signed)

    def _signed(self) -> dict[str, str]:
        """Headers of a call made now: a token lasts a minute, a test may wait longer."""
        token = self._platform.token(self._caller) if self._caller else ""
        return {CALLER: token, **self._headers}


class _Methods:
    def __init__(
        self, client: RpcClient, service: str, headers: Callable[[], Mapping[str, str]]
    ) -> None:
        self._client, self._service, self._headers = client, service, headers

    def __getattr__(self, method: str) -> Any:
        def call(**arguments: Any) -> Any:
            return self._client.call(
                self._service, method, arguments, headers=self._headers(), timeout_seconds=10
            )

        return call
