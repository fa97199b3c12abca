"""Rights that explain themselves."""

from uuid import UUID

from flask import Response
from shared.contracts.identity.access_views import (
    AccessChangeView,
    AccessDecisionView,
    EffectiveAccessView,
)

from gateway.compositions.access import explanation
from gateway.http.exchange import Exchange
from gateway.http.queries import refused
from gateway.http.routing import Parameter, Route
from gateway.http.schemas.identity import AccessChangeBody

TAG = "Access"
_UUID = {"type": "string", "format": "uuid"}
_USER = Parameter(name="user_id", description="Whose rights; yours when left out.", schema=_UUID)


def _id(exchange: Exchange, name: str) -> str | None:
    given = exchange.query.get(name)
    try:
        return None if given is None else str(UUID(given))
    except ValueError:
        raise refused(name, "invalid", "must be an id.") from None


def _whose(exchange: Exchange) -> str:
    return _id(exchange, "user_id") or str(exchange.principal.caller.actor_id)


def _explain(exchange: Exchange) -> Response:
    action = exchange.query.get("action", "")
    if "." not in action:
        raise refused("action", "required", "such as customer.view.")
    decision = explanation(
        exchange.fan_out(),
        user_id=_whose(exchange),
        action=action,
        record_id=_id(exchange, "id"),
        field_class=exchange.query.get("field_class"),
    )
    return exchange.many(decision)


def _effective(exchange: Exchange) -> Response:
    return exchange.many(exchange.ask("identity.effective_access", user_id=_whose(exchange)))


def _compare(exchange: Exchange) -> Response:
    return exchange.many(exchange.ask("identity.compare_access", **exchange.body))


ROUTES = (
    Route(
        verb="GET",
        path="/access/explain",
        tag=TAG,
        summary="Say whether somebody may do something, and why.",
        view=_explain,
        answer=AccessDecisionView,
        parameters=(
            _USER,
            Parameter(name="action", description="Such as customer.view; needed."),
            Parameter(name="id", description="Of the record it is about.", schema=_UUID),
            Parameter(name="field_class", description="cost, margin, personal or salary."),
        ),
        refusals=(404,),
    ),
    Route(
        verb="GET",
        path="/access/effective",
        tag=TAG,
        summary="Read everything somebody may do, and which roles grant it.",
        view=_effective,
        answer=EffectiveAccessView,
        parameters=(_USER,),
        refusals=(404,),
    ),
    Route(
        verb="POST",
        path="/access/what-if",
        tag=TAG,
        summary="See what somebody would lose and gain; nothing is changed.",
        view=_compare,
        body=AccessChangeBody,
        answer=AccessChangeView,
        refusals=(404,),
    ),
)
