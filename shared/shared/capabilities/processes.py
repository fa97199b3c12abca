"""The processes a service is made of: rpc, worker and sync; and its one-off job, migrate."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, text

from shared.capabilities.merging import MergeFollower
from shared.capabilities.operations import OperationsRpc
from shared.capabilities.privacy.holdings import Holdings
from shared.capabilities.privacy.parts import PrivacyPart, privacy_rpc
from shared.capabilities.references import (
    FOLLOWED,
    OWNERS,
    keep_reference,
    keep_references,
    reference_from,
)
from shared.contracts.declare import Event, load
from shared.contracts.references import ReferenceView
from shared.kernel.context import Caller
from shared.kernel.errors import NotFound, ReferenceMissing
from shared.messaging.consume import Consumer, bindings_of
from shared.messaging.effects import EventHandler, at_once, handlers_in
from shared.messaging.housekeeping import Housekeeper
from shared.messaging.relay import Relay
from shared.messaging.timers import Sweeper, timers_in
from shared.messaging.topology import QueueSpec, declare, inbox_of, queues_for, wakeups_of
from shared.observability.health import serve_health
from shared.observability.logging import set_up_logging
from shared.persistence.work import Work, Works
from shared.rpc.caller_token import CallerTokens, read_key
from shared.rpc.client import RpcClient
from shared.rpc.server import Hosting
from shared.rpc.wire import CALLER, CORRELATION

MAX_WORKERS = 10  # calls a service answers at once; also the size of its pool


@dataclass(frozen=True, kw_only=True)
class Service:
    """Everything a process needs to know of a service; made by its ``__main__.build``."""

    name: str
    settings: Any
    works: Works[Any]
    rpc: type
    metadata: MetaData
    project: Path
    holdings: Holdings  # what it holds about people; no service is without
    events: Sequence[object] = ()
    timers: Sequence[object] = ()
    sync: Sequence[object] = ()
    references: Sequence[str] = ()
    merges: MergeFollower | None = None

    def inbox_handlers(self) -> dict[type[Event], list[EventHandler]]:
        """Reference copies first, then rows that follow merges, then the service's reactions."""
        handlers: dict[type[Event], list[EventHandler]] = {}
        for kind in self.references:
            follower = _follower(kind)
            for event in FOLLOWED[kind]:
                handlers.setdefault(event, []).append(follower)
        for following in self._following():
            for event, handler in following.handlers().items():
                handlers.setdefault(event, []).append(handler)
        for event, own in handlers_in([*self.events, self._privacy()]).items():
            handlers.setdefault(event, []).extend(own)
        return handlers

    def due_timers(self) -> dict[str, Callable[..., None]]:
        """What runs when it is due."""
        return timers_in([*self.timers, *self._following(), self._privacy()])

    def front_door(self) -> type:
        """The service's RPC class with the parts every service has."""
        parts = (self.rpc, OperationsRpc, privacy_rpc(self.name, self.holdings))
        return type(self.rpc.__name__, parts, {})

    def _following(self) -> Sequence[MergeFollower]:
        return [self.merges] if self.merges else []

    def _privacy(self) -> PrivacyPart:
        return PrivacyPart(self.name, self.holdings)

    def sync_handlers(self) -> dict[type[Event], list[EventHandler]]:
        """What the separately scaled sync worker reacts to."""
        return handlers_in(self.sync)

    def queues(self) -> list[QueueSpec]:
        """Every queue the service consumes from."""
        specs = []
        for name, handlers in (
            (inbox_of(self.name), self.inbox_handlers()),
            (wakeups_of(self.name), self.sync_handlers()),
        ):
            if handlers:
                specs += queues_for(name, bindings_of(handlers))
        return specs


Build = Callable[[Mapping[str, str]], Service]


def run(package: str) -> None:
    """
    Body of every service's ``__main__``: ``python -m crm rpc | worker | sync | migrate``.

    Starts over in ``shared.capabilities.host``, because an rpc process must be patched for
    eventlet before anything else is imported.
    """
    job = sys.argv[1] if len(sys.argv) == 2 else ""
    os.execv(sys.executable, [sys.executable, "-m", "shared.capabilities.host", job, package])


def run_migrations(services: Sequence[Service], environ: Mapping[str, str]) -> None:
    """Bring databases and the broker's topology up to date."""
    from shared.persistence.migrations import migrate  # here: processes that stay never need it

    for service in services:
        migrate(service.project, service.settings.owner_database_url)
    declare(
        services[0].settings.broker_url, [queue for each in services for queue in each.queues()]
    )


def run_rpc(services: Sequence[Service], environ: Mapping[str, str]) -> None:
    """Answer calls.  ``shared.rpc.run.prepare`` must have run before anything was imported."""
    from shared.rpc.run import serve

    set_up_logging(_process_name(services))
    broker_url = services[0].settings.broker_url
    client = RpcClient(broker_url, name="references")
    client.start()
    _serve_health(services, environ, {})
    serve(
        [each.front_door() for each in services],
        broker_url=broker_url,
        max_workers=MAX_WORKERS,
        hosting=Hosting(
            works={each.name: each.works for each in services},
            callers=CallerTokens(read_key(environ["GATEWAY_PUBLIC_KEY_FILE"])),
            resolve=partial(_resolve, client),
        ),
    )


def run_worker(services: Sequence[Service], environ: Mapping[str, str]) -> None:
    """Relay the outbox, consume events, run timers."""
    set_up_logging(_process_name(services))
    declare(
        services[0].settings.broker_url, [queue for each in services for queue in each.queues()]
    )
    consumers = [
        Consumer(
            inbox_of(each.name),
            each.works,
            handlers,
            each.settings.broker_url,
            acknowledges_first=_acknowledges_first(environ),
        )
        for each in services
        if (handlers := each.inbox_handlers())
    ]
    parts: list[Any] = [*consumers]
    for each in services:
        parts.append(Relay(each.name, each.works.engine, each.settings.broker_url))
        parts.append(Housekeeper(each.name, each.works.engine))
        parts.append(Sweeper(each.name, each.works, each.due_timers()))
    _run_until_stopped(services, environ, parts, consumers)


def run_sync(services: Sequence[Service], environ: Mapping[str, str]) -> None:
    """Bring changes to systems outside; scaled alone, by the depth of its queues."""
    set_up_logging(_process_name(services))
    declare(
        services[0].settings.broker_url, [queue for each in services for queue in each.queues()]
    )
    consumers = [
        Consumer(
            wakeups_of(each.name),
            each.works,
            handlers,
            each.settings.broker_url,
            acknowledges_first=_acknowledges_first(environ),
        )
        for each in services
        if (handlers := each.sync_handlers())
    ]
    _run_until_stopped(services, environ, [*consumers], consumers)


def _acknowledges_first(environ: Mapping[str, str]) -> bool:
    """Whether consumers are to have the defect ``./samspill chaos --bug`` looks for."""
    bug = environ.get("SAMSPILL_BUG", "")
    if bug and (bug != "ack_before_commit" or environ.get("SAMSPILL_TEST_BUILD") != "1"):
        sys.exit("SAMSPILL_BUG is ack_before_commit, and only where SAMSPILL_TEST_BUILD is 1.")
    return bool(bug)


def _run_until_stopped(
    services: Sequence[Service],
    environ: Mapping[str, str],
    parts: Sequence[Any],
    consumers: Sequence[Consumer],
) -> None:
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    for part in parts:
        part.start()
    _serve_health(services, environ, {each.queue_name: _is_open(each) for each in consumers})
    stopping.wait()
    watchdog = threading.Timer(20, os._exit, [0])
    watchdog.daemon = True
    watchdog.start()
    for part in parts:
        part.stop()


def _is_open(consumer: Consumer) -> Callable[[], bool]:
    return lambda: consumer.is_open


def _serve_health(
    services: Sequence[Service],
    environ: Mapping[str, str],
    checks: dict[str, Callable[[], bool]],
) -> None:
    port = int(environ.get("HEALTH_PORT", "0"))
    if port:
        databases = {f"{each.name} database": _answers(each.works) for each in services}
        host = environ.get("HEALTH_HOST", "127.0.0.1")  # in a container, probes come from outside
        serve_health(port, {**databases, **checks}, host=host)


def _answers(works: Works[Any]) -> Callable[[], bool]:
    def check() -> bool:
        with works.engine.connect() as connection:
            return connection.execute(text("SELECT true")).scalar_one()

    return check


def _follower(kind: str) -> EventHandler:
    """Keep copies up to date; of a batch of events by one statement."""

    def keep(events: Sequence[Event], work: Work) -> None:
        keep_references(work, [reference_from(kind, each) for each in events])

    return at_once(keep)


def _resolve(
    client: RpcClient, works: Works[Any], caller: Caller, token: str, missing: ReferenceMissing
) -> None:
    """Ask the owner for a record no event has told us about yet, and keep the copy."""
    try:
        answer = client.call(
            OWNERS[missing.reference_kind],
            "get_reference",
            {"kind": missing.reference_kind, "reference_id": missing.reference_id},
            headers={CALLER: token, CORRELATION: caller.correlation_id},
            timeout_seconds=1.5,
        )
    except NotFound as unknown:
        raise missing.otherwise or unknown from None
    with works.system(caller.organisation_id, correlation_id=caller.correlation_id) as work:
        keep_reference(work, load(ReferenceView, answer))


def _process_name(services: Sequence[Service]) -> str:
    return services[0].name if len(services) == 1 else "samspill"
