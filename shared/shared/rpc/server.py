"""
What a service's methods become when others call them.

``@command`` runs in a transaction that may write, ``@question`` in one that only reads.  Arguments
and answers are converted by their type hints; the caller is verified; errors become the six kinds.
"""

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

import msgspec
import structlog
from nameko.extensions import DependencyProvider
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from shared.contracts.declare import dump, dump_bytes
from shared.kernel.context import Caller
from shared.kernel.errors import (
    Conflict,
    Forbidden,
    Invalid,
    PlatformError,
    ReferenceMissing,
    Unavailable,
    to_wire,
)
from shared.kernel.ids import new_id
from shared.observability import metrics
from shared.observability.logging import bound
from shared.persistence.work import RECORD_STALE, Work, Works
from shared.rpc.arguments import arguments_of
from shared.rpc.caller_token import CallerTokens
from shared.rpc.guard import guarded
from shared.rpc.reading import reading
from shared.rpc.wire import CALLER, CORRELATION, DEADLINE, IDEMPOTENCY_KEY, REQUEST_HASH, Reply

log = structlog.get_logger()

ANYONE = UUID(int=0)
_TRIES = 3
_REPEATABLE = ("40001", "40P01")  # serialization failure, deadlock
_MOST_REFERENCES = 24

Method = TypeVar("Method", bound=Callable[..., Any])
Resolve = Callable[[Works[Any], Caller, str, ReferenceMissing], None]


@dataclass(frozen=True)
class Hosting:
    """What the process gives every service it hosts, under ``config["hosting"]``."""

    works: Mapping[str, Works[Any]]
    callers: CallerTokens
    resolve: Resolve


@dataclass(frozen=True)
class Call:
    """One call being answered."""

    hosting: Hosting
    service: str
    context: Mapping[str, Any] = field(default_factory=dict)

    @property
    def works(self) -> Works[Any]:
        return self.hosting.works[self.service]

    def caller(self, *, anonymous: bool) -> Caller:
        """
        Who is calling.

        Raises:
            Forbidden: Nobody, or somebody who cannot be verified.
        """
        token = self.context.get(CALLER)
        correlation_id = str(self.context.get(CORRELATION, ""))[:64] or str(new_id())
        if token is None:
            if not anonymous:
                raise Forbidden("A caller is needed.", code="platform.caller_missing")
            return Caller(organisation_id=ANYONE, actor_id=ANYONE, correlation_id=correlation_id)
        caller = self.hosting.callers.read(str(token))
        return replace(caller, correlation_id=correlation_id)

    def refuse_when_late(self) -> None:
        """Do not start what the caller has given up."""
        deadline = self.context.get(DEADLINE)
        if deadline is not None and float(deadline) < time.time() * 1000:
            raise Unavailable("The caller has given up.", code="platform.deadline_passed")


class WorkProvider(DependencyProvider):
    """Gives a service's methods their units of work."""

    def get_dependency(self, worker_ctx: Any) -> Call:
        return Call(self.container.config["hosting"], worker_ctx.service_name, worker_ctx.data)


def command(
    *, anonymous: bool = False, kept: bool = True, hidden: tuple[str, ...] = ()
) -> Callable[[Method], Any]:
    """
    Offer a method that changes something: one transaction, repeated safely.

    With an idempotency key the first answer is kept in the same transaction and given again.

    Args:
        kept: Off for answers made of secrets: a repeated request runs again.
        hidden: Fields of the answer that are shown once; null in a repeated answer.
    """
    return _offer(partial(_run_command, kept=kept, hidden=hidden), anonymous)


def question(*, anonymous: bool = False, long: bool = False) -> Callable[[Method], Any]:
    """
    Offer a method that changes nothing.

    Args:
        long: It sets limits of its own, which last as long as a transaction.
    """
    # Nobody has no organisation until he is found: that takes a transaction, too.
    whole = anonymous or long
    return _offer(_run_whole if whole else _run_question, anonymous)


def _offer(run: Callable[..., Reply], anonymous: bool) -> Callable[[Method], Any]:
    def decorate(method: Method) -> Any:
        read = arguments_of(method)

        def answer(self: Any, **raw: Any) -> Reply:
            started = time.perf_counter()
            call: Call = self.works
            correlation_id = str(call.context.get(CORRELATION, ""))[:64]
            with bound(correlation_id=correlation_id, method=f"{call.service}.{method.__name__}"):
                reply = _guard(lambda: _answer(self, run, method, read(raw), anonymous), raw)
            _measure(call, method.__name__, reply, started)
            return reply

        answer.__name__ = method.__name__
        answer.__doc__ = method.__doc__
        answer.promises = method  # type: ignore[attr-defined]
        return guarded(answer)

    return decorate


def _answer(
    service: Any,
    run: Callable[..., Reply],
    method: Callable[..., Any],
    arguments: dict[str, Any],
    anonymous: bool,
) -> Reply:
    """Run a method, asking owners for references that have not arrived yet."""
    call: Call = service.works
    call.refuse_when_late()
    caller = call.caller(anonymous=anonymous)
    asked: set[tuple[str, UUID]] = set()
    while True:
        try:
            return run(call, caller, lambda work: method(service, work, **arguments))
        except ReferenceMissing as missing:
            wanted = (missing.reference_kind, missing.reference_id)
            if wanted in asked or len(asked) >= _MOST_REFERENCES:
                raise missing.otherwise or missing from None
            asked.add(wanted)
            call.hosting.resolve(call.works, caller, str(call.context.get(CALLER)), missing)


def _run_question(call: Call, caller: Caller, method: Callable[[Work], Any]) -> Reply:
    with reading(call.works, caller) as work:
        return Reply(result=msgspec.Raw(dump_bytes(method(work))))


def _run_whole(call: Call, caller: Caller, method: Callable[[Work], Any]) -> Reply:
    with call.works(caller) as work:
        return Reply(result=msgspec.Raw(dump_bytes(method(work))))


def _run_command(
    call: Call,
    caller: Caller,
    method: Callable[[Work], Any],
    *,
    kept: bool,
    hidden: tuple[str, ...],
) -> Reply:
    for attempt in range(1, _TRIES + 1):
        try:
            with call.works(caller) as work:
                key = call.context.get(IDEMPOTENCY_KEY) if kept else None
                if key is None:
                    return Reply(result=msgspec.Raw(dump_bytes(method(work))))
                return _once(call, work, method, key=str(key), hidden=hidden)
        except (DBAPIError, Conflict) as error:
            if not _lost_a_race(error) or attempt == _TRIES:
                raise
    raise AssertionError("unreachable")


def _lost_a_race(error: Exception) -> bool:
    """Whether the same transaction, run again, meets another state and may well succeed."""
    if isinstance(error, Conflict):
        return error.code == RECORD_STALE
    return getattr(getattr(error, "orig", None), "sqlstate", None) in _REPEATABLE


def _once(
    call: Call, work: Work, method: Callable[[Work], Any], *, key: str, hidden: tuple[str, ...]
) -> Reply:
    asker = work.caller
    route, _, body_hash = str(call.context.get(REQUEST_HASH, "")).partition(" ")
    earlier = work.claim_key(key, route=route, body_hash=body_hash)
    if earlier is not None:
        return _replay(earlier, f"{route} {body_hash}")
    answer = method(work)
    kept = {**dump(answer), **dict.fromkeys(hidden)} if hidden else answer
    doer = work.caller
    if doer is not asker:  # the key belongs to whoever asked
        work.act_as(asker)
    work.remember_answer(key, dump_bytes(kept))
    if doer is not asker:  # and what was written to whoever wrote it
        work.act_as(doer)
    return Reply(result=msgspec.Raw(dump_bytes(answer)))


def _replay(earlier: tuple[str, bytes | None], request: str) -> Reply:
    used_for, response = earlier
    if used_for != request:
        raise Invalid(
            "The idempotency key was used for another request.",
            code="platform.idempotency_key_reused",
        )
    if response is None:
        raise Conflict("The first request is not finished.", code="platform.in_progress")
    return Reply(result=msgspec.Raw(response), replayed=True)


def _guard(run: Callable[[], Reply], raw: dict[str, Any]) -> Reply:
    """The RPC server's one place that catches everything."""
    try:
        return run()
    except PlatformError as error:
        return Reply(error=to_wire(error))
    except IntegrityError as error:
        return Reply(error=to_wire(_constraint_broken(error)))
    except (OperationalError, PoolExhausted, DBAPIError) as error:
        log.exception("database_failed")
        kind = "platform.database_busy" if isinstance(error, PoolExhausted) else "platform.storage"
        return Reply(
            error=to_wire(
                Unavailable("Storage is not available.", code=kind, retry_after_seconds=2)
            )
        )
    except Exception:
        log.exception("call_failed", arguments=hashlib.sha256(repr(raw).encode()).hexdigest()[:12])
        return Reply(error={"kind": "bug", "code": "platform.bug", "message": "", "details": {}})


def _constraint_broken(error: IntegrityError) -> PlatformError:
    """A database constraint said no where no rule had; a race of two callers, mostly."""
    name = getattr(getattr(error.orig, "diag", None), "constraint_name", "") or ""
    log.warning("constraint_broken", constraint=name)
    return Conflict(
        "The change conflicts with another record.",
        code="platform.constraint_broken",
        constraint=name,
    )


def _measure(call: Call, method: str, reply: Reply, started: float) -> None:
    outcome = "ok" if reply.error is None else str(reply.error["kind"])
    metrics.rpc_duration_seconds.labels(call.service, method, outcome).observe(
        time.perf_counter() - started
    )
