"""What the made-up company sells, and at what prices."""

from __future__ import annotations

from dataclasses import dataclass

GROUPS = ("Rådgivning", "Utvikling", "Kurs og opplæring", "Drift og forvaltning")


@dataclass(frozen=True)
class Product:
    """
    A product.

    Args:
        price_kr: Before VAT, for one unit, in the older and in the present version of the list.
    """

    code: str
    nb: str
    en: str
    group: str
    kind: str
    unit: str
    cost_kr: int
    price_kr: tuple[int, int]


PRODUCTS = (
    Product("RAD-J", "Rådgiver", "Consultant", GROUPS[0], "hours", "hour", 640, (1380, 1450)),
    Product("RAD-S", "Seniorrådgiver", "Senior consultant", GROUPS[0], "hours", "hour", 850,
            (1670, 1750)),
    Product("PL", "Prosjektleder", "Project manager", GROUPS[0], "hours", "hour", 900,
            (1760, 1850)),
    Product("ARK", "Løsningsarkitekt", "Solution architect", GROUPS[1], "hours", "hour", 1120,
            (1880, 1950)),
    Product("UTV-J", "Utvikler", "Developer", GROUPS[1], "hours", "hour", 600, (1350, 1420)),
    Product("UTV-S", "Seniorutvikler", "Senior developer", GROUPS[1], "hours", "hour", 800,
            (1600, 1690)),
    Product("DATA", "Dataingeniør", "Data engineer", GROUPS[1], "hours", "hour", 760,
            (1570, 1650)),
    Product("FORP", "Forprosjekt", "Preliminary study", GROUPS[0], "fixed", "piece", 92_000,
            (160_000, 175_000)),
    Product("REV", "Sikkerhetsrevisjon", "Security review", GROUPS[1], "fixed", "piece", 78_000,
            (140_000, 150_000)),
    Product("LEDER", "Lederprogram", "Leadership programme", GROUPS[2], "fixed", "piece", 110_000,
            (195_000, 210_000)),
    Product("KURS-D", "Kursdag", "Day of training", GROUPS[2], "fixed", "day", 14_000,
            (24_000, 25_500)),
    Product("VERK", "Arbeidsverksted", "Workshop", GROUPS[2], "fixed", "piece", 21_000,
            (36_000, 38_000)),
    Product("FORV", "Forvaltning", "Application management", GROUPS[3], "recurring", "month",
            18_000, (29_000, 31_000)),
    Product("OVERV", "Overvåking", "Monitoring", GROUPS[3], "recurring", "month", 4_000,
            (7_900, 8_400)),
    Product("REISE", "Reisetid", "Travelling time", GROUPS[0], "hours", "hour", 560, (790, 820)),
)  # fmt: skip
BY_CODE = {product.code: product for product in PRODUCTS}
FLOOR_PERCENT, TARGET_PERCENT = 25, 40
