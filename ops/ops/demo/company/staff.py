"""The made-up company's units and people, with what an hour of theirs costs and sells for."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from ops.demo.company.words import FAMILY, GIVEN

PAY_RISE = 1.042
_PLAIN = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "é": "e"})


@dataclass(frozen=True)
class Unit:
    """A business unit; ``above`` is the code of the unit over it, None directly under the top."""

    code: str
    name: str
    above: str | None
    manager: str


@dataclass(frozen=True)
class Contract:
    """How much somebody works and costs from a day on; ``cost_kr`` is NOK an hour."""

    valid_from: date
    valid_to: date | None
    cost_kr: int
    minutes_a_day: int


@dataclass(frozen=True, kw_only=True)
class Person:
    """
    Somebody who works there.

    Args:
        hourly_kr: What customers pay for an hour; None for those who bill nothing.
        billable_share: How much of a usual week is work for customers, 0 to 1.
    """

    key: str
    name: str
    mailbox: str
    title: str
    unit: str
    roles: tuple[str, ...]
    supervisor: str | None
    hourly_kr: int | None
    billable_share: float
    contracts: tuple[Contract, ...]


UNITS = (
    Unit("100", "Rådgivning", None, "pm1"),
    Unit("110", "Strategi og ledelse", "100", "pm1"),
    Unit("120", "Prosess og virksomhet", "100", "pm2"),
    Unit("200", "Teknologi", None, "resources"),
    Unit("210", "Utvikling", "200", "pm3"),
    Unit("220", "Data og analyse", "200", "resources"),
    Unit("300", "Salg og marked", None, "sm1"),
    Unit("310", "Nye kunder", "300", "sm1"),
    Unit("320", "Nøkkelkunder", "300", "sm2"),
    Unit("400", "Fellestjenester", None, "ceo"),
)
# Key, title, unit, role, supervisor, price of an hour, share of work for customers, cost.
_POSTS = (
    ("ceo", "Administrerende direktør", "400", "management", None, None, 0.0, 940),
    ("sm1", "Salgssjef", "310", "sales_manager", "ceo", None, 0.0, 720),
    ("sm2", "Leder nøkkelkunder", "320", "sales_manager", "ceo", None, 0.0, 730),
    ("s1", "Selger", "310", "sales", "sm1", None, 0.0, 560),
    ("s2", "Selger", "310", "sales", "sm1", None, 0.0, 545),
    ("am1", "Kundeansvarlig", "320", "account_manager", "sm2", 1690, 0.4, 640),
    ("am2", "Kundeansvarlig", "320", "account_manager", "sm2", 1650, 0.4, 620),
    ("pm1", "Prosjektleder", "110", "project_manager", "ceo", 1850, 0.8, 710),
    ("pm2", "Prosjektleder", "120", "project_manager", "pm1", 1790, 0.8, 680),
    ("pm3", "Prosjektleder", "210", "project_manager", "resources", 1820, 0.8, 690),
    ("resources", "Leder teknologi", "220", "resource_manager", "ceo", 1850, 0.4, 760),
    ("c1", "Seniorrådgiver", "110", "consultant", "pm1", 1750, 0.92, 640),
    ("c2", "Rådgiver", "110", "consultant", "pm1", 1450, 0.92, 520),
    ("c3", "Rådgiver", "120", "consultant", "pm2", 1450, 0.92, 505),
    ("c4", "Seniorutvikler", "210", "consultant", "pm3", 1690, 0.95, 610),
    ("c5", "Utvikler", "210", "consultant", "pm3", 1420, 0.95, 485),
    ("c6", "Dataingeniør", "220", "consultant", "resources", 1650, 0.92, 575),
    ("c7", "Seniorrådgiver", "120", "consultant", "pm2", 1750, 0.92, 630),
    ("c8", "Utvikler", "210", "consultant", "pm3", 1420, 0.95, 470),
    ("finance", "Økonomisjef", "400", "finance", "ceo", None, 0.0, 640),
    ("marketing", "Markedsansvarlig", "300", "marketing", "sm1", None, 0.0, 550),
    ("service", "Kundestøtte", "400", "customer_service", "ceo", None, 0.0, 440),
    ("auditor", "Controller", "400", "auditor", "finance", None, 0.0, 590),
    ("partner", "Innleid arkitekt", "220", "external_partner", "resources", 1950, 0.9, 1150),
)
ADMINISTRATOR_POST = ("admin", "Systemansvarlig", "400", "administrator", None, None, 0.0, 640)


def planned_people(random: Random, *, first_on: date, today: date) -> tuple[Person, ...]:
    """Twenty-five people, the administrator first; supervisors before those they supervise."""
    names = _names(random, len(_POSTS) + 1)
    posts = (ADMINISTRATOR_POST, *_POSTS)
    people = []
    for name, post in zip(names, posts, strict=True):
        key, title, unit, role, supervisor, hourly_kr, share, cost_kr = post
        people.append(
            Person(
                key=key,
                name=name,
                mailbox="demo" if key == "admin" else mailbox_of(name),
                title=title,
                unit=unit,
                roles=(role, "project_manager") if key == "resources" else (role,),
                supervisor=supervisor,
                hourly_kr=hourly_kr,
                billable_share=share,
                contracts=_contracts(cost_kr, first_on=first_on, today=today),
            )
        )
    return tuple(people)


def mailbox_of(name: str) -> str:
    """The part of an address before the @: given.family in plain letters."""
    return re.sub(r"[^a-z]+", ".", name.casefold().translate(_PLAIN)).strip(".")


def _names(random: Random, count: int) -> list[str]:
    given, family = random.sample(GIVEN, count), random.sample(FAMILY, count)
    names = [f"{first} {last}" for first, last in zip(given, family, strict=True)]
    assert max(Counter(mailbox_of(name) for name in names).values()) == 1
    return names


def _contracts(cost_kr: int, *, first_on: date, today: date) -> tuple[Contract, ...]:
    """One contract a year: pay rises every first of May."""
    starts = [first_on, *(date(year, 5, 1) for year in range(first_on.year, today.year + 1))]
    starts = sorted({day for day in starts if first_on <= day <= today})
    ends = [day - timedelta(days=1) for day in starts[1:]]
    return tuple(
        Contract(start, end, round(cost_kr * PAY_RISE**number), 450)
        for number, (start, end) in enumerate(zip(starts, [*ends, None], strict=True))
    )
