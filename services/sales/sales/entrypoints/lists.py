"""What lists of records that can be put away have in common."""

from shared.capabilities.policy import same_organisation
from shared.kernel.paging import ListQuery
from sqlalchemy import ColumnElement, Table, and_

from sales.persistence.work import SalesWork


def listed(work: SalesWork, query: ListQuery, table: Table) -> ColumnElement[bool]:
    """The organisation's rows; archived ones only when the query is about ``archived``."""
    mine = same_organisation(work.caller, table)
    return mine if "archived" in query.filters else and_(mine, table.c.archived_at.is_(None))


def at_most(limit: int, most: int) -> int:
    """A number of items somebody asks for, within what is given."""
    return max(1, min(limit, most))
