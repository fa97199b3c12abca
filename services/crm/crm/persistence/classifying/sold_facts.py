"""What customers were offered and bought: keeping it, and showing it by product."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.capabilities.references import names_of
from shared.contracts.crm.classifying.views import SoldView
from shared.kernel.ids import new_id
from shared.kernel.money import Money
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from sqlalchemy import BigInteger, Text, and_, case, cast, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from crm.domain.classifying.sold import INVOICED, QUOTED, SOLD, ProductGroup, SoldFact
from crm.persistence.classifying.sold_filters import visible_facts
from crm.persistence.classifying.tables import product_groups, sold_facts

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork


class StoredSoldFacts:
    """The facts of this database, inside one unit of work."""

    def __init__(self, work: "CrmWork") -> None:
        self._work = work

    def replace(self, kind: str, ref_id: UUID, version: int, facts: Sequence[SoldFact]) -> bool:
        """Keep these of a document unless newer ones are known; whether anything was done."""
        known = self._work.session.execute(
            select(func.max(sold_facts.c.ref_version)).where(self._of(kind, ref_id))
        ).scalar()
        if known is not None and known >= version:
            return False
        self.forget(kind, ref_id)
        if facts:
            same = {
                "organisation_id": self._work.caller.organisation_id,
                "kind": kind,
                "ref_id": ref_id,
                "ref_version": version,
            }
            self._work.session.execute(insert(sold_facts), [{**same, **_row(f)} for f in facts])
        return True

    def forget(self, kind: str, ref_id: UUID) -> None:
        """The document does not count."""
        self._work.session.execute(delete(sold_facts).where(self._of(kind, ref_id)))

    def hand_over(self, ref_id: UUID, *, owner_id: UUID | None, unit_id: UUID | None) -> None:
        """The document changed hands: rights to its facts follow."""
        self._work.session.execute(
            update(sold_facts)
            .where(sold_facts.c.organisation_id == self._work.caller.organisation_id)
            .where(sold_facts.c.ref_id == ref_id)
            .values(owner_id=owner_id, unit_id=unit_id)
        )

    def put_group(self, group: ProductGroup) -> None:
        """Keep a copy of a group of products unless a newer one is known."""
        values = {"parent_id": group.parent_id, "name": group.name, "version": group.version}
        statement = upsert(product_groups).values(
            id=group.id, organisation_id=self._work.caller.organisation_id, **values
        )
        self._work.session.execute(
            statement.on_conflict_do_update(
                index_elements=["id"],
                set_=values,
                where=product_groups.c.version < statement.excluded.version,
            )
        )

    def page(self, customer_id: UUID, query: ListQuery) -> Page[SoldView]:
        """What a customer was offered or bought, as far as the caller may see; two statements."""
        caller = self._work.caller
        facts = (
            select(*_SUMMED)
            .where(sold_facts.c.customer_id == customer_id, visible_facts(caller))
            .group_by(sold_facts.c.product_id, sold_facts.c.currency)
            .subquery("sold_products")
        )
        columns = {name: facts.c[name] for name in ("product_id", "first_on", "last_on")}
        listing = Listing(
            facts,
            filters=columns,
            sorts={**columns, **{name: facts.c[name] for name in _AMOUNTS}},
            default_sort="-last_on",
        )
        return listing.page(self._work, query, where=facts.c.id.is_not(None), to_views=self._views)

    def _views(self, rows: Sequence[Any]) -> list[SoldView]:
        names = names_of(self._work, "product", {row.product_id for row in rows})
        return [
            SoldView(
                product_id=row.product_id,
                product_name=names.get(row.product_id),
                first_on=row.first_on,
                last_on=row.last_on,
                bought_quantity=row.bought_quantity,
                **{name: Money(int(getattr(row, name)), row.currency) for name in _AMOUNTS},
            )
            for row in rows
        ]

    def _of(self, kind: str, ref_id: UUID) -> Any:
        return and_(
            sold_facts.c.organisation_id == self._work.caller.organisation_id,
            sold_facts.c.kind == kind,
            sold_facts.c.ref_id == ref_id,
        )


def _sum(kind: str, column: Any) -> Any:
    return func.coalesce(func.sum(case((sold_facts.c.kind == kind, column))), 0)


_AMOUNTS = ("quoted", "sold", "invoiced")
_SUMMED = [
    # One row a product and currency: the least id of its facts stands for it in the order.
    func.min(cast(sold_facts.c.id, Text)).label("id"),
    sold_facts.c.product_id,
    sold_facts.c.currency,
    func.min(sold_facts.c.happened_on).label("first_on"),
    func.max(sold_facts.c.happened_on).label("last_on"),
    func.greatest(_sum(SOLD, sold_facts.c.quantity), _sum(INVOICED, sold_facts.c.quantity)).label(
        "bought_quantity"
    ),
    cast(_sum(QUOTED, sold_facts.c.net_minor), BigInteger).label("quoted"),
    cast(_sum(SOLD, sold_facts.c.net_minor), BigInteger).label("sold"),
    cast(_sum(INVOICED, sold_facts.c.net_minor), BigInteger).label("invoiced"),
]


def _row(fact: SoldFact) -> dict[str, Any]:
    return {
        "id": new_id(),
        "customer_id": fact.customer_id,
        "product_id": fact.product_id,
        "quantity": fact.quantity,
        "net_minor": fact.net.amount_minor,
        "currency": fact.net.currency,
        "happened_on": fact.happened_on,
        "owner_id": fact.owner_id,
        "unit_id": fact.unit_id,
    }
