"""Describes pages made of several services."""

from collections.abc import Callable
from typing import Any

from flask import Response

from gateway.http.exchange import Exchange
from gateway.http.routing import Route


def composed(
    path: str, composition: Callable[..., Any], *, tag: str, answer: type, summary: str
) -> Route:
    """Describe a read that *composition* answers, given a fan-out and the path's ids."""

    def view(exchange: Exchange) -> Response:
        return exchange.many(composition(exchange.fan_out(), **exchange.path))

    return Route(
        verb="GET",
        path=path,
        tag=tag,
        summary=summary,
        view=view,
        answer=answer,
        refusals=(404,),
    )
