"""Finding quotes and products by a few letters or a number."""

from typing import Any

from shared.capabilities.policy import same_organisation, visible
from shared.contracts.search import SearchHitView
from shared.persistence.work import Work
from sqlalchemy import ColumnElement, Float, case, cast, func, or_, select

from quoting.persistence.tables import products, quotes


def search_everything(work: Work, text: str, limit: int) -> list[SearchHitView]:
    """Quotes and products that match and that the caller may see, best first."""
    if not text or limit < 1:
        return []
    hits = _quotes(work, text, limit) + _products(work, text, limit)
    return sorted(hits, key=lambda hit: -hit.rank)[:limit]


def _quotes(work: Work, text: str, limit: int) -> list[SearchHitView]:
    rank = _rank(text, number=quotes.c.quote_no, names=[quotes.c.title])
    rows = work.session.execute(
        select(quotes.c.id, quotes.c.title, quotes.c.quote_no, quotes.c.status, rank)
        .where(visible(work.caller, "quote.view", quotes), quotes.c.archived_at.is_(None))
        .where(
            or_(_matches(text, quotes.c.quote_no, [quotes.c.title]), quotes.c.title.op("%>")(text))
        )
        .order_by(rank.desc(), quotes.c.id)
        .limit(limit)
    )
    return [_hit("quote", row, row.title, f"{row.quote_no} · {row.status}") for row in rows]


def _products(work: Work, text: str, limit: int) -> list[SearchHitView]:
    if work.caller.scope("product", "view") == "none":
        return []
    names = [products.c.names[language].astext for language in ("nb", "en")]
    rank = _rank(text, number=products.c.code, names=names)
    name = func.coalesce(products.c.names[work.caller.locale].astext, *names, products.c.code)
    rows = work.session.execute(
        select(products.c.id, products.c.code, name.label("name"), rank)
        .where(same_organisation(work.caller, products), products.c.archived_at.is_(None))
        .where(_matches(text, products.c.code, names))
        .order_by(rank.desc(), products.c.id)
        .limit(limit)
    )
    return [_hit("product", row, row.name, row.code) for row in rows]


def _matches(
    text: str, number: ColumnElement[str], names: list[ColumnElement[str]]
) -> ColumnElement[bool]:
    return or_(
        number.istartswith(text, autoescape=True),
        *(name.icontains(text, autoescape=True) for name in names),
    )


def _rank(text: str, *, number: ColumnElement[str], names: list[ColumnElement[str]]) -> Any:
    """How well a row matches, 0–1: its number, the start of it, a part of its name, a likeness."""
    likeness = func.greatest(*(func.word_similarity(text, name) for name in names))
    return cast(
        case(
            (func.lower(number) == text.lower(), 1.0),
            (number.istartswith(text, autoescape=True), 0.9),
            (or_(*(name.icontains(text, autoescape=True) for name in names)), 0.7),
            else_=likeness * 0.6,
        ),
        Float,
    ).label("rank")


def _hit(kind: str, row: Any, title: str, subtitle: str) -> SearchHitView:
    return SearchHitView(kind=kind, id=row.id, title=title, subtitle=subtitle, rank=row.rank)
