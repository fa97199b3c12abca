"""What all of identity's lists have in common."""

from shared.kernel.paging import ListQuery
from sqlalchemy import ColumnElement, Table, true


def live_unless_asked(query: ListQuery, table: Table) -> ColumnElement[bool]:
    """Leave archived rows out, unless the query says something about ``archived_at`` itself."""
    if any(name.startswith("archived_at") for name in query.filters):
        return true()
    return table.c.archived_at.is_(None)
