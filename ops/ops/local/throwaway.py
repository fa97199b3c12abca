"""PostgreSQL and RabbitMQ for tests: shared by test runs, careless about power cuts."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from ops.local.postgres import THROWAWAY, Postgres
from ops.local.rabbitmq import COMPANIONS, RabbitMQ
from ops.machine.binaries import Binaries
from ops.machine.faults import DidNotStart
from ops.machine.launch import Launch, start
from ops.machine.layout import Layout
from ops.machine.locks import held, is_held
from ops.machine.ports import first_free
from ops.machine.running import Running, wait_until

FIRST_POSTGRES_PORT = 5533
FIRST_RABBITMQ_PORT = 5773
# Neither guards anything: both servers listen on loopback only and hold made-up records.
USER = PASSWORD = "samspill"

STOP_SIGNALS = {"rabbitmq": signal.SIGTERM, "epmd": signal.SIGTERM, "postgres": signal.SIGINT}


@dataclass(frozen=True)
class Addresses:
    """Where the test servers listen."""

    database_url_template: str
    broker_url: str

    def as_environment(self) -> dict[str, str]:
        """Return the two variables the test plugin reads."""
        return {
            "DATABASE_URL_TEMPLATE": self.database_url_template,
            "BROKER_URL": self.broker_url,
        }


class ThrowawayServers:
    """The test servers of one project folder, whoever started them."""

    def __init__(self, layout: Layout, binaries: Binaries) -> None:
        self._layout = layout
        self._binaries = binaries
        self._state_file = layout.run / "servers.json"
        self._lock = layout.run / "servers.lock"
        self._users = layout.run / "users.lock"

    def ensure(self, *, keep: bool) -> Addresses:
        """
        Return the addresses of running servers, starting them when they are not.

        Raises:
            DidNotStart: with the last log lines of the server that failed.
        """
        self._layout.make()
        with held(self._lock):
            state = self._read()
            if not self._alive(state):
                self._stop(state)
                state = self._start()
            state["keep"] = keep or state.get("keep", False)
            self._write(state)
            return Addresses(**state["addresses"])

    @contextmanager
    def in_use(self, *, keep: bool) -> Iterator[Addresses]:
        """Keep the servers running during the block; afterwards the last user stops them."""
        self._layout.make()
        try:
            with held(self._users, shared=True):
                yield self.ensure(keep=keep)
        finally:
            with held(self._lock):
                state = self._read()
                if not state.get("keep") and not is_held(self._users):
                    self._stop(state)

    def stop(self) -> bool:
        """Stop the servers whoever uses them; False when none were running."""
        with held(self._lock):
            state = self._read()
            alive = self._alive(state)
            self._stop(state)
            return alive

    def _start(self) -> dict:
        self._layout.make()
        postgres = Postgres(
            binaries=self._binaries,
            folder=self._layout.postgres,
            log=self._layout.log("postgres"),
            port=first_free(FIRST_POSTGRES_PORT),
            password=PASSWORD,
            settings=THROWAWAY,
        )
        rabbitmq = RabbitMQ(
            binaries=self._binaries,
            folder=self._layout.rabbitmq,
            logs=self._layout.logs,
            port=first_free(FIRST_RABBITMQ_PORT, companions=COMPANIONS),
            user=USER,
            password=PASSWORD,
            vhost="test",
            # One for each run at the same time; a run takes the first that is free.
            more_vhosts=tuple(f"test{n}" for n in range(1, 13)),
        )
        return {
            "processes": self._start_both(postgres, rabbitmq),
            "addresses": asdict(
                Addresses(database_url_template=postgres.url_template(), broker_url=rabbitmq.url())
            ),
        }

    def _start_both(self, postgres: Postgres, rabbitmq: RabbitMQ) -> dict[str, dict]:
        processes: dict[str, dict] = {}

        def run(launch: Launch) -> None:
            processes[launch.name] = asdict(Running.at(start(launch, detached=True).pid))

        rabbitmq.prepare()
        run(rabbitmq.launch_epmd())
        wait_until(rabbitmq.epmd_is_ready, seconds=10)
        run(rabbitmq.launch())
        postgres.prepare()
        run(postgres.launch())
        for name, ready in (("postgres", postgres.is_ready), ("rabbitmq", rabbitmq.is_ready)):
            running = Running(**processes[name])
            wait_until(lambda r=running, f=ready: not r.is_alive() or f(), seconds=90)  # type: ignore[misc]
            if not ready():
                self._stop({"processes": processes})
                raise DidNotStart(name, problem="did not start", log=self._layout.log(name))
        return processes

    def _alive(self, state: dict) -> bool:
        processes = state.get("processes", {})
        return bool(processes) and all(Running(**it).is_alive() for it in processes.values())

    def _stop(self, state: dict) -> None:
        for name, stop_signal in STOP_SIGNALS.items():
            if name in state.get("processes", {}):
                Running(**state["processes"][name]).stop(stop_signal)
        self._state_file.unlink(missing_ok=True)

    def _read(self) -> dict:
        return json.loads(self._state_file.read_text()) if self._state_file.exists() else {}

    def _write(self, state: dict) -> None:
        partial: Path = self._state_file.with_suffix(".partial")
        partial.write_text(json.dumps(state))
        partial.replace(self._state_file)
