"""
What messages do: the inbox row and the effect in one transaction, one message or many.

Many at once is an economy only: it must leave behind what one after the other would.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from shared.contracts.declare import Event
from shared.contracts.envelope import Envelope
from shared.kernel.context import Caller, system_caller
from shared.messaging.inbox import claim
from shared.observability import metrics
from shared.persistence.work import Work

Method = TypeVar("Method", bound=Callable[..., Any])


def on(
    *events: type[Event], transaction: bool = True, together: bool = False
) -> Callable[[Method], Method]:
    """
    Mark a method as the handler of events.

    ``method(self, event, work)`` runs in the transaction that also marks the message as handled.
    With ``transaction=False`` it is ``method(self, event, works)``: it opens its own units of work,
    may call other systems between them, and must bear being run twice.
    With ``together=True`` it is ``method(self, events, work)``: all that wait of one organisation.
    """

    def mark(method: Method) -> Method:
        method.handles = (events, transaction, together)  # type: ignore[attr-defined]
        return method

    return mark


@dataclass(frozen=True)
class EventHandler:
    """
    One bound handler method and whether it runs within our transaction.

    ``many`` does for several events of one organisation what ``call`` does for each; it runs
    before the other handlers of the batch.
    """

    call: Callable[..., None]
    transaction: bool
    many: Callable[[Sequence[Event], Work], None] | None = None


Handlers = Mapping[type[Event], Sequence[EventHandler]]


def handlers_in(parts: Iterable[object]) -> dict[type[Event], list[EventHandler]]:
    """Collect the methods marked with ``on`` by event class."""
    found: dict[type[Event], list[EventHandler]] = {}
    for part in parts:
        for name in dir(type(part)):
            marked = getattr(getattr(type(part), name), "handles", None)
            if marked is None:
                continue
            events, transaction, together = marked
            method = getattr(part, name)
            handler = at_once(method) if together else EventHandler(method, transaction)
            for each in events:
                found.setdefault(each, []).append(handler)
    return found


def at_once(many: Callable[[Sequence[Event], Work], None]) -> EventHandler:
    """The handler that takes however many events there are."""
    return EventHandler(lambda event, work: many([event], work), True, many)


@dataclass(frozen=True)
class Fact:
    """A valid message: its envelope, its event, and its body as it came."""

    envelope: Envelope
    event: Event
    body: bytes

    @property
    def digest(self) -> bytes:
        return hashlib.blake2b(self.body, digest_size=16).digest()


def caller_of(envelope: Envelope) -> Caller:
    """The platform itself, going on with what a message began."""
    return system_caller(
        envelope.organisation_id, correlation_id=envelope.correlation_id
    ).caused_by(envelope.message_id)


def take_effect(queue_name: str, handlers: Handlers, facts: Sequence[Fact], work: Work) -> None:
    """
    Let the messages of one queue take effect, each once however often it comes.

    Raises:
        Invalid: One has the id of an earlier message and another body.
    """
    digests = [(fact.envelope.message_id, fact.digest) for fact in facts]
    claimed = claim(work, queue_name, digests)
    metrics.inbox_duplicates.labels(queue_name).inc(len(facts) - len(claimed))
    for group in _by_organisation(facts, claimed):
        work.act_as(caller_of(group[0].envelope))
        for many, events in _together(handlers, group):
            many(events, work)
        for fact in group:
            _one(queue_name, handlers, fact, work)


def _by_organisation(facts: Iterable[Fact], claimed: set[UUID]) -> Iterator[list[Fact]]:
    """The messages not handled before; their order within an organisation is kept."""
    waiting = set(claimed)
    groups: dict[UUID, list[Fact]] = {}
    for fact in facts:
        if fact.envelope.message_id in waiting:
            waiting.remove(fact.envelope.message_id)
            groups.setdefault(fact.envelope.organisation_id, []).append(fact)
    yield from groups.values()


def _together(
    handlers: Handlers, group: Sequence[Fact]
) -> Iterator[tuple[Callable[[Sequence[Event], Work], None], list[Event]]]:
    found: dict[Callable[[Sequence[Event], Work], None], list[Event]] = {}
    for fact in group:
        for handler in handlers[type(fact.event)]:
            if handler.many is not None:
                found.setdefault(handler.many, []).append(fact.event)
    yield from found.items()


def _one(queue_name: str, handlers: Handlers, fact: Fact, work: Work) -> None:
    alone = [each for each in handlers[type(fact.event)] if each.many is None]
    if alone:
        work.act_as(caller_of(fact.envelope))
        work.envelope = fact.envelope
    for handler in alone:
        handler.call(fact.event, work)
    metrics.events_handled.labels(queue_name, fact.envelope.type).inc()
    metrics.consumer_lag_seconds.labels(queue_name).set(
        (work.now() - fact.envelope.occurred_at).total_seconds()
    )
