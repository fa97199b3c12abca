"""What lists of records that can be put away have in common."""

from shared.capabilities.policy import same_organisation
from sqlalchemy import ColumnElement, Table, and_

from quoting.persistence.work import QuotingWork


def live(work: QuotingWork, table: Table) -> ColumnElement[bool]:
    """The organisation's rows that are not put away."""
    return and_(same_organisation(work.caller, table), table.c.archived_at.is_(None))
