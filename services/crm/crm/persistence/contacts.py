"""Contacts: loading, lists, and the contacts of a customer."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.capabilities.custom_fields import Custom, shown, with_custom
from shared.capabilities.statements import Statement, is_one_of, parameter
from shared.contracts.crm.views import (
    AffiliationView,
    ContactAddressView,
    ContactSectionView,
    ContactView,
)
from shared.kernel.errors import NotFound
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from sqlalchemy import ColumnElement, Integer, Select, Uuid, and_, func, select

from crm.domain.contacts import Contact
from crm.persistence.classifying.listings import contact_listing
from crm.persistence.privacy.purposes import held_purposes
from crm.persistence.tables import affiliations, contacts, customers
from crm.persistence.visibility import live, standing, visible_contacts, visible_customers

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_COLUMNS = [column for column in contacts.c if column.name != "search_text"]
_MADE = ("addresses", "custom")
_PLAIN = [
    name for name in ContactView.__struct_fields__ if name in contacts.c and name not in _MADE
]


def _at_customer(caller: Any) -> Select[Any]:
    place = and_(affiliations.c.contact_id == contacts.c.id, affiliations.c.until_on.is_(None))
    customer_id = parameter("customer_id", Uuid)
    return (
        select(*_COLUMNS, func.count().over().label("total"))
        .join(affiliations, place)
        .where(affiliations.c.customer_id == customer_id, contacts.c.archived_at.is_(None))
        .where(visible_contacts(caller))
        .order_by(affiliations.c.is_primary.desc(), contacts.c.family_name, contacts.c.id)
        .limit(parameter("limit", Integer))
    )


def _places_ever(caller: Any) -> Select[Any]:
    return (
        select(affiliations, customers.c.name.label("customer_name"))
        .join(customers, customers.c.id == affiliations.c.customer_id)
        .where(is_one_of(affiliations.c.contact_id, "contact_ids"), visible_customers(caller))
        .where(standing(customers))
        .order_by(affiliations.c.is_primary.desc(), affiliations.c.id)
    )


_AT_CUSTOMER = Statement(_at_customer)
_PLACES_EVER = Statement(_places_ever)
_PLACES = Statement(lambda caller: _places_ever(caller).where(affiliations.c.until_on.is_(None)))


class StoredContacts:
    """The contacts of this database, inside one unit of work."""

    def __init__(self, work: "CrmWork") -> None:
        self._work = work

    def get(self, contact_id: UUID, *, lock: bool = False) -> Contact:
        """Load one the caller may see; ``crm.contact_unknown``."""
        found = self.seen([contact_id])
        if contact_id not in found:
            raise _unknown(contact_id)
        return get_record(self._work, Contact, contact_id, unknown="crm.contact_unknown", lock=lock)

    def seen(self, ids: Sequence[UUID]) -> set[UUID]:
        """Those of *ids* that are contacts the caller may see."""
        rows = self._work.session.execute(
            select(contacts.c.id).where(
                contacts.c.id.in_(set(ids)),
                visible_contacts(self._work.caller),
            )
        )
        return set(rows.scalars())

    def primary_of(self, customer_id: UUID, *, but: UUID) -> Contact | None:
        """The customer's primary contact, if it is another one."""
        found = self._work.session.execute(
            select(affiliations.c.contact_id)
            .where(affiliations.c.organisation_id == self._work.caller.organisation_id)
            .where(affiliations.c.customer_id == customer_id, affiliations.c.is_primary)
            .where(affiliations.c.contact_id != but)
        ).scalar()
        if found is None:
            return None
        return get_record(self._work, Contact, found, unknown="crm.contact_unknown")

    def show(self, contact_id: UUID) -> ContactView:
        """One contact the caller may see; ``crm.contact_unknown``."""
        return self._one(contact_id, visible_contacts(self._work.caller))

    def show_changed(self, contact_id: UUID) -> ContactView:
        """A contact the caller just changed, even if he has handed it over."""
        mine = contacts.c.organisation_id == self._work.caller.organisation_id
        return self._one(contact_id, mine)

    def page(self, query: ListQuery) -> Page[ContactView]:
        """A page of the contacts the caller may see; three statements, and one to count."""
        listing = with_custom(self.listing(), self._work, "contact", contacts, query)
        return listing.page(
            self._work,
            query,
            where=and_(
                visible_contacts(self._work.caller), live(query, contacts), standing(contacts)
            ),
            columns=_COLUMNS,
            to_views=self.views,
        )

    def listing(self) -> Listing:
        """The list of contacts, with every filter the caller has."""
        return contact_listing(self._work.caller)

    def of_customer(self, customer_id: UUID, *, limit: int) -> ContactSectionView:
        """Contacts of a customer the caller may see, the primary one first; two statements."""
        rows = _AT_CUSTOMER.run(self._work, customer_id=customer_id, limit=limit).all()
        return ContactSectionView(items=self.views(rows), total=rows[0].total if rows else 0)

    def affiliations(self, contact_id: UUID) -> list[AffiliationView]:
        """Every place of a contact at customers the caller may see, ended ones included."""
        return self._places([contact_id], ended=True)[contact_id]

    def _one(self, contact_id: UUID, where: ColumnElement[bool]) -> ContactView:
        row = self._work.session.execute(
            select(*_COLUMNS).where(contacts.c.id == contact_id, where)
        ).first()
        if row is None:
            raise _unknown(contact_id)
        return self.views([row])[0]

    def views(self, rows: Sequence[Any]) -> list[ContactView]:
        """Contacts as shown, from rows read elsewhere; two statements."""
        places = self._places([row.id for row in rows]) if rows else {}
        own = shown(self._work, "contact", [row.custom for row in rows])
        held = held_purposes(self._work, [row.id for row in rows]) if rows else {}
        return [
            _view(row, places[row.id], custom, held.get(row.id, []))
            for row, custom in zip(rows, own, strict=True)
        ]

    def _places(
        self, ids: Sequence[UUID], *, ended: bool = False
    ) -> dict[UUID, list[AffiliationView]]:
        places = _PLACES_EVER if ended else _PLACES
        found: dict[UUID, list[AffiliationView]] = defaultdict(list)
        for row in places.run(self._work, contact_ids=list(ids)):
            found[row.contact_id].append(_affiliation(row))
        return found


def _view(row: Any, places: list[AffiliationView], custom: Custom, held: list[str]) -> ContactView:
    return ContactView(
        **{name: getattr(row, name) for name in _PLAIN},
        name=" ".join(filter(None, (row.given_name, row.family_name))),
        segments=row.segment_ids,
        consents=held,
        affiliations=places,
        addresses=[ContactAddressView(**each) for each in row.addresses],
        custom=custom,
    )


def _affiliation(row: Any) -> AffiliationView:
    return AffiliationView(
        id=row.id,
        customer_id=row.customer_id,
        customer_name=row.customer_name,
        role=row.role,
        roles=row.roles,
        primary=row.is_primary,
        since=row.since_on,
        until=row.until_on,
    )


def _unknown(contact_id: UUID) -> NotFound:
    return NotFound("There is no such contact.", code="crm.contact_unknown", contact_id=contact_id)
