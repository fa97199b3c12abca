"""Comparing quotes with the floors of today: what may still be given away."""

from collections.abc import Sequence
from uuid import UUID

from quoting.application.access import day_of
from quoting.application.ports import QuotingWork
from quoting.domain.approvals import PricingRoom, pricing_room
from quoting.domain.margin_policies import Floors
from quoting.domain.products import Product
from quoting.domain.quotes import Quote


def room_of(work: QuotingWork, quote: Quote) -> PricingRoom:
    """The room of one quote."""
    return rooms_of(work, [quote])[quote.id]


def rooms_of(work: QuotingWork, quotes: Sequence[Quote]) -> dict[UUID, PricingRoom]:
    """The room of each quote, by id; three statements whatever the number."""
    today = day_of(work)
    floors = Floors.on(today, work.margin_policies.begun_by(today))
    products, parents = _sold(work, quotes) if floors.policies else ({}, {})
    rooms = {}
    for quote in quotes:
        rules = [
            floors.for_line(
                product_id=line.product_id,
                group_ids=_groups_above(line.product_id, products, parents),
                price_list_id=quote.price_list_id,
            )
            for line in quote.counted
        ]
        rooms[quote.id] = pricing_room(quote, rules)
    return rooms


def _sold(
    work: QuotingWork, quotes: Sequence[Quote]
) -> tuple[dict[UUID, Product], dict[UUID, UUID | None]]:
    ids = {line.product_id for quote in quotes for line in quote.counted if line.product_id}
    return (work.products.many(ids), work.product_groups.parents()) if ids else ({}, {})


def _groups_above(
    product_id: UUID | None, products: dict[UUID, Product], parents: dict[UUID, UUID | None]
) -> list[UUID]:
    """The group of a product and those above it, nearest first."""
    groups: list[UUID] = []
    product = products.get(product_id) if product_id else None
    above = product.group_id if product else None
    while above is not None and above not in groups:
        groups.append(above)
        above = parents.get(above)
    return groups
