"""What operators see: queues and messages that could not be handled."""

from dataclasses import asdict

from flask import Response
from shared.kernel.errors import Forbidden
from shared.messaging.topology import SERVICES

from gateway.compositions.dead_letters import dead_letters, resolve_dead_letter
from gateway.http.exchange import Exchange
from gateway.http.queries import refused
from gateway.http.routing import PAGE, Parameter, Route
from gateway.http.schemas.operations import DeadLetter, DeadLetterPage, Queue
from gateway.services.queues import known_queues, queue_states

TAG = "Operations"


def _queues(exchange: Exchange) -> Response:
    if exchange.principal.caller.scope("ops", "view") == "none":
        raise Forbidden("You may not look at queues.", code="platform.forbidden")
    states = queue_states(exchange.gateway.settings.broker_url, known_queues())
    return exchange.many({"items": [asdict(each) for each in states], "next_cursor": None})


def _list_dead_letters(exchange: Exchange) -> Response:
    query = exchange.list_query()
    service = query["filters"].pop("service", None)
    if service is not None and service not in SERVICES:
        raise refused("service", "choice", f"One of {', '.join(SERVICES)}.")
    return exchange.many(dead_letters(exchange.fan_out(), query=query, service=service))


def _replay(exchange: Exchange) -> Response:
    return _resolve(exchange, "replay")


def _discard(exchange: Exchange) -> Response:
    return _resolve(exchange, "discard")


def _resolve(exchange: Exchange, verb: str) -> Response:
    return exchange.one(resolve_dead_letter(exchange.fan_out(), verb=verb, **exchange.path))


ROUTES = (
    Route(
        verb="GET",
        path="/ops/queues",
        tag=TAG,
        summary="List queues: how many messages wait, and how many consumers there are.",
        view=_queues,
        answer=Queue,
        shape=PAGE,
    ),
    Route(
        verb="GET",
        path="/ops/dead-letters",
        tag=TAG,
        summary="List messages that could not be handled.",
        view=_list_dead_letters,
        answer=DeadLetterPage,
        is_list=True,
        parameters=(Parameter(name="service", description="Only those of one service."),),
    ),
    Route(
        verb="POST",
        path="/ops/dead-letters/{message_id}/replay",
        tag=TAG,
        summary="Send a message to its queue once more.",
        view=_replay,
        answer=DeadLetter,
        refusals=(404, 409),
    ),
    Route(
        verb="POST",
        path="/ops/dead-letters/{message_id}/discard",
        tag=TAG,
        summary="Give a message up.",
        view=_discard,
        answer=DeadLetter,
        refusals=(404, 409),
    ),
)
