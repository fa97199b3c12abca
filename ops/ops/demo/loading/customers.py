"""Loads customers with their addresses, segments and ratings, and the people there."""

from __future__ import annotations

from typing import Any

from ops.demo.calls import Calls
from ops.demo.company.customers import Contact, Customer
from ops.demo.company.plan import Company
from ops.demo.company.staff import Person
from ops.demo.loading.known import Ids, Known, nok


def load_customers(calls: Calls, company: Company, known: Known) -> None:
    """Register customers, rate them, then register contacts."""
    segments = _by_code(calls, "crm.list_segments")
    types = _by_code(calls, "crm.list_customer_types")
    people = {each.key: each for each in company.people}
    made = calls.all(
        "crm.create_customer",
        ({"fields": _customer(each, people, segments, types, known)} for each in company.customers),
    )
    known.customers |= {
        each.key: customer["id"] for each, customer in zip(company.customers, made, strict=True)
    }
    calls.all(
        "crm.rate_customer",
        (
            {"customer_id": known.customers[each.key], "value": each.rating}
            for each in company.customers
        ),
    )
    made = calls.all(
        "crm.create_contact",
        ({"fields": _contact(each, known)} for each in company.contacts),
    )
    known.contacts |= {
        each.key: contact["id"] for each, contact in zip(company.contacts, made, strict=True)
    }


def _by_code(calls: Calls, target: str) -> Ids:
    return {value["code"]: value["id"] for value in calls.pages(target)}


def _customer(
    customer: Customer, people: dict[str, Person], segments: Ids, types: Ids, known: Known
) -> dict[str, Any]:
    place = {
        "street": customer.street,
        "postal_code": customer.postal_code,
        "city": customer.town,
        "region": customer.county,
        "country": "NO",
        "is_default": True,
    }
    return {
        "name": customer.name,
        "organisation_number": customer.organisation_number,
        "kinds": [customer.kind],
        "type_id": types["public_sector" if customer.is_public else "private_sector"],
        "owner_id": known.people[customer.owner],
        "unit_id": known.units[people[customer.owner].unit],
        "industry_code": customer.industry,
        "employees": customer.employees,
        "annual_revenue": nok(customer.revenue_kr),
        "segments": [segments[customer.segment]],
        "website": f"https://{customer.domain}",
        "email": f"post@{customer.domain}",
        "phone": customer.phone,
        "language": "nb",
        "currency": "NOK",
        "payment_term_days": customer.payment_days,
        "invoice_channel": "ehf" if customer.is_public else "email",
        "addresses": [{"kind": kind, **place} for kind in ("visiting", "invoice")],
    }


def _contact(contact: Contact, known: Known) -> dict[str, Any]:
    return {
        "given_name": contact.given_name,
        "family_name": contact.family_name,
        "title": contact.title,
        "emails": [contact.email],
        "phones": [contact.phone],
        "affiliations": [
            {
                "customer_id": known.customers[contact.customer],
                "role": contact.role,
                "primary": contact.is_primary,
            }
        ],
    }
