"""Finding customers, contacts and notes by what people type."""

from typing import TYPE_CHECKING, Any

from shared.contracts.search import SearchHitView
from shared.persistence.searching import best_matches
from sqlalchemy import ColumnElement, FromClause, func, null, select

from crm.persistence.activity_tables import notes
from crm.persistence.tables import contacts, customers
from crm.persistence.visibility import visible_contacts, visible_customers, visible_notes

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_MOST_HITS = 50
_TITLE_LENGTH = 120


def search(work: "CrmWork", text: str, limit: int) -> list[SearchHitView]:
    """Customers, contacts and notes that hold what was typed, best first; three statements."""
    if not text.strip():
        return []
    limit = max(1, min(limit, _MOST_HITS))
    found = [*_customers(work, text, limit), *_contacts(work, text, limit)]
    found += _notes(work, text, limit)
    return sorted(found, key=lambda hit: (-hit.rank, hit.title))[:limit]


def _customers(work: "CrmWork", text: str, limit: int) -> list[SearchHitView]:
    city = func.nullif(customers.c.city, "")
    return _hits(
        work,
        ("customer", text),
        customers,
        seen=visible_customers(work.caller),
        title=customers.c.name,
        subtitle=func.concat_ws(" · ", customers.c.customer_no, city),
        limit=limit,
    )


def _contacts(work: "CrmWork", text: str, limit: int) -> list[SearchHitView]:
    return _hits(
        work,
        ("contact", text),
        contacts,
        seen=visible_contacts(work.caller),
        title=func.concat_ws(" ", contacts.c.given_name, contacts.c.family_name),
        subtitle=contacts.c.title,
        limit=limit,
    )


def _notes(work: "CrmWork", text: str, limit: int) -> list[SearchHitView]:
    first_line = func.split_part(notes.c.body, "\n", 1)
    return _hits(
        work,
        ("note", text),
        notes,
        seen=visible_notes(work.caller),
        title=func.left(first_line, _TITLE_LENGTH),
        subtitle=null(),
        limit=limit,
    )


def _hits(
    work: "CrmWork",
    asked: tuple[str, str],
    table: FromClause,
    *,
    seen: ColumnElement[bool],
    title: Any,
    subtitle: Any,
    limit: int,
) -> list[SearchHitView]:
    kind, text = asked
    sees_all = all(work.caller.scope(each, "view") == "all" for each in (kind, "customer"))
    found = best_matches(kind, text, sees_all=sees_all and kind != "note")
    shown = title.label("title")
    rows = work.session.execute(
        select(table.c.id, shown, subtitle, found.c.rank)
        .join_from(table, found, found.c.record_id == table.c.id)
        .where(seen, table.c.archived_at.is_(None))
        .order_by(found.c.rank.desc(), shown, table.c.id)
        .limit(limit)
    )
    return [
        SearchHitView(kind=kind, id=row[0], title=row[1], subtitle=row[2], rank=row[3])
        for row in rows
    ]
