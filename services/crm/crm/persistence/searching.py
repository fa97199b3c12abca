"""Finding customers and contacts by what people type."""

from typing import TYPE_CHECKING

from shared.contracts.search import SearchHitView
from sqlalchemy import Float, Select, case, cast, func, or_, select

from crm.persistence.tables import contacts, customers
from crm.persistence.visibility import visible_contacts, visible_customers

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_MOST_WORDS, _MOST_HITS = 10, 50


def search(work: "CrmWork", text: str, limit: int) -> list[SearchHitView]:
    """Customers and contacts that hold every word of *text*, best first; two statements."""
    words = _words(text)
    if not words:
        return []
    limit = max(1, min(limit, _MOST_HITS))
    found = [
        SearchHitView(kind=kind, id=row.id, title=row.title, subtitle=row.subtitle, rank=row.rank)
        for kind, query in (
            ("customer", _customers(work, words)),
            ("contact", _contacts(work, words)),
        )
        for row in work.session.execute(query.limit(limit))
    ]
    return sorted(found, key=lambda hit: (-hit.rank, hit.title))[:limit]


def _customers(work: "CrmWork", words: list[str]) -> Select:
    text = " ".join(words)
    exact = or_(customers.c.customer_no == text, customers.c.organisation_number == text)
    similarity = cast(func.word_similarity(text, customers.c.name), Float)
    rank = case((exact, 1.0), else_=0.1 + 0.8 * similarity).label("rank")
    city = func.nullif(customers.c.city, "")
    return (
        select(
            customers.c.id,
            customers.c.name.label("title"),
            func.concat_ws(" · ", customers.c.customer_no, city).label("subtitle"),
            rank,
        )
        .where(visible_customers(work.caller), customers.c.archived_at.is_(None))
        .where(*(customers.c.search_text.icontains(word, autoescape=True) for word in words))
        .order_by(rank.desc(), customers.c.name)
    )


def _contacts(work: "CrmWork", words: list[str]) -> Select:
    text = " ".join(words)
    name = func.concat_ws(" ", contacts.c.given_name, contacts.c.family_name)
    exact = contacts.c.emails.contains([text.lower()])
    similarity = cast(func.word_similarity(text, name), Float)
    rank = case((exact, 1.0), else_=0.1 + 0.8 * similarity).label("rank")
    return (
        select(
            contacts.c.id,
            name.label("title"),
            contacts.c.title.label("subtitle"),
            rank,
        )
        .where(visible_contacts(work.caller), contacts.c.archived_at.is_(None))
        .where(*(contacts.c.search_text.icontains(word, autoescape=True) for word in words))
        .order_by(rank.desc(), name)
    )


def _words(text: str) -> list[str]:
    """Words to look for; a number written in groups is one word."""
    joined = "".join(text.split())
    if joined.removeprefix("+").isdigit():
        return [joined]
    return text.split()[:_MOST_WORDS]
