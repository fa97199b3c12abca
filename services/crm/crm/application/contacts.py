"""Use cases of contacts and of their places at customers."""

from typing import Any
from uuid import UUID

from shared.contracts.crm.views import AffiliationFields, ContactFields
from shared.kernel.errors import Invalid

from crm.application.changing import allow, allow_creation, given_of, settle_owner
from crm.application.classification import ensure_lists
from crm.application.custom_fields.values import settle_custom
from crm.application.customer_links import check_customer, check_segments
from crm.application.merging.duplicates import look_later
from crm.application.ports import CrmWork
from crm.domain.contacts import Affiliation, Contact, Place, read_contact, refuse_nameless
from crm.domain.values.problems import Problems
from crm.domain.values.texts import line

NOUN = "contact"


def create_contact(work: CrmWork, *, fields: ContactFields) -> Contact:
    """
    Register a contact; it belongs to its customer's owner and unit unless others are given.

    Raises:
        Invalid: see ``Crm.create_contact``.
    """
    values, places = _read(work, given_of(fields), None)
    if places and "owner_id" not in values and "unit_id" not in values:
        customer = work.customers.get(places[0].customer_id)
        values |= {"owner_id": customer.owner_id, "unit_id": customer.unit_id}
    else:
        settle_owner(work, values, is_new=True)
    allow_creation(
        work.caller, "contact.create", owner_id=values["owner_id"], unit_id=values["unit_id"]
    )
    contact = Contact(**values)
    contact.place(places or [], today=work.today())
    store_contact(work, contact)
    return contact


def change_contact(
    work: CrmWork, *, contact_id: UUID, expected_version: int | None, fields: ContactFields
) -> Contact:
    """
    Change what was given; places left out of a given list end today.

    A place at a customer the caller may not see is not his to end: it stays.

    Raises:
        Invalid, RecordArchived: see ``Crm.change_contact``.
    """
    contact = work.contacts.get(contact_id)
    allow(work, "contact.update", contact, NOUN, expected_version)
    values, places = _read(work, given_of(fields), contact)
    settle_owner(work, values, is_new=False)
    contact.change(values)
    if places is not None:
        contact.place([*places, *_unseen(work, contact, places)], today=work.today())
    store_contact(work, contact)
    return contact


def archive_contact(
    work: CrmWork, *, contact_id: UUID, expected_version: int | None = None
) -> Contact:
    """Put a contact away."""
    contact = work.contacts.get(contact_id)
    allow(work, "contact.archive", contact, NOUN, expected_version)
    contact.archive(work.now())
    for each in contact.affiliations:
        each.is_primary = False
    work.save(contact)
    look_later(work, kind="contact", record_id=contact.id)
    return contact


def restore_contact(work: CrmWork, *, contact_id: UUID) -> Contact:
    """Take a contact back."""
    contact = work.contacts.get(contact_id)
    allow(work, "contact.archive", contact, NOUN)
    contact.restore()
    work.save(contact)
    look_later(work, kind="contact", record_id=contact.id)
    return contact


def create_affiliation(
    work: CrmWork, *, contact_id: UUID, fields: AffiliationFields
) -> Affiliation:
    """
    Give a contact a place at a customer.

    Raises:
        AffiliationExists: It has one.
    """
    contact = _open(work, contact_id)
    problems = Problems()
    place = _place(work, fields.given(), "", problems)
    problems.stop("crm.affiliation_invalid")
    affiliation = contact.add_place(place, today=work.today())
    store_contact(work, contact)
    return affiliation


def change_affiliation(
    work: CrmWork, *, contact_id: UUID, affiliation_id: UUID, fields: AffiliationFields
) -> Affiliation:
    """
    Change role or primary; the customer stays.

    Raises:
        NotFound: ``crm.affiliation_unknown``.
        Invalid: ``crm.affiliation_customer_fixed``.
    """
    contact = _open(work, contact_id)
    affiliation = contact.affiliation(affiliation_id)
    given = fields.given()
    if given.get("customer_id", affiliation.customer_id) != affiliation.customer_id:
        raise Invalid("end this place and begin another", code="crm.affiliation_customer_fixed")
    if "role" in given or "roles" in given:
        affiliation.take_roles(_roles(work, given))
    affiliation.since_on = given.get("since", affiliation.since_on)
    affiliation.is_primary = bool(given.get("primary", affiliation.is_primary))
    if given.get("until") is not None:
        affiliation.end(given["until"])
    store_contact(work, contact)
    return affiliation


def end_affiliation(work: CrmWork, *, contact_id: UUID, affiliation_id: UUID) -> Affiliation:
    """
    End a place today; it stays in the history.

    Raises:
        NotFound: ``crm.affiliation_unknown``.
    """
    contact = _open(work, contact_id)
    affiliation = contact.affiliation(affiliation_id)
    affiliation.end(work.today())
    store_contact(work, contact)
    return affiliation


def _open(work: CrmWork, contact_id: UUID) -> Contact:
    contact = work.contacts.get(contact_id)
    allow(work, "contact.update", contact, NOUN)
    contact.refuse_when_archived()
    return contact


def store_contact(work: CrmWork, contact: Contact) -> None:
    """Save; a customer's former primary contact steps back first."""
    for each in contact.current:
        if each.is_primary:
            former = work.contacts.primary_of(each.customer_id, but=contact.id)
            if former is not None:
                former.lose_primary(each.customer_id)
                work.save(former)
    work.save(contact)
    work.memberships.settle("contact", contact)
    look_later(work, kind="contact", record_id=contact.id)


def _read(
    work: CrmWork, given: dict[str, Any], contact: Contact | None
) -> tuple[dict[str, Any], list[Place] | None]:
    problems = Problems()
    wanted = given.pop("affiliations", [] if contact is None else ...)
    values = read_contact(given, problems)
    refuse_nameless(
        values.get("given_name", contact and contact.given_name),
        values.get("family_name", contact and contact.family_name),
        problems,
    )
    check_segments(
        work, values, problems, record="contact", present=contact.segment_ids if contact else ()
    )
    settle_custom(work, NOUN, values, problems, record=contact)
    places = None
    if wanted is not ...:
        places = [
            _place(work, each, f"/affiliations/{n}", problems)
            for n, each in enumerate(wanted or [])
        ]
    problems.stop("crm.contact_invalid")
    return values, places


def _place(work: CrmWork, given: dict[str, Any], pointer: str, problems: Problems) -> Place:
    customer_id = given.get("customer_id")
    if customer_id is None:
        problems.note(f"{pointer}/customer_id", "crm.customer_missing", "a customer is needed")
    check_customer(work, customer_id, f"{pointer}/customer_id", problems)
    roles = problems.read(f"{pointer}/roles", lambda each: _roles(work, each), given)
    return Place(
        customer_id=customer_id,  # type: ignore[arg-type]
        roles=tuple(roles or ()),
        is_primary=bool(given.get("primary", False)),
        since_on=given.get("since"),
    )


def _roles(work: CrmWork, given: dict[str, Any]) -> list[str]:
    """The codes of the roles with these codes or names, else the texts themselves."""
    read = line(100)
    texts = [read(each) for each in [given.get("role"), *(given.get("roles") or [])]]
    wanted = [each for each in texts if each is not None]
    if wanted:
        ensure_lists(work)
    known = [work.lists.code_named("contact_roles", each) or each for each in wanted]
    return list(dict.fromkeys(known))


def _unseen(work: CrmWork, contact: Contact, places: list[Place]) -> list[Place]:
    wanted = {each.customer_id for each in places}
    others = [each for each in contact.current if each.customer_id not in wanted]
    seen = work.customers.seen([each.customer_id for each in others]) if others else set()
    return [
        Place(customer_id=each.customer_id, roles=tuple(each.roles), is_primary=each.is_primary)
        for each in others
        if each.customer_id not in seen
    ]
