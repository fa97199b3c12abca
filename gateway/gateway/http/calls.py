"""Routes that are one call of a service each."""

from collections.abc import Callable
from typing import Any

from flask import Response
from marshmallow import Schema

from gateway.http.exchange import Exchange
from gateway.http.routing import API, LIST, PAGE, Route


def listing(
    path: str,
    method: str,
    *,
    tag: str,
    answer: type,
    summary: str,
    filters: Callable[[Exchange], dict[str, str]] | None = None,
    below: str = "",
) -> Route:
    """
    Describe a list in pages.

    Args:
        filters: Makes filters of the path's ids; without, they are arguments of the call.
        below: Reads what the list lies below: asked when a page is empty, so that a list
            below nothing is 404.
    """

    def view(exchange: Exchange) -> Response:
        query = exchange.list_query()
        if filters is None:
            return exchange.many(exchange.ask(method, **exchange.path, query=query))
        query["filters"] |= filters(exchange)
        page = exchange.ask(method, query=query)
        if below and not page["items"]:
            exchange.ask(below, **exchange.path)
        return exchange.many(page)

    return Route(
        verb="GET",
        path=path,
        tag=tag,
        summary=summary,
        view=view,
        answer=answer,
        shape=PAGE,
        is_list=True,
        refusals=(404,) if "{" in path else (),
    )


def reading(
    path: str,
    method: str,
    *,
    tag: str,
    answer: type,
    summary: str,
    shape: str = "one",
    **more: Any,
) -> Route:
    """Describe a single read; its query parameters are arguments of the call."""

    def view(exchange: Exchange) -> Response:
        found = exchange.ask(method, **exchange.path, **exchange.query)
        if shape == LIST:
            return exchange.many({"items": found, "next_cursor": None})
        return exchange.one(found)

    return Route(
        verb="GET",
        path=path,
        tag=tag,
        summary=summary,
        view=view,
        answer=answer,
        shape=shape,
        refusals=(404,) if "{" in path else (),
        **more,
    )


def posting(
    path: str,
    method: str,
    *,
    tag: str,
    answer: type | None,
    summary: str,
    body: type[Schema] | None = None,
    as_fields: bool = False,
    **more: Any,
) -> Route:
    """
    Describe a POST that is no ordinary creation.

    Args:
        as_fields: The body is the call's argument ``fields``; else its fields are the arguments.
        more: Of the route; and ``is_slow`` for a call that may take long, ``home`` for where
            what is made with status 201 lies, when not below *path*.
    """
    is_slow, home = more.pop("is_slow", False), more.pop("home", path)

    def view(exchange: Exchange) -> Response:
        given = {"fields": exchange.body} if as_fields else exchange.body
        ask = exchange.ask_patiently if is_slow else exchange.ask
        done = ask(method, **exchange.path, **given)
        if answer is None:
            return exchange.done()
        if exchange.route.status == 201:
            return exchange.created(done, f"{API}{home.format(**exchange.path)}/{done['id']}")
        return exchange.one(done)

    more.setdefault("status", 200 if answer is not None else 204)
    more.setdefault("refusals", (404, 409))
    return Route(
        verb="POST",
        path=path,
        tag=tag,
        summary=summary,
        view=view,
        body=body,
        answer=answer,
        **more,
    )


def changing_part(
    path: str,
    method: str,
    *,
    tag: str,
    answer: type,
    summary: str,
    body: type[Schema],
    is_versioned: bool = False,
) -> Route:
    """
    Describe the change of a part, which has no version of its own.

    Args:
        is_versioned: If-Match may name the version of the record it is a part of.
    """

    def view(exchange: Exchange) -> Response:
        version = exchange.optional_version()
        return exchange.one(exchange.ask(method, **exchange.path, **version, fields=exchange.body))

    return Route(
        verb="PATCH",
        path=path,
        tag=tag,
        summary=summary,
        view=view,
        body=body,
        is_partial=True,
        is_part=True,
        is_versioned=is_versioned,
        answer=answer,
        refusals=(404, 409, 412),
    )


def removing(
    path: str, method: str, *, tag: str, summary: str, is_versioned: bool = False
) -> Route:
    """Describe the removal of a part; ``is_versioned`` as when changing one."""

    def view(exchange: Exchange) -> Response:
        exchange.ask(method, **exchange.path, **exchange.optional_version())
        return exchange.done()

    return Route(
        verb="DELETE",
        path=path,
        tag=tag,
        summary=summary,
        view=view,
        status=204,
        is_versioned=is_versioned,
        refusals=(404, 409, 412),
    )
