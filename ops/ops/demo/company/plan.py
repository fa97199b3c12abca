"""The whole made-up company: the same seed and day always make the same one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from ops.demo.company.customers import Contact, Customer, planned_contacts, planned_customers
from ops.demo.company.delivering import Delivery, planned_delivery
from ops.demo.company.following_up import Activity, Note, planned_activities, planned_notes
from ops.demo.company.organisation_numbers import organisation_number
from ops.demo.company.selling import Sales, planned_sales
from ops.demo.company.staff import Person, planned_people

NAME = "Nordlys Rådgivning AS"
DOMAIN = "nordlys.example"
YEARS = 2


@dataclass(frozen=True, kw_only=True)
class Company:
    """
    Everything to load, in plain words: records refer to each other by keys, not ids.

    ``first_on`` is the first day anything happened, ``today`` the day the story is told.
    """

    name: str
    domain: str
    organisation_number: str
    first_on: date
    today: date
    people: tuple[Person, ...]
    customers: tuple[Customer, ...]
    contacts: tuple[Contact, ...]
    sales: Sales
    delivery: Delivery
    activities: tuple[Activity, ...]
    notes: tuple[Note, ...]


def planned_company(*, seed: int, today: date) -> Company:
    """
    Make the company up.

    Each part draws from a source of its own, so that a change to one leaves the others alone.
    """

    def random(part: str) -> Random:
        return Random(f"{seed} {part}")

    first_on = date(today.year - YEARS, today.month, 1)
    people = planned_people(random("people"), first_on=first_on, today=today)
    customers = planned_customers(random("customers"))
    contacts = planned_contacts(random("contacts"), customers)
    sales = planned_sales(random("sales"), customers, first_on=first_on, today=today)
    return Company(
        name=NAME,
        domain=DOMAIN,
        organisation_number=organisation_number(random("organisation")),
        first_on=first_on,
        today=today,
        people=people,
        customers=customers,
        contacts=contacts,
        sales=sales,
        delivery=planned_delivery(
            random("delivery"), people, sales, first_on=first_on, today=today
        ),
        activities=planned_activities(
            random("activities"), customers, contacts, sales.cases, first_on=first_on, today=today
        ),
        notes=planned_notes(random("notes"), customers),
    )
