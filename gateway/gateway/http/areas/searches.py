"""Search over everything, and one's own day."""

from datetime import UTC, datetime

from flask import Response

from gateway.compositions.search import search
from gateway.compositions.today import day_where, today
from gateway.http.exchange import Exchange
from gateway.http.queries import refused, whole_number
from gateway.http.routing import Parameter, Route
from gateway.http.schemas.compositions import SearchResult, Today

TAG = "Search"
_LONGEST_TEXT, _MOST_HITS, _USUAL_HITS = 200, 100, 20


def _search(exchange: Exchange) -> Response:
    text = exchange.query.get("q", "").strip()
    if not 0 < len(text) <= _LONGEST_TEXT:
        raise refused("q", "required", f"1 to {_LONGEST_TEXT} characters to search for.")
    limit = _USUAL_HITS
    if (given := exchange.query.get("limit")) is not None:
        limit = whole_number("limit", given, at_least=1, at_most=_MOST_HITS)
    return exchange.many(search(exchange.fan_out(), text=text, limit=limit))


def _today(exchange: Exchange) -> Response:
    caller = exchange.principal.caller
    day = day_where(caller.time_zone, now=datetime.now(UTC))
    page = today(
        exchange.fan_out(), user_id=str(caller.actor_id), day=day, time_zone=caller.time_zone
    )
    return exchange.many(page)


ROUTES = (
    Route(
        verb="GET",
        path="/search",
        tag=TAG,
        summary="Find customers, contacts, cases, quotes, projects and invoices.",
        view=_search,
        answer=SearchResult,
        parameters=(
            Parameter(name="q", description="Text to search for; needed."),
            Parameter(
                name="limit",
                description="How many to answer.",
                schema={"type": "integer", "minimum": 1, "maximum": _MOST_HITS, "default": 20},
            ),
        ),
    ),
    Route(
        verb="GET",
        path="/me/today",
        tag=TAG,
        summary="Read what you have to do today.",
        view=_today,
        answer=Today,
    ),
)
