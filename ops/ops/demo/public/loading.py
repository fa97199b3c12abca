"""Loads a public data set into an organisation of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ops.demo.calls import Services
from ops.demo.public.accounts import CURRENCY, load_accounts
from ops.demo.public.opportunities import Loaded, load_opportunities
from ops.demo.public.people import load_people
from ops.demo.public.products import load_products
from ops.demo.public.reports import Report
from ops.demo.public.tables import DataSet, read_folder
from ops.demo.signing_up import Founded, Wish, found, sign_in

ORGANISATION = Wish(
    name="Public data set",
    domain="opportunities.example",
    administrator="Data set administrator",
    currency=CURRENCY,
    time_zone="Etc/UTC",
    locale="en",
)
DECISIONS = (
    "An opportunity without an account becomes no case: pipeline, forecast and sales cover the",
    "  opportunities that name one.",
    "An open opportunity has no value in the file; it is expected to bring its product's list",
    "  price.  What was won or lost keeps the value of the file, 0 included.",
    "An open opportunity is expected to be decided as long after it began as those that were",
    "  decided usually took; the files name no day.",
    "An opportunity without an engage date counts as received on the last day in the files.",
    "Probability: Prospecting 20 %, Engaging 50 %; the files do not say.",
)


def load_data_set(services: Services, url: str, folder: Path) -> tuple[Founded, Report]:
    """
    Sign up a new organisation and load the folder into it.

    Raises:
        Fault: Files that cannot be read, before anything is made.
    """
    data = read_folder(folder)
    founded = found(url, ORGANISATION)
    calls = sign_in(services, email=founded.email, password=founded.password)
    report = Report(decisions=list(DECISIONS))
    people = load_people(calls, data.agents, domain=founded.domain, password=founded.password)
    catalogue = load_products(calls, data.products, valid_from=_first_on(data))
    customers = load_accounts(calls, data.accounts, report)
    known = Loaded(customers=customers, people=people, catalogue=catalogue)
    cases = load_opportunities(calls, data, known, report)
    report.read = {
        "accounts.csv": len(data.accounts),
        "products.csv": len(data.products),
        "sales_teams.csv": len(data.agents),
        "sales_pipeline.csv": len(data.opportunities),
    }
    report.loaded = {
        "customers": len(customers),
        "products": len(catalogue.ids),
        "units": len(people.units),
        "users": len(people.users),
        "sales cases": cases,
    }
    return founded, report


def _first_on(data: DataSet) -> date:
    days = [row.engaged_on for row in data.opportunities if row.engaged_on]
    return min(days, default=data.last_on)
