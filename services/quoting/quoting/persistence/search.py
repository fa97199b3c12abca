"""Finding quotes and products by a few letters or a number."""

from shared.capabilities.policy import visible
from shared.contracts.search import SearchHitView
from shared.persistence.work import Work
from sqlalchemy import Float, case, cast, func, or_, select

from quoting.persistence.tables import quotes


def search_quotes(work: Work, text: str, limit: int) -> list[SearchHitView]:
    """Quotes whose number begins with the text or whose title resembles it, best first."""
    rank = cast(
        case(
            (quotes.c.quote_no == text, 1.0),
            (quotes.c.quote_no.startswith(text, autoescape=True), 0.9),
            (quotes.c.title.icontains(text, autoescape=True), 0.7),
            else_=func.word_similarity(text, quotes.c.title) * 0.6,
        ),
        Float,
    )
    rows = work.session.execute(
        select(quotes.c.id, quotes.c.title, quotes.c.quote_no, quotes.c.status, rank.label("rank"))
        .where(visible(work.caller, "quote.view", quotes), quotes.c.archived_at.is_(None))
        .where(
            or_(
                quotes.c.quote_no.startswith(text, autoescape=True),
                quotes.c.title.icontains(text, autoescape=True),
                quotes.c.title.op("%>")(text),
            )
        )
        .order_by(rank.desc(), quotes.c.id)
        .limit(limit)
    )
    return [
        SearchHitView(
            kind="quote",
            id=row.id,
            title=row.title,
            subtitle=f"{row.quote_no} · {row.status}",
            rank=float(row.rank),
        )
        for row in rows
    ]
