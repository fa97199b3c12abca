"""Accounts as customers with their industry, size, country and parent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pycountry

from ops.demo.calls import Calls
from ops.demo.public.matching import Names
from ops.demo.public.people import slug
from ops.demo.public.reports import Report
from ops.demo.public.tables import Account

CURRENCY = "USD"
# What sectors are called, spelt right; a sector that resembles none of them stands as it is.
SECTORS = (
    "construction",
    "education",
    "employment",
    "energy",
    "entertainment",
    "finance",
    "insurance",
    "manufacturing",
    "marketing",
    "medical",
    "public sector",
    "real estate",
    "retail",
    "services",
    "software",
    "technology",
    "telecommunications",
    "transport",
)
# Countries people call by another name than the standard does.
_HABITS = ("Korea",)


def load_accounts(calls: Calls, accounts: list[Account], report: Report) -> dict[str, str]:
    """Register the accounts, parents before children; answers their ids by name."""
    sectors, countries = Names(SECTORS), Names((*_country_names(), *_HABITS))
    industries = _load_industries(calls, accounts, sectors)
    ids: dict[str, str] = {}
    for generation in _generations(accounts, report):
        rows = [
            {"fields": _fields(each, industries, sectors, countries, ids)} for each in generation
        ]
        made = calls.all("crm.create_customer", rows)
        ids |= {customer["name"]: customer["id"] for customer in made}
    report.corrected["industry"] = sectors.corrected
    report.corrected["country"] = countries.corrected
    for each in accounts:
        if each.country and countries.find(each.country) is None:
            report.left_out["accounts.csv", f"country {each.country}: there is none like it"] += 1
    return ids


def _generations(accounts: list[Account], report: Report) -> list[list[Account]]:
    """Accounts in the order they can be registered in; a parent nobody knows is reported."""
    names = {each.name for each in accounts}
    placed: set[str] = set()
    rest, generations = list(accounts), []
    while rest:
        ready = [each for each in rest if each.parent in placed or each.parent not in names]
        if not ready:  # companies that own each other
            ready = rest
        generations.append(ready)
        placed |= {each.name for each in ready}
        rest = [each for each in rest if each.name not in placed]
    for each in accounts:
        if each.parent and each.parent not in names:
            report.left_out["accounts.csv", "parents that are no account themselves"] += 1
    return generations


def _load_industries(calls: Calls, accounts: list[Account], sectors: Names) -> dict[str, str]:
    wanted = sorted({_sector(each, sectors) for each in accounts if each.sector})
    made = calls.all(
        "crm.create_industry",
        (
            {"fields": {"code": slug(name).replace(".", "_"), "name": name.capitalize()}}
            for name in wanted
        ),
    )
    return {name: industry["code"] for name, industry in zip(wanted, made, strict=True)}


def _sector(account: Account, sectors: Names) -> str:
    return sectors.find(account.sector) or account.sector.casefold()


def _fields(
    account: Account,
    industries: dict[str, str],
    sectors: Names,
    countries: Names,
    ids: dict[str, str],
) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "name": account.name,
        "currency": CURRENCY,
        "language": "en",
        "employees": account.employees,
        "founded_year": account.founded_year,
    }
    if account.sector:
        fields["industry_code"] = industries[_sector(account, sectors)]
    if account.revenue_million is not None:
        fields["annual_revenue"] = usd(account.revenue_million * 1_000_000)
    if country := countries.find(account.country):
        fields["addresses"] = [{"kind": "visiting", "country": country, "is_default": True}]
    if account.parent in ids:
        fields["parent_id"] = ids[account.parent]
    return fields


def usd(amount: Decimal) -> dict[str, str]:
    """Money on the wire."""
    return {"amount": str(amount.quantize(Decimal("0.01"))), "currency": CURRENCY}


def _country_names() -> set[str]:
    attributes = ("name", "common_name", "official_name")
    names = {getattr(each, name, None) for each in pycountry.countries for name in attributes}
    return {name for name in names if name}
