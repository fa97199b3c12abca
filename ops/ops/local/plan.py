"""Turns a wish (profile, ports, whose servers) into the steps the supervisor runs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from http.client import HTTPConnection, HTTPException

from ops.local.credentials import Credentials, ensure_credentials
from ops.local.environment import Surroundings
from ops.local.postgres import DURABLE, SUPERUSER, Postgres
from ops.local.processes import GATEWAY, PREPARE, SERVICES, Process, Profile, processes
from ops.local.rabbitmq import RabbitMQ
from ops.machine.binaries import Binaries
from ops.machine.launch import Launch
from ops.machine.layout import Layout
from ops.supervisor.steps import Step

SERVER_RECHECK_SECONDS = 10.0


@dataclass(frozen=True)
class Wish:
    """What ``up`` decided; written to a file for the supervisor and kept for the next ``up``."""

    profile: str
    gateway_port: int
    postgres_port: int
    rabbitmq_port: int
    first_health_port: int

    def save(self, layout: Layout) -> None:
        """Keep the wish."""
        (layout.run / "wish.json").write_text(json.dumps(asdict(self)))


def saved_wish(layout: Layout) -> Wish | None:
    """Return what was wished last, if anything was."""
    file = layout.run / "wish.json"
    return Wish(**json.loads(file.read_text())) if file.exists() else None


@dataclass(frozen=True)
class Plan:
    """The servers of ours, if any, and everything that runs on them."""

    steps: tuple[Step, ...]
    surroundings: Surroundings
    wish: Wish


def make_plan(
    layout: Layout, wish: Wish, *, binaries: Binaries | None, given: Mapping[str, str]
) -> Plan:
    """
    Return what to run; ``DATABASE_URL_TEMPLATE`` and ``BROKER_URL`` in *given* replace servers.

    Args:
        binaries: needed unless both servers are given.
    """
    credentials = ensure_credentials(layout)
    steps: list[Step] = []
    template, broker = given.get("DATABASE_URL_TEMPLATE"), given.get("BROKER_URL")
    if binaries and not template:
        postgres = _postgres(layout, wish, binaries=binaries, credentials=credentials)
        template = postgres.url_template()
        steps.append(_postgres_step(postgres))
    if binaries and not broker:
        rabbitmq = _rabbitmq(layout, wish, binaries=binaries, credentials=credentials)
        broker = rabbitmq.url()
        steps.extend(_rabbitmq_steps(rabbitmq))
    surroundings = Surroundings(
        layout=layout,
        credentials=credentials,
        gateway_port=wish.gateway_port,
        broker_url=broker or "",
        database_url_template=template or "",
        given=given,
    )
    return Plan((*steps, *_own_steps(surroundings, wish, servers=steps)), surroundings, wish)


def _postgres(
    layout: Layout, wish: Wish, *, binaries: Binaries, credentials: Credentials
) -> Postgres:
    return Postgres(
        binaries=binaries,
        folder=layout.postgres,
        log=layout.log("postgres"),
        port=wish.postgres_port,
        password=credentials.password(SUPERUSER),
        settings=DURABLE,
    )


def _postgres_step(postgres: Postgres) -> Step:
    postgres.prepare()
    return Step(
        launch=postgres.launch(),
        is_ready=postgres.is_ready,
        recheck_seconds=SERVER_RECHECK_SECONDS,
    )


def _rabbitmq(
    layout: Layout, wish: Wish, *, binaries: Binaries, credentials: Credentials
) -> RabbitMQ:
    return RabbitMQ(
        binaries=binaries,
        folder=layout.rabbitmq,
        logs=layout.logs,
        port=wish.rabbitmq_port,
        user="samspill",
        password=credentials.password("broker"),
        vhost="samspill",
    )


def _rabbitmq_steps(rabbitmq: RabbitMQ) -> tuple[Step, Step]:
    rabbitmq.prepare()
    epmd = Step(
        launch=rabbitmq.launch_epmd(),
        is_ready=rabbitmq.epmd_is_ready,
        recheck_seconds=SERVER_RECHECK_SECONDS,
    )
    node = Step(
        launch=rabbitmq.launch(),
        after=("epmd",),
        is_ready=rabbitmq.is_ready,
        recheck_seconds=SERVER_RECHECK_SECONDS,
    )
    return epmd, node


def _own_steps(surroundings: Surroundings, wish: Wish, *, servers: list[Step]) -> list[Step]:
    names = {step.name for step in servers}
    prepare = Process(PREPARE, "ops.local.preparation", ("prepare",), services=SERVICES, after=())
    first = _launch(surroundings, prepare, environment=surroundings.for_preparation())
    steps = [Step(first, after=tuple(names & {"postgres"}), once=True)]
    broker = tuple(names & {"rabbitmq"})
    for number, process in enumerate(processes(Profile(wish.profile))):
        health_port = wish.first_health_port + number
        step = _own_step(surroundings, process, health_port=health_port)
        steps.append(replace(step, after=(*process.after, *broker)))
    return steps


def _own_step(surroundings: Surroundings, process: Process, *, health_port: int) -> Step:
    if process.name == GATEWAY:
        environment = surroundings.for_gateway(health_port=health_port)
        port = surroundings.gateway_port
    else:
        environment = surroundings.for_services(process.services, health_port=health_port)
        port = health_port
    return Step(
        _launch(surroundings, process, environment=environment),
        is_ready=answers_ok(port, "/readyz"),
        is_alive=answers_ok(port, "/livez"),
    )


def _launch(
    surroundings: Surroundings, process: Process, *, environment: Mapping[str, str]
) -> Launch:
    return Launch(
        name=process.name,
        command=(sys.executable, "-P", "-m", process.module, *process.arguments),
        folder=surroundings.layout.run,
        log=surroundings.layout.log(process.name),
        environment=environment,
    )


def answers_ok(port: int, path: str) -> Callable[[], bool]:
    """Return a question that is true while the path on that port answers 200."""

    def ask() -> bool:
        connection = HTTPConnection("127.0.0.1", port, timeout=1)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    return ask
