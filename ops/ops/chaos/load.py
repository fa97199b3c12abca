"""The load: threads that change customers and accept quotes while parts of the platform die."""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ops.chaos.ledger import Ledger
from ops.chaos.patience import OutOfTime, Patient
from ops.http import Client

UPDATE_SHARE, CREATE_SHARE = 0.85, 0.05


@dataclass
class Owned:
    """A customer only one thread writes to: what the platform last said about it."""

    id: str
    label: str
    number: int
    version: int


@dataclass(frozen=True)
class Ready:
    """A quote that was sent and waits for the customer's yes."""

    quote_id: str
    sales_case_id: str


@dataclass
class Share:
    """What one thread works with."""

    number: int
    customers: list[Owned]
    quotes: list[Ready]


@dataclass(frozen=True)
class Access:
    """How to reach the platform, and until when a request is repeated."""

    url: str
    token: str = field(repr=False)
    renew: Callable[[], str] = field(repr=False)
    give_up_at: float


def drive(
    shares: Iterable[Share], access: Access, *, folder: Path, seed: int, until: float
) -> list[threading.Thread]:
    """Start one thread for each share; they begin nothing new after *until* (monotonic)."""
    threads = [
        threading.Thread(
            target=Driver(share, access, seed=seed, folder=folder).run,
            args=(until,),
            name=f"load {share.number}",
            daemon=True,
        )
        for share in shares
    ]
    for thread in threads:
        thread.start()
    return threads


class Driver:
    """One thread of the load."""

    def __init__(self, share: Share, access: Access, *, seed: int, folder: Path) -> None:
        self._share = share
        self._random = random.Random(f"{seed} {share.number}")
        self._ledger = Ledger(folder, name=f"load-{share.number}")
        client = Client(access.url, token=access.token, timeout_seconds=15.0)
        self._requests = Patient(client, renew=access.renew, until=access.give_up_at)
        self._made = 0

    def run(self, until: float) -> None:
        """Work until the time is up; the last request is settled, whatever it takes."""
        with self._ledger:
            for customer in self._share.customers:
                self._ledger.intent(
                    f"prepared-{customer.id}",
                    op="prepared",
                    customer=customer.id,
                    label=customer.label,
                    n=customer.number,
                    version=customer.version,
                )
            try:
                while time.monotonic() < until:
                    self._one()
            except OutOfTime:
                return

    def _one(self) -> None:
        luck = self._random.random()
        if luck < UPDATE_SHARE or (luck > UPDATE_SHARE + CREATE_SHARE and not self._share.quotes):
            self._update(self._random.choice(self._share.customers))
        elif luck < UPDATE_SHARE + CREATE_SHARE:
            self._create()
        else:
            self._accept(self._share.quotes.pop())

    def _update(self, customer: Owned) -> None:
        number, key = customer.number + 1, str(uuid.uuid4())
        body = {"employees": number, "name": named(customer.label, number)}
        self._ledger.intent(
            key, op="update", customer=customer.id, n=number, version=customer.version
        )
        path = f"/customers/{customer.id}"
        settled = self._requests.settle("PATCH", path, body, key=key, version=customer.version)
        found = settled.answer.json() or {}
        version = found.get("version") if settled.answer.is_ok else None
        self._ledger.result(
            key,
            status=settled.answer.status,
            tries=settled.tries,
            version=version,
            code=found.get("code"),
        )
        if settled.answer.is_ok:
            customer.number, customer.version = number, int(found["version"])
        else:
            self._read_again(customer)

    def _read_again(self, customer: Owned) -> None:
        """A refused update: go on from what the customer is now, so that the run tests more."""
        answer = self._requests.settle("GET", f"/customers/{customer.id}").answer
        if not answer.is_ok:
            self._share.customers.remove(customer)
            return
        found = answer.json()
        customer.number, customer.version = int(found["employees"]), int(found["version"])

    def _create(self) -> None:
        self._made += 1
        label = f"Ny {self._share.number}-{self._made}"
        key = str(uuid.uuid4())
        self._ledger.intent(key, op="create", label=label, n=1)
        body = {"name": named(label, 1), "employees": 1}
        settled = self._requests.settle("POST", "/customers", body, key=key)
        found = settled.answer.json() or {}
        made = found if settled.answer.is_ok else {}
        self._ledger.result(
            key,
            status=settled.answer.status,
            tries=settled.tries,
            customer=made.get("id"),
            version=made.get("version"),
            code=found.get("code"),
        )
        if made:
            self._share.customers.append(Owned(made["id"], label, 1, int(made["version"])))

    def _accept(self, quote: Ready) -> None:
        key = str(uuid.uuid4())
        self._ledger.intent(key, op="accept", quote=quote.quote_id, case=quote.sales_case_id)
        path = f"/quotes/{quote.quote_id}/accept"
        settled = self._requests.settle("POST", path, {}, key=key)
        found = settled.answer.json() or {}
        self._ledger.result(
            key, status=settled.answer.status, tries=settled.tries, code=found.get("code")
        )


def named(label: str, number: int) -> str:
    """Return a customer's name after its *number*-th change; the ERP is sent names."""
    return f"{label} nr. {number}"
