"""Finding users by name or address."""

from shared.capabilities.policy import visible
from shared.contracts.search import SearchHitView
from shared.persistence.work import Work
from sqlalchemy import case, func, or_, select

from identity.persistence.tables import users

_MOST = 50


def search_users(work: Work, *, text: str, limit: int) -> list[SearchHitView]:
    """
    Live users whose name or address holds the text, best first, as far as the caller may see.

    A name that starts with the text ranks before one that merely holds it, and that before
    an address.
    """
    wanted = text.strip()
    if not wanted:
        return []
    in_name = users.c.name.icontains(wanted, autoescape=True)
    in_email = users.c.email.icontains(wanted, autoescape=True)
    starts = func.lower(users.c.name).startswith(wanted.lower(), autoescape=True)
    rank = case((starts, 0.9), (in_name, 0.6), else_=0.4).label("rank")
    rows = work.session.execute(
        select(users.c.id, users.c.name, users.c.email, rank)
        .where(visible(work.caller, "user.view", users, owner="id"))
        .where(users.c.archived_at.is_(None), or_(in_name, in_email))
        .order_by(rank.desc(), users.c.name, users.c.id)
        .limit(max(1, min(limit, _MOST)))
    )
    return [
        SearchHitView(
            kind="user", id=row.id, title=row.name, subtitle=row.email, rank=float(row.rank)
        )
        for row in rows
    ]
