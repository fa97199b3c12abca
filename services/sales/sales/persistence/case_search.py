"""Finding cases by text."""

from typing import Any

from shared.capabilities.policy import visible
from shared.contracts.search import SearchHitView
from shared.persistence.work import Work
from sqlalchemy import Text, and_, case, cast, or_, select
from sqlalchemy.sql.elements import ColumnElement

from sales.persistence.tables import sales_cases

_MOST_WORDS = 10


class CaseSearch:
    """Cases the caller may see, inside one unit of work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def matching(self, text: str, *, limit: int) -> list[SearchHitView]:
        """Cases whose number or name holds every word, or whose customer's name does."""
        copies = self._work.table("reference_copies")
        customer = copies.alias()
        joined = sales_cases.outerjoin(
            customer,
            and_(
                customer.c.organisation_id == sales_cases.c.organisation_id,
                customer.c.kind == "customer",
                customer.c.id == sales_cases.c.customer_id,
            ),
        )
        rank = case(
            (sales_cases.c.case_no == text.strip(), 1.0),
            (sales_cases.c.name.istartswith(text.strip(), autoescape=True), 0.8),
            (sales_cases.c.name.icontains(text.strip(), autoescape=True), 0.6),
            else_=0.3,
        )
        found = self._work.session.execute(
            select(
                sales_cases.c.id,
                sales_cases.c.case_no,
                sales_cases.c.name,
                customer.c.name.label("customer_name"),
                rank.label("rank"),
            )
            .select_from(joined)
            .where(self._seen(), sales_cases.c.archived_at.is_(None))
            .where(*(_holds(word, customer.c.name) for word in text.split()[:_MOST_WORDS]))
            .order_by(rank.desc(), sales_cases.c.created_at.desc())
            .limit(limit)
        )
        return [_hit(row) for row in found]

    def _seen(self) -> ColumnElement[bool]:
        return visible(
            self._work.caller, "case.view", sales_cases, owner="salesperson_id", unit="unit_id"
        )


def _holds(word: str, customer_name: ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(
        sales_cases.c.case_no == word,
        sales_cases.c.name.icontains(word, autoescape=True),
        cast(customer_name, Text).icontains(word, autoescape=True),
    )


def _hit(row: Any) -> SearchHitView:
    return SearchHitView(
        kind="case",
        id=row.id,
        title=row.name,
        subtitle=" · ".join(each for each in (row.case_no, row.customer_name) if each),
        rank=float(row.rank),
    )
