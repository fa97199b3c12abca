"""What a route promises, and how Flask comes to serve it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response
from marshmallow import Schema

from gateway.http.exchange import Exchange

if TYPE_CHECKING:
    from gateway.bootstrap import Gateway
    from gateway.http.callers.principals import Principals

API = "/api/v1"
PAGE, LIST, ONE = "page", "list", "one"  # how often the answer's schema occurs in the answer


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A query parameter beside those of lists."""

    name: str
    description: str
    schema: dict[str, Any] = field(default_factory=lambda: {"type": "string"})


@dataclass(frozen=True, kw_only=True)
class Route:
    """
    One thing the public API can do; both the server and its description are made from it.

    Args:
        path: Below ``/api/v1``, such as ``/customers/{customer_id}``.
        is_part: Of a record, and without a version of its own.
        is_public: Needs no token.
        after_trial: Also when the trial is over, though it writes.
        is_partial: The body is a merge patch: no field is required.
        refusals: Statuses beside those every route has.
    """

    verb: str
    path: str
    tag: str
    summary: str
    view: Callable[["Exchange"], Response]
    body: type[Schema] | None = None
    body_needed: bool = True
    is_partial: bool = False
    answer: type | None = None
    shape: str = ONE
    status: int = 200
    media_types: tuple[str, ...] = ("application/json",)
    parameters: tuple[Parameter, ...] = ()
    is_list: bool = False
    is_versioned: bool = False
    is_part: bool = False
    is_public: bool = False
    is_session: bool = False
    after_trial: bool = False
    upload: bool = False
    refusals: tuple[int, ...] = ()

    @property
    def rule(self) -> str:
        """The path as Flask writes it; what ends in ``_id`` is a UUID."""
        path = re.sub(r"\{(\w+_id)\}", r"<uuid:\1>", self.path)
        return re.sub(r"\{(\w+)\}", r"<string:\1>", path)

    @property
    def writes(self) -> bool:
        """Whether the request may change something."""
        return self.verb != "GET"

    @property
    def name(self) -> str:
        """A name no other route has."""
        words = re.sub(r"[^a-z0-9]+", "_", self.path.lower()).strip("_")
        return f"{self.verb.lower()}_{words}"


def composed(
    path: str, composition: Callable[..., Any], *, tag: str, answer: type, summary: str
) -> Route:
    """Describe a page of several services; *composition* is given a fan-out and the path's ids."""

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


def blueprint(
    name: str, routes: Iterable[Route], gateway: "Gateway", principals: "Principals"
) -> Blueprint:
    """Make the blueprint that serves *routes*."""
    made = Blueprint(name, __name__, url_prefix=API)
    for route in routes:
        made.add_url_rule(
            route.rule,
            endpoint=route.name,
            view_func=_endpoint(route, gateway, principals),
            methods=[route.verb],
            provide_automatic_options=False,
        )
    return made


def _endpoint(
    route: Route, gateway: "Gateway", principals: "Principals"
) -> Callable[..., Response]:
    def endpoint(**path: Any) -> Response:
        arguments = {name: str(value) for name, value in path.items()}
        exchange = Exchange(route, gateway=gateway, principals=principals, path=arguments)
        exchange.admit()
        return route.view(exchange)

    return endpoint
