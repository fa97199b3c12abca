"""Reading customers: views, lists and the overview, with a fixed number of statements."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.capabilities.custom_fields import Custom, shown, with_custom
from shared.capabilities.policy import same_organisation
from shared.capabilities.statements import Statement, is_one_of, parameter
from shared.contracts.crm.views import AddressView, CustomerOverviewView, CustomerView
from shared.kernel.errors import NotFound
from shared.kernel.money import Money
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from sqlalchemy import Uuid, and_, select

from crm.domain.addresses import ADDRESS_KINDS
from crm.persistence.classifying.expressions import (
    SECTION,
    employees_band,
    industry_at,
    industry_under,
    place,
    revenue_band,
)
from crm.persistence.tables import addresses, customers
from crm.persistence.visibility import archived, live, standing, visible_customers

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_COLUMNS = [column for column in customers.c if column.name not in ("search_text", "name_key")]
_PLAIN = [
    name
    for name in CustomerView.__struct_fields__
    if name in customers.c and name not in ("segments", "annual_revenue", "custom")
]
_ADDRESS = AddressView.__struct_fields__
_SORTED = [
    "name",
    "customer_no",
    "organisation_number",
    "owner_id",
    "unit_id",
    "type_id",
    "industry_code",
    "employees",
    "rating",
    "country",
    "city",
    "region",
    "parent_id",
    "partner_id",
    "created_at",
    "updated_at",
]
_FILTERED = {
    **{name: customers.c[name] for name in (*_SORTED, "id", "kinds", "tags")},
    **{name: customers.c[name] for name in ("email", "phone", "website", "language", "currency")},
    **{name: customers.c[name] for name in ("payment_term_days", "price_list_id", "external_id")},
    "kind": customers.c.kinds,
    "tag": customers.c.tags,
    "segments": customers.c.segment_ids,
    "segment": customers.c.segment_ids,
    "segment_id": customers.c.segment_ids,
    "employees_on": customers.c.employees_on,
    "employees_source": customers.c.employees_source,
    "annual_revenue_year": customers.c.annual_revenue_year,
    "employees_band": employees_band(),
    "revenue_band": revenue_band(),
    "industry_section": industry_at(SECTION),
    **{
        f"{kind}_{name}": place(name, kind)
        for kind in ADDRESS_KINDS
        for name in ("city", "region", "country")
    },
}
CUSTOMERS = Listing(
    customers,
    filters=_FILTERED,
    sorts={
        **{name: customers.c[name] for name in _SORTED},
        "annual_revenue": customers.c.annual_revenue_minor,
        "employees_band": employees_band(),
        "revenue_band": revenue_band(),
    },
    indexed_as="customer",
    special={
        "archived": lambda value: archived(customers, value),
        "industry_code__under": industry_under,
    },
)


_ONE = Statement(
    lambda caller: select(*_COLUMNS).where(
        customers.c.id == parameter("customer_id", Uuid), visible_customers(caller)
    )
)
_ADDRESSES = Statement(
    lambda caller: (
        select(addresses)
        .where(is_one_of(addresses.c.customer_id, "customer_ids"))
        .where(same_organisation(caller, addresses))
        .order_by(addresses.c.id)
    )
)


def view_of(customer: Any, its_addresses: Iterable[Any], custom: Custom) -> CustomerView:
    """A view from a row or a record, which name things alike, with the own fields shown."""
    return CustomerView(
        **{name: getattr(customer, name) for name in _PLAIN},
        annual_revenue=_money(customer.annual_revenue_minor, customer.annual_revenue_currency),
        segments=customer.segment_ids,
        addresses=[address_view(each) for each in its_addresses],
        custom=custom,
    )


def address_view(address: Any) -> AddressView:
    """A view from a row or a record."""
    return AddressView(**{name: getattr(address, name) for name in _ADDRESS})


def page(work: "CrmWork", query: ListQuery) -> Page[CustomerView]:
    """A page of customers; two statements, one more for the total and one for own fields."""
    listing = with_custom(work.customers.listing(), work, "customer", customers, query)
    return listing.page(
        work,
        query,
        where=and_(visible_customers(work.caller), live(query, customers), standing(customers)),
        columns=_COLUMNS,
        to_views=lambda rows: views(work, rows),
    )


def one(work: "CrmWork", customer_id: UUID) -> CustomerView:
    """One customer the caller may see; ``crm.customer_unknown``."""
    row = _ONE.run(work, customer_id=customer_id).first()
    if row is None:
        raise NotFound(
            "There is no such customer.", code="crm.customer_unknown", customer_id=customer_id
        )
    return views(work, [row])[0]


def overview(work: "CrmWork", customer_id: UUID) -> CustomerOverviewView:
    """A customer with its first contacts and the newest of its timeline."""
    customer = one(work, customer_id)
    sees_contacts = work.caller.scope("contact", "view") != "none"
    return CustomerOverviewView(
        customer=customer,
        contacts=work.contacts.of_customer(customer_id, limit=50) if sees_contacts else None,
        timeline=work.timeline.newest(customer_id, limit=20),
        files=work.attachments.of_customer(customer_id, limit=20),
    )


def views(work: "CrmWork", rows: Sequence[Any]) -> list[CustomerView]:
    """Views of rows with their addresses; one statement."""
    by_customer: dict[UUID, list[Any]] = defaultdict(list)
    if rows:
        for each in _ADDRESSES.run(work, customer_ids=[row.id for row in rows]):
            by_customer[each.customer_id].append(each)
    own = shown(work, "customer", [row.custom for row in rows])
    return [
        view_of(row, by_customer[row.id], custom) for row, custom in zip(rows, own, strict=True)
    ]


def _money(amount_minor: int | None, currency: str | None) -> Money | None:
    if amount_minor is None or currency is None:
        return None
    return Money(amount_minor, currency)
