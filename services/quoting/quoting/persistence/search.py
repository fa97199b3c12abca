"""Finding quotes and products by a few letters or a number."""

from typing import Any

from shared.capabilities.policy import same_organisation, visible
from shared.contracts.search import SearchHitView
from shared.persistence.searching import best_matches
from shared.persistence.work import Work
from sqlalchemy import func, select

from quoting.persistence.tables import products, quotes


def search_everything(work: Work, text: str, limit: int) -> list[SearchHitView]:
    """Quotes and products that match and that the caller may see, best first."""
    if not text.strip() or limit < 1:
        return []
    hits = _quotes(work, text, limit) + _products(work, text, limit)
    return sorted(hits, key=lambda hit: -hit.rank)[:limit]


def _quotes(work: Work, text: str, limit: int) -> list[SearchHitView]:
    found = best_matches("quote", text, sees_all=work.caller.scope("quote", "view") == "all")
    rows = work.session.execute(
        select(quotes.c.id, quotes.c.title, quotes.c.quote_no, quotes.c.status, found.c.rank)
        .join_from(quotes, found, found.c.record_id == quotes.c.id)
        .where(visible(work.caller, "quote.view", quotes), quotes.c.archived_at.is_(None))
        .order_by(found.c.rank.desc(), quotes.c.id)
        .limit(limit)
    )
    return [_hit("quote", row, row.title, f"{row.quote_no} · {row.status}") for row in rows]


def _products(work: Work, text: str, limit: int) -> list[SearchHitView]:
    if work.caller.scope("product", "view") == "none":
        return []
    found = best_matches("product", text, sees_all=True)
    names = [products.c.names[language].astext for language in ("nb", "en")]
    name = func.coalesce(products.c.names[work.caller.locale].astext, *names, products.c.code)
    rows = work.session.execute(
        select(products.c.id, products.c.code, name.label("name"), found.c.rank)
        .join_from(products, found, found.c.record_id == products.c.id)
        .where(same_organisation(work.caller, products), products.c.archived_at.is_(None))
        .order_by(found.c.rank.desc(), products.c.id)
        .limit(limit)
    )
    return [_hit("product", row, row.name, row.code) for row in rows]


def _hit(kind: str, row: Any, title: str, subtitle: str) -> SearchHitView:
    return SearchHitView(kind=kind, id=row.id, title=title, subtitle=subtitle, rank=row.rank)
