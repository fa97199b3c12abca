"""
The lists of customers and contacts with every criterion, for one caller.

Filters that look into other records (what was sold, a contact's customers) keep to what the
caller may see, so these lists are made for him.  Rules of segments, lists and reports are read
with them: ``customer_listing(caller).condition(rule)``.
"""

from collections.abc import Mapping

from shared.kernel.context import Caller
from shared.kernel.errors import Invalid, invalid_field
from shared.persistence.listing import Listing
from sqlalchemy import ColumnElement, and_, exists

from crm.persistence.classifying.sold_filters import sold_filters
from crm.persistence.customer_views import CUSTOMERS
from crm.persistence.tables import affiliations, contacts, customers
from crm.persistence.visibility import archived, visible_customers

_OF_CUSTOMER = "customer_"
_SORTED = ["given_name", "family_name", "title", "owner_id", "unit_id", "created_at", "updated_at"]
CONTACTS = Listing(
    contacts,
    filters={
        **{name: contacts.c[name] for name in (*_SORTED, "id", "tags", "external_id")},
        "email": contacts.c.emails,
        "phone": contacts.c.phones,
        "tag": contacts.c.tags,
        "segments": contacts.c.segment_ids,
        "segment": contacts.c.segment_ids,
        "segment_id": contacts.c.segment_ids,
    },
    sorts={name: contacts.c[name] for name in _SORTED},
    indexed_as="contact",
    special={
        "archived": lambda value: archived(contacts, value),
    },
)


def customer_listing(caller: Caller) -> Listing:
    """Customers, also by what they bought or were offered as far as the caller may see it."""
    return CUSTOMERS.widened({}, special=sold_filters(caller))


def contact_listing(caller: Caller) -> "ContactListing":
    """Contacts, also by their customers: ``customer_rating=A`` with every filter of those."""
    return ContactListing(caller)


class ContactListing(Listing):
    """Contacts; what is asked of role and customer is asked of one and the same place."""

    def __init__(self, caller: Caller) -> None:
        self.__dict__.update(vars(CONTACTS))
        self._caller = caller
        self._customers = customer_listing(caller)

    def _filtered(self, filters: Mapping[str, str]) -> list[ColumnElement[bool]]:
        at_customer = {
            name.removeprefix(_OF_CUSTOMER): value
            for name, value in filters.items()
            if name.startswith(_OF_CUSTOMER) and name != "customer_id"
        }
        placed = {
            name: value
            for name, value in filters.items()
            if name in ("primary", "customer_id") or name.partition("__")[0] == "role"
        }
        rest = {
            name: value
            for name, value in filters.items()
            if name not in placed and name.removeprefix(_OF_CUSTOMER) not in at_customer
        }
        conditions = super()._filtered(rest)
        if placed or at_customer:
            conditions.append(self._placed(placed, at_customer))
        return conditions

    def _placed(
        self, placed: Mapping[str, str], at_customer: Mapping[str, str]
    ) -> ColumnElement[bool]:
        conditions = [
            affiliations.c.contact_id == contacts.c.id,
            affiliations.c.until_on.is_(None),
            *PLACES.of_place(placed),
        ]
        if at_customer or "customer_id" in placed:
            try:
                theirs = self._customers._filtered(at_customer)
            except Invalid as error:
                raise _renamed(error) from None
            conditions += [
                customers.c.id == affiliations.c.customer_id,
                visible_customers(self._caller),
                *theirs,
            ]
        return exists().where(and_(*conditions)).correlate(contacts)


class _Places(Listing):
    def of_place(self, filters: Mapping[str, str]) -> list[ColumnElement[bool]]:
        """Conditions about a row of ``affiliations``."""
        return self._filtered(filters)


PLACES = _Places(
    affiliations,
    filters={
        "role": affiliations.c.roles,
        "primary": affiliations.c.is_primary,
        "customer_id": affiliations.c.customer_id,
    },
    sorts={},
)


def _renamed(error: Invalid) -> Invalid:
    errors = [
        invalid_field(f"/{_OF_CUSTOMER}{each.pointer[1:]}", each.message, code=each.code).errors[0]
        for each in error.errors
    ]
    return Invalid(error.message, code=error.code, errors=errors)
