"""Customers by what they bought or were offered, from lines of quotes and invoices."""

from collections.abc import Callable
from uuid import UUID

from shared.capabilities.policy import visible
from shared.kernel.context import Caller
from shared.kernel.errors import Forbidden, invalid_field
from sqlalchemy import (
    ColumnElement,
    Numeric,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    not_,
    or_,
    select,
)

from crm.domain.classifying.sold import INVOICED, QUOTED, SOLD
from crm.persistence.classifying.tables import product_groups, sold_facts
from crm.persistence.tables import customers, metadata

BOUGHT = (SOLD, INVOICED)
# A credit over part of an amount takes back no whole piece, so invoices count by amount.
COUNTED = case(
    (sold_facts.c.kind == INVOICED, cast(sold_facts.c.net_minor, Numeric)),
    else_=sold_facts.c.quantity,
)


def sold_filters(caller: Caller) -> dict[str, Callable[[str], ColumnElement[bool]]]:
    """``bought_product``, ``quoted_group``, ``never_bought_product`` …; several ids by comma."""
    made: dict[str, Callable[[str], ColumnElement[bool]]] = {}
    for word, kinds in (("bought", BOUGHT), ("quoted", (QUOTED,))):
        for what in ("product", "group"):
            key = f"{word}_{what}"
            made[key] = _filter(caller, key, kinds, what)
            made[f"never_{key}"] = _never(_filter(caller, f"never_{key}", kinds, what))
    return made


def visible_facts(caller: Caller) -> ColumnElement[bool]:
    """Facts from quotes and invoices the caller may see."""
    of_quotes = and_(
        sold_facts.c.kind.in_((QUOTED, SOLD)), visible(caller, "quote.view", sold_facts)
    )
    of_invoices = and_(sold_facts.c.kind == INVOICED, visible(caller, "invoice.view", sold_facts))
    return or_(of_quotes, of_invoices)


def _filter(
    caller: Caller, key: str, kinds: tuple[str, ...], what: str
) -> Callable[[str], ColumnElement[bool]]:
    def condition(value: str) -> ColumnElement[bool]:
        _refuse_blind(caller, kinds)
        ids = _ids(key, value)
        chosen = _in_groups(ids) if what == "group" else ids
        return (
            select(literal(1))
            .where(
                sold_facts.c.customer_id == customers.c.id,
                sold_facts.c.kind.in_(kinds),
                sold_facts.c.product_id.in_(chosen),
                visible_facts(caller),
            )
            # Credit notes take back what was invoiced, product by product.
            .group_by(sold_facts.c.kind, sold_facts.c.product_id)
            .having(func.sum(COUNTED) > 0)
            .correlate(customers)
            .exists()
        )

    return condition


def _never(
    condition: Callable[[str], ColumnElement[bool]],
) -> Callable[[str], ColumnElement[bool]]:
    return lambda value: not_(condition(value))


def _refuse_blind(caller: Caller, kinds: tuple[str, ...]) -> None:
    grants = ["quote.view", *(["invoice.view"] if INVOICED in kinds else [])]
    if all(caller.scope(*grant.split(".")) == "none" for grant in grants):
        raise Forbidden("You may not see this.", code="platform.action_forbidden", action=grants[0])


def _in_groups(ids: list[UUID]) -> Select[tuple[UUID]]:
    """Products that are in one of the groups, or in a group below it, today."""
    below = select(product_groups.c.id).where(product_groups.c.id.in_(ids))
    tree = below.cte(recursive=True)
    tree = tree.union(select(product_groups.c.id).where(product_groups.c.parent_id == tree.c.id))
    copies = metadata.tables["reference_copies"]
    group = copies.c.data["group_id"].astext
    wanted = [str(each) for each in ids]
    return select(copies.c.id).where(
        copies.c.organisation_id == sold_facts.c.organisation_id,
        copies.c.kind == "product",
        or_(group.in_(wanted), group.in_(select(cast(tree.c.id, Text)))),
    )


def _ids(key: str, value: str) -> list[UUID]:
    try:
        return [UUID(each) for each in value.split(",")]
    except ValueError:
        raise invalid_field(f"/{key}", "not an id") from None
