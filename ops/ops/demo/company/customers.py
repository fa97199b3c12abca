"""The made-up company's customers and the people it knows there."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from ops.demo.company.organisation_numbers import organisation_number
from ops.demo.company.staff import mailbox_of
from ops.demo.company.words import FAMILY, GIVEN, PLACES, STEMS, STREETS, TITLES, TRADES

CUSTOMERS, CONTACTS = 120, 200
SELLERS = ("s1", "s2", "am1", "am2", "sm1", "sm2")


@dataclass(frozen=True, kw_only=True)
class Customer:
    """A customer or prospect; ``owner`` is a person's key."""

    key: str
    name: str
    domain: str
    organisation_number: str
    kind: str
    is_public: bool
    industry: str
    employees: int
    revenue_kr: int
    segment: str
    rating: str
    owner: str
    street: str
    postal_code: str
    town: str
    county: str
    phone: str
    payment_days: int


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Somebody at a customer."""

    key: str
    customer: str
    given_name: str
    family_name: str
    title: str
    role: str
    email: str
    phone: str
    is_primary: bool


def planned_customers(random: Random) -> tuple[Customer, ...]:
    """A hundred and twenty customers; the last fifth are prospects."""
    names = _names(random)
    return tuple(_customer(random, number, *each) for number, each in enumerate(names))


def planned_contacts(random: Random, customers: tuple[Customer, ...]) -> tuple[Contact, ...]:
    """Two hundred people: somebody at every customer, several at the first ones."""
    contacts = []
    for number in range(CONTACTS):
        customer = customers[number % len(customers)]
        is_primary = number < len(customers)
        given, family = random.choice(GIVEN), random.choice(FAMILY)
        title, role = random.choice(TITLES[:3] if is_primary else TITLES[3:])
        contacts.append(
            Contact(
                key=f"contact{number}",
                customer=customer.key,
                given_name=given,
                family_name=family,
                title=title,
                role=role,
                email=f"{mailbox_of(f'{given} {family}')}@{customer.domain}",
                phone=_phone(random),
                is_primary=is_primary,
            )
        )
    return tuple(contacts)


def _names(random: Random) -> list[tuple[str, str, bool]]:
    """Name, industry and whether it is public; no name twice."""
    possible = [
        (form.format(stem), division, is_public)
        for stem in STEMS
        for division, form, is_public in TRADES
    ]
    return random.sample(possible, CUSTOMERS)


def _customer(random: Random, number: int, name: str, industry: str, is_public: bool) -> Customer:
    postal_code, town, county = random.choice(PLACES)
    employees = round(10 ** random.uniform(0.8, 3.2))
    rating = random.choices("ABCD", (25, 40, 25, 10))[0]
    return Customer(
        key=f"customer{number}",
        name=name,
        domain=f"{mailbox_of(name).replace('.', '-')}.example",
        organisation_number=organisation_number(random),
        kind="prospect" if number >= CUSTOMERS * 4 // 5 else "customer",
        is_public=is_public,
        industry=industry,
        employees=employees,
        revenue_kr=employees * random.randint(900, 2600) * 1000,
        segment="strategic" if number % 10 == 0 else random.choice(("growth", "standard")),
        rating=rating,
        owner=SELLERS[number % len(SELLERS)],
        street=f"{random.choice(STREETS)} {random.randint(1, 120)}",
        postal_code=postal_code,
        town=town,
        county=county,
        phone=_phone(random),
        payment_days=random.choice((14, 14, 30)),
    )


def _phone(random: Random) -> str:
    """A number of the right length that nobody has: none in Norway begins with 10."""
    return f"+4710{random.randint(0, 999_999):06d}"
