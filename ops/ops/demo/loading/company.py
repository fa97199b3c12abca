"""Loads the made-up company, one area after the other."""

from __future__ import annotations

import time
from collections.abc import Callable

from ops.demo.calls import Services
from ops.demo.company.plan import Company
from ops.demo.loading.customers import load_customers
from ops.demo.loading.delivery import load_delivery
from ops.demo.loading.following_up import load_activities, load_connections, load_notes
from ops.demo.loading.invoices import load_invoices
from ops.demo.loading.known import Known
from ops.demo.loading.organisation import load_organisation
from ops.demo.loading.selling import load_selling
from ops.demo.signing_up import Founded, Wish, found, sign_in


def load_company(
    services: Services, url: str, company: Company, *, show: Callable[[str], None]
) -> Founded:
    """
    Sign the company up and load it, as its administrator.

    Raises:
        Fault, PlatformError: A service refused something; what was loaded until then stays.
    """
    wish = Wish(
        name=company.name,
        domain=company.domain,
        administrator=company.people[0].name,
        organisation_number=company.organisation_number,
    )
    founded, known = found(url, wish), Known()
    calls = sign_in(services, email=founded.email, password=founded.password)
    steps: tuple[tuple[str, Callable[[], None]], ...] = (
        ("people", lambda: load_organisation(calls, company, founded, known)),
        ("customers and contacts", lambda: load_customers(calls, company, known)),
        ("sales cases and quotes", lambda: load_selling(calls, company, known)),
        ("projects and time", lambda: load_delivery(calls, company, known)),
        ("invoices", lambda: load_invoices(calls, company, known)),
        ("activities", lambda: load_activities(calls, company, known)),
        ("notes", lambda: load_notes(services, company, founded, known)),
        ("connections", lambda: load_connections(calls)),
    )
    for name, step in steps:
        began = time.monotonic()
        step()
        show(f"  {time.monotonic() - began:5.1f} s  {name}")
    return founded
