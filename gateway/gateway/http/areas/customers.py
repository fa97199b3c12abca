"""Customers and contacts."""

from shared.contracts.crm.changes.views import RecordChangeView
from shared.contracts.crm.timeline_views import TimelineEntryView
from shared.contracts.crm.views import (
    AddressView,
    AffiliationView,
    ContactView,
    CustomerView,
    RatingView,
)

from gateway.compositions.customer_overview import customer_overview
from gateway.http.calls import changing_part, listing, posting, reading, removing
from gateway.http.exchange import Exchange
from gateway.http.resources import Resource
from gateway.http.routing import LIST, Route, composed
from gateway.http.schemas.compositions import CustomerOverview
from gateway.http.schemas.customers import (
    AddressBody,
    AffiliationBody,
    ContactBody,
    CustomerBody,
    RatingBody,
)

TAG = "Customers"

CUSTOMERS = Resource(
    path="/customers",
    tag=TAG,
    service="crm",
    noun="customer",
    answer=CustomerView,
    body=CustomerBody,
)
CONTACTS = Resource(
    path="/contacts", tag=TAG, service="crm", noun="contact", answer=ContactView, body=ContactBody
)
_ADDRESSES = "/customers/{customer_id}/addresses"
_ADDRESS = f"{_ADDRESSES}/{{address_id}}"
_AFFILIATIONS = "/contacts/{contact_id}/affiliations"
_AFFILIATION = f"{_AFFILIATIONS}/{{affiliation_id}}"


def _changes(path: str, method: str, words: str) -> Route:
    return listing(
        path,
        method,
        tag=TAG,
        answer=RecordChangeView,
        summary=f"List what was changed about a {words}, by whom and from where, newest first.",
    )


def _of_customer(exchange: Exchange) -> dict[str, str]:
    return {"customer_id": exchange.path["customer_id"]}


ROUTES = (
    *CUSTOMERS.routes(),
    composed(
        "/customers/{customer_id}/overview",
        customer_overview,
        tag=TAG,
        answer=CustomerOverview,
        summary="Read everything about a customer: the single view.",
    ),
    listing(
        "/customers/{customer_id}/timeline",
        "crm.customer_timeline",
        tag=TAG,
        answer=TimelineEntryView,
        summary="List what happened with a customer, newest first.",
    ),
    _changes("/customers/{customer_id}/changes", "crm.list_customer_changes", "customer"),
    listing(
        "/customers/{customer_id}/contacts",
        "crm.list_contacts",
        tag=TAG,
        answer=ContactView,
        summary="List a customer's contacts.",
        filters=_of_customer,
        below="crm.get_customer",
    ),
    listing(
        "/customers/{customer_id}/ratings",
        "crm.list_ratings",
        tag=TAG,
        answer=RatingView,
        summary="List a customer's ratings, newest first.",
    ),
    posting(
        "/customers/{customer_id}/ratings",
        "crm.rate_customer",
        tag=TAG,
        answer=RatingView,
        summary="Rate a customer.",
        body=RatingBody,
        status=201,
    ),
    reading(
        _ADDRESSES,
        "crm.list_addresses",
        tag=TAG,
        answer=AddressView,
        summary="List a customer's addresses.",
        shape=LIST,
    ),
    posting(
        _ADDRESSES,
        "crm.create_address",
        tag=TAG,
        answer=AddressView,
        summary="Add an address.",
        body=AddressBody,
        as_fields=True,
        status=201,
    ),
    changing_part(
        _ADDRESS,
        "crm.change_address",
        tag=TAG,
        answer=AddressView,
        summary="Change an address.",
        body=AddressBody,
        is_versioned=True,
    ),
    removing(
        _ADDRESS, "crm.remove_address", tag=TAG, summary="Remove an address.", is_versioned=True
    ),
    *CONTACTS.routes(),
    _changes("/contacts/{contact_id}/changes", "crm.list_contact_changes", "contact"),
    reading(
        _AFFILIATIONS,
        "crm.list_affiliations",
        tag=TAG,
        answer=AffiliationView,
        summary="List a contact's places at customers.",
        shape=LIST,
    ),
    posting(
        _AFFILIATIONS,
        "crm.create_affiliation",
        tag=TAG,
        answer=AffiliationView,
        summary="Give a contact a place at a customer.",
        body=AffiliationBody,
        as_fields=True,
        status=201,
    ),
    changing_part(
        _AFFILIATION,
        "crm.change_affiliation",
        tag=TAG,
        answer=AffiliationView,
        summary="Change a contact's place at a customer.",
        body=AffiliationBody,
    ),
    removing(_AFFILIATION, "crm.end_affiliation", tag=TAG, summary="End a contact's place today."),
)
