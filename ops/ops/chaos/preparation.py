"""What has to be there before anything is killed: an organisation, customers, quotes, an ERP."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from ops.chaos.load import Owned, Ready, Share, named
from ops.http import Client, log_in, sign_up

ORDERED_ON = "2199-12-31"
HOURLY_PRICE = {"amount": "1450.00", "currency": "NOK"}


@dataclass(frozen=True)
class Size:
    """How much is prepared; customers and quotes are for each thread."""

    threads: int = 6
    customers: int = 6
    quotes: int = 12


@dataclass(frozen=True)
class Prepared:
    """The organisation the load works in."""

    organisation_id: str
    connection_id: str
    token: str = field(repr=False)
    renew: Callable[[], str] = field(repr=False)
    shares: tuple[Share, ...]


def prepare(url: str, size: Size) -> Prepared:
    """Sign up and create what each thread of the load will own."""
    email, password = f"chaos-{uuid.uuid4().hex[:12]}@example.com", uuid.uuid4().hex
    renew = partial(log_in, url, email=email, password=password)
    client = Client(url)
    client.token = sign_up(url, name="Kaos AS", email=email, password=password)
    me = client.must("GET", "/auth/me")
    drop = {"kind": "file", "name": "Fildropp", "customer_kinds": ["customer", "prospect"]}
    connection = client.must("POST", "/erp/connections", drop)
    if connection["status"] != "active":
        client.must("POST", f"/erp/connections/{connection['id']}/test")
    shares = tuple(_share(client, number, size) for number in range(size.threads))
    client.close()
    return Prepared(
        organisation_id=me["organisation_id"],
        connection_id=connection["id"],
        token=client.token,
        renew=renew,
        shares=shares,
    )


def _share(client: Client, number: int, size: Size) -> Share:
    labels = [f"Kunde {number}-{each}" for each in range(size.customers)]
    customers = [_customer(client, label) for label in labels]
    quotes = [
        _quote(client, customers[each % len(customers)], name=f"Sak {number}-{each}")
        for each in range(size.quotes)
    ]
    return Share(number, customers, quotes)


def _customer(client: Client, label: str) -> Owned:
    made = client.must("POST", "/customers", {"name": named(label, 1), "employees": 1})
    return Owned(made["id"], label, 1, int(made["version"]))


def _quote(client: Client, customer: Owned, *, name: str) -> Ready:
    wanted = {"name": name, "customer_id": customer.id, "expected_order_date": ORDERED_ON}
    case = client.must("POST", "/sales-cases", wanted)
    line: dict[str, Any] = {
        "kind": "hours",
        "description": "Rådgivning",
        "quantity": "10",
        "unit": "hour",
        "unit_price": HOURLY_PRICE,
    }
    offer = {"sales_case_id": case["id"], "title": name, "lines": [line], "valid_until": ORDERED_ON}
    quote = client.must("POST", "/quotes", offer)
    client.must("POST", f"/quotes/{quote['id']}/send")
    return Ready(quote["id"], case["id"])
