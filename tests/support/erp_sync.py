"""Builders for erp_sync: what crm tells, and connections to systems that are there."""

from typing import Any

from shared.contracts.crm.events import AddressState, CustomerCreatedV1, CustomerUpdatedV1
from shared.kernel.context import Caller
from shared.kernel.ids import new_id
from support.messages import Broker
from support.tryton import PASSWORD, USER, TrytonServer

INBOX = "erp_sync.inbox"


def a_number() -> str:
    """A customer number no other test has."""
    return f"C{new_id().hex[-10:]}"


def an_organisation_number() -> str:
    """A valid Norwegian organisation number (modulus 11) no other test has."""
    while True:
        digits = f"9{new_id().int % 10_000_000:07d}"
        weighted = sum(int(d) * w for d, w in zip(digits, (3, 2, 7, 6, 5, 4, 3, 2), strict=True))
        check = -weighted % 11
        if check < 10:
            return f"{digits}{check}"


def a_customer(**changes: Any) -> CustomerCreatedV1:
    """A new customer as crm announces it."""
    facts: dict[str, Any] = {
        "customer_id": new_id(),
        "version": 1,
        "name": "Fjord Eksempel AS",
        "customer_no": a_number(),
        "kinds": ["customer"],
        "email": "faktura@example.no",
        "addresses": [
            AddressState(kind="visiting", street="Elsewhere 9", city="Molde"),
            AddressState(
                kind="invoice", street="Storgata 1", postal_code="0155", city="Oslo", country="NO"
            ),
        ],
    }
    return CustomerCreatedV1(**{**facts, **changes})


def changed(customer: CustomerCreatedV1, version: int, **changes: Any) -> CustomerUpdatedV1:
    """The same customer some versions later."""
    facts = {name: getattr(customer, name) for name in customer.__struct_fields__}
    return CustomerUpdatedV1(**{**facts, "version": version, **changes})


def tryton_fields(tryton: TrytonServer, **changes: Any) -> dict[str, Any]:
    """What a connection to the test's Tryton needs."""
    fields = {
        "kind": "tryton",
        "name": "Tryton",
        "url": tryton.url,
        "database": tryton.database,
        "username": USER,
        "password": PASSWORD,
    }
    return {**fields, **changes}


class Crm:
    """Says what crm would say."""

    def __init__(self, broker: Broker, org: Caller) -> None:
        self._broker, self._org = broker, org

    def tells(self, fact: Any) -> None:
        self._broker.tell(INBOX, fact, organisation_id=self._org.organisation_id)
