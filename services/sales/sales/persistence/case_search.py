"""Finding cases by text."""

from typing import Any

from shared.capabilities.policy import visible
from shared.contracts.search import SearchHitView
from shared.persistence.searching import best_matches, matches, words_in
from shared.persistence.work import Work
from sqlalchemy import (
    ColumnElement,
    Subquery,
    and_,
    exists,
    func,
    intersect,
    literal,
    select,
    union,
    union_all,
)

from sales.persistence.tables import sales_cases

_BY_CUSTOMER = 0.3  # the rank of what only the customer's name explains


class CaseSearch:
    """Cases the caller may see, inside one unit of work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def matching(self, text: str, *, limit: int) -> list[SearchHitView]:
        """Cases that hold, with their customer's name, every word of the text; best first."""
        caller = self._work.caller
        customer = self._work.table("reference_copies").alias()
        is_its = and_(
            customer.c.kind == "customer",
            customer.c.id == sales_cases.c.customer_id,
            visible(caller, "customer.view", customer),
        )
        its_customer_is_seen = exists().where(is_its).correlate(sales_cases)
        best = _found(
            text, sees_all=caller.scope("case", "view") == "all", by_name_if=its_customer_is_seen
        )
        joined = sales_cases.join(best, best.c.record_id == sales_cases.c.id)
        shown = (sales_cases.c.id, sales_cases.c.case_no, sales_cases.c.name)
        rows = self._work.session.execute(
            select(*shown, customer.c.name, best.c.rank)
            .select_from(joined.outerjoin(customer, is_its))
            .where(visible(caller, "case.view", sales_cases, owner="salesperson_id"))
            .where(sales_cases.c.archived_at.is_(None))
            .order_by(best.c.rank.desc(), sales_cases.c.created_at.desc())
            .limit(limit)
        )
        return [_hit(*row) for row in rows]


def _found(text: str, *, sees_all: bool, by_name_if: ColumnElement[bool]) -> Subquery:
    """
    Ids and ranks of cases that hold the words, or share them with their customer's name.

    Args:
        by_name_if: Whether the caller may know the name of a case's customer.
    """
    itself = best_matches("case", text, sees_all=sees_all)
    parts = (_of_either(word, by_name_if) for word in words_in(text))
    together = intersect(*parts).subquery("together")
    each = union_all(
        select(itself.c.record_id, itself.c.rank),
        select(together.c.record_id, literal(_BY_CUSTOMER)),
    ).subquery("each")
    rank = func.max(each.c.rank).label("rank")
    return select(each.c.record_id, rank).group_by(each.c.record_id).subquery("best")


def _of_either(word: str, by_name_if: ColumnElement[bool]) -> Any:
    case, customer = matches("case", word), matches("customer", word)
    return union(
        select(case.c.record_id),
        select(sales_cases.c.id)
        .join_from(sales_cases, customer, customer.c.record_id == sales_cases.c.customer_id)
        .where(by_name_if),
    )


def _hit(case_id: Any, case_no: str, name: str, customer_name: str, rank: float) -> SearchHitView:
    subtitle = " · ".join(each for each in (case_no, customer_name) if each)
    return SearchHitView(kind="case", id=case_id, title=name, subtitle=subtitle, rank=rank)
