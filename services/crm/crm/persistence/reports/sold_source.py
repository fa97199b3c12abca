"""Reports of what was offered and sold, by every criterion of the customer it was sold to."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from shared.capabilities.reporting.sources import AT_THE_TIME, Measure, Source
from shared.contracts.reporting import ReportFields
from shared.persistence.listing import Listing
from sqlalchemy import ColumnElement, DateTime, and_, case, cast, true

from crm.domain.classifying.sold import INVOICED, QUOTED, SOLD
from crm.persistence.classifying.expressions import owner_at
from crm.persistence.classifying.sold_filters import visible_facts
from crm.persistence.classifying.tables import sold_facts
from crm.persistence.customer_lists.selecting import ENTITIES, ruled
from crm.persistence.reports.dimensions import customer_dimensions, labels, own_dimensions
from crm.persistence.reports.products import line_dimensions
from crm.persistence.tables import customers
from crm.persistence.visibility import standing, visible_customers

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_OWN = ("happened_on", "product_id", "document")
_LINES = Listing(
    sold_facts,
    filters={
        "happened_on": sold_facts.c.happened_on,
        "product_id": sold_facts.c.product_id,
        "document": sold_facts.c.kind,
    },
    sorts={"happened_on": sold_facts.c.happened_on},
)
_SAID = {
    QUOTED: (
        "Tilbudt", "Quoted",
        "Netto av produkter i sendte tilbud", "Net of products in quotes sent",
    ),
    SOLD: (
        "Solgt", "Sold",
        "Netto av produkter i aksepterte tilbud", "Net of products in quotes accepted",
    ),
    INVOICED: (
        "Fakturert", "Invoiced",
        "Netto av produkter på fakturaer, kreditnotaer trukket fra",
        "Net of products on invoices, less credit notes",
    ),
}  # fmt: skip


def sold_source(work: "CrmWork", fields: ReportFields) -> Source:
    """
    One record for each document and product, of quotes and invoices the caller may see; lines
    without a product are in none.

    Filters are those of customers, and happened_on, product_id and document (quoted, sold or
    invoiced).
    """
    owner = None
    if fields.owner == AT_THE_TIME:
        end_of_day = cast(sold_facts.c.happened_on, DateTime(timezone=True)) + timedelta(days=1)
        owner = owner_at(customers.c.id, end_of_day)
    of_customer = customer_dimensions(work.caller, owner=owner, own=own_dimensions(work, fields))
    return Source(
        name="product_sales",
        nb="Produktsalg",
        en="Product sales",
        records=sold_facts.join(customers, customers.c.id == sold_facts.c.customer_id),
        where=lambda rule: _where(work, rule),
        dimensions={**of_customer, **{each.name: each for each in line_dimensions()}},
        measures={each.name: each for each in _measures()},
        labels=labels,
        currency=sold_facts.c.currency,
        kind="sold_line",
        record_id=sold_facts.c.id,
        title=customers.c.name,
        number=sold_facts.c.kind,
    )


def _where(work: "CrmWork", rule: Mapping[str, Any]) -> Any:
    own = {name: value for name, value in rule.items() if name.partition("__")[0] in _OWN}
    others = {name: value for name, value in rule.items() if name not in own}
    of_customers: ColumnElement[bool] = true()
    if others:
        of_customers = ruled(work, ENTITIES["customer"], others, pointer="/filters")
    return and_(
        visible_facts(work.caller),
        visible_customers(work.caller),
        standing(customers),
        _LINES.condition(own, pointer="/filters"),
        of_customers,
    )


def _measures() -> list[Measure]:
    count = Measure(
        name="count", nb="Antall", en="Number",
        definition_nb="Produkter på dokumenter: hvert produkt teller én gang for hvert dokument",
        definition_en="Products on documents: each product counts once for each document",
    )  # fmt: skip
    sums = [
        Measure(
            name=kind, nb=nb, en=en, definition_nb=said_nb, definition_en=said_en, kind="money",
            amount=case((sold_facts.c.kind == kind, sold_facts.c.net_minor)),
        )
        for kind, (nb, en, said_nb, said_en) in _SAID.items()
    ]  # fmt: skip
    return [count, *sums]
