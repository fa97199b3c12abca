"""What the database knows that rows of a file may be about, asked once for a chunk of rows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from shared.capabilities.policy import decide as may

from crm.application.ports import CrmWork
from crm.domain.imports.rows import Row

Record = dict[str, Any]
Index = dict[str, dict[str, list[Record]]]

PLACE_KEYS = ("external_id", "customer_no", "organisation_number", "name")


@dataclass(frozen=True, kw_only=True)
class Known:
    """
    Records that the rows of one chunk may be about.

    Shape: key → value → records; ``customers`` are those that contacts, addresses and activities
    belong to.
    """

    records: Index
    customers: Index = field(default_factory=dict)
    contacts: Index = field(default_factory=dict)

    @classmethod
    def about(cls, work: CrmWork, part: str, rows: Iterable[Row]) -> "Known":
        """Ask the database once for all rows."""
        wanted: dict[str, set[str]] = defaultdict(set)
        places: dict[str, set[str]] = defaultdict(set)
        people: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            for key, value in row.keys.items():
                wanted["name" if key == "parent" else key].add(value)
            for key in PLACE_KEYS:
                if key in row.place:
                    places[key].add(row.place[key])
            if contact := row.more.get("contact"):
                people["email" if "@" in contact else "name"].add(contact)
        customers = work.imports.matches("customers", places) if places else []
        contacts = work.imports.matches("contacts", people) if people else []
        found = work.imports.matches(part, wanted) if part in _ASKED else []
        return cls(
            records=_indexed(found), customers=_indexed(customers), contacts=_indexed(contacts)
        )

    def customer_of(self, work: CrmWork, row: Row) -> Record | None:
        """The one customer a row names that the caller may see, by the first key that finds it."""
        for key in PLACE_KEYS:
            value = row.place.get(key)
            found = self.customers.get(key, {}).get(value, []) if value else []
            seen = [
                each for each in found if may(work.caller, "customer.view", **whose(each)).allowed
            ]
            if len(seen) == 1:
                return seen[0]
        return None


_ASKED = ("customers", "contacts", "activities")


def whose(record: Record) -> dict[str, UUID | None]:
    """Owner and unit of a record, as rights are decided by."""
    return {name: _id(record.get(name)) for name in ("owner_id", "unit_id")}


def differences(pairs: Iterable[tuple[str, Any, Any]]) -> list[dict[str, Any]]:
    """Fields whose (name, old, new) differ, as people read them."""
    return [
        {"field": name, "old": as_text(old), "new": as_text(new)}
        for name, old, new in pairs
        if as_text(old) != as_text(new)
    ]


def as_text(value: Any) -> str | None:
    """A value as it is compared and shown; empty ones are alike."""
    if value is None or value == [] or value == "":
        return None
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _id(value: Any) -> UUID | None:
    return UUID(value) if isinstance(value, str) else value


def _indexed(records: list[Record]) -> Index:
    index: Index = defaultdict(lambda: defaultdict(list))
    for record in records:
        for key, value in record["match"].items():
            for each in value if isinstance(value, list) else [value]:
                if each is not None:
                    index[key][each].append(record)
    return index
