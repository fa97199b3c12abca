"""Contact: a person, and his places at customers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from shared.kernel.errors import Invalid, NotFound
from shared.kernel.records import Child, Record

from crm.domain.addresses import plain, read_addresses
from crm.domain.customers import READERS as CUSTOMER_READERS
from crm.domain.errors import AffiliationExists, RecordArchived
from crm.domain.merging.errors import AlreadyMerged
from crm.domain.values.contact_points import email, phone, several
from crm.domain.values.problems import Problems, read_fields
from crm.domain.values.texts import line, tags


@dataclass(eq=False, kw_only=True)
class Affiliation(Child):
    """A place at a customer; ended, never deleted.  One primary contact per customer."""

    contact_id: UUID | None = None
    customer_id: UUID
    role: str | None = None  # the first of roles
    roles: list[str] = field(default_factory=list)
    is_primary: bool = False
    since_on: date | None = None
    until_on: date | None = None

    def take_roles(self, roles: Sequence[str]) -> None:
        """Have these roles, the first of them foremost."""
        self.roles, self.role = list(roles), roles[0] if roles else None

    def end(self, until_on: date) -> None:
        """
        Stand there no longer; it stays in the history.

        Raises:
            Invalid: ``crm.affiliation_backwards``.
        """
        if self.since_on is not None and until_on < self.since_on:
            raise Invalid("it cannot end before it began", code="crm.affiliation_backwards")
        self.until_on, self.is_primary = until_on, False


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place at a customer as somebody wants it."""

    customer_id: UUID
    roles: tuple[str, ...] = ()
    is_primary: bool = False
    since_on: date | None = None


@dataclass(eq=False, kw_only=True)
class Contact(Record):
    """A person.  The first e-mail address and phone number are the preferred ones."""

    external_id: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    title: str | None = None
    language: str | None = None
    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    addresses: list[dict[str, Any]] = field(default_factory=list)  # see addresses.plain
    segment_ids: list[UUID] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    custom: dict[str, Any] = field(default_factory=dict)
    owner_id: UUID | None = None
    unit_id: UUID | None = None
    affiliations: list[Affiliation] = field(default_factory=list)
    merged_into_id: UUID | None = None

    @property
    def name(self) -> str:
        """Given and family name."""
        return " ".join(filter(None, (self.given_name, self.family_name)))

    @property
    def current(self) -> list[Affiliation]:
        """Places that have not ended."""
        return [each for each in self.affiliations if each.until_on is None]

    def change(self, values: dict[str, Any]) -> None:
        """
        Set what ``read_contact`` read.

        Raises:
            RecordArchived: The contact is put away.
        """
        self.refuse_when_archived()
        values = dict(values)
        for name, value in values.items():
            if getattr(self, name) != value:
                setattr(self, name, value)

    def place(self, wanted: list[Place], *, today: date) -> None:
        """Make the current places those *wanted*; others end today."""
        for each in self.current:
            if each.customer_id not in {place.customer_id for place in wanted}:
                each.until_on, each.is_primary = today, False
        present = {each.customer_id: each for each in self.current}
        for place in wanted:
            if place.customer_id in present:
                affiliation = present[place.customer_id]
                affiliation.take_roles(place.roles)
                affiliation.is_primary = place.is_primary
            else:
                self.add_place(place, today=today)

    def add_place(self, place: Place, *, today: date) -> Affiliation:
        """
        Begin a place today.

        Raises:
            AffiliationExists: There is one that has not ended.
        """
        if any(each.customer_id == place.customer_id for each in self.current):
            raise AffiliationExists(place.customer_id)
        affiliation = Affiliation(
            customer_id=place.customer_id,
            is_primary=place.is_primary,
            since_on=place.since_on or today,
        )
        affiliation.take_roles(place.roles)
        self.affiliations.append(affiliation)
        return affiliation

    def affiliation(self, affiliation_id: UUID) -> Affiliation:
        """
        One of the contact's places.

        Raises:
            NotFound: ``crm.affiliation_unknown``.
        """
        for each in self.affiliations:
            if each.id == affiliation_id:
                return each
        raise NotFound(
            "There is no such affiliation.", code="crm.affiliation_unknown", id=affiliation_id
        )

    def lose_primary(self, customer_id: UUID) -> None:
        """Another contact becomes the customer's primary one."""
        for each in self.current:
            if each.customer_id == customer_id:
                each.is_primary = False

    def archive(self, now: datetime) -> None:
        """Put away; doing it twice is not an error."""
        if self.archived_at is None:
            self.archived_at = now

    def restore(self) -> None:
        """
        Take back; other contacts may have become primary meanwhile.

        Raises:
            AlreadyMerged: The contact is part of another.
        """
        if self.merged_into_id is not None:
            raise AlreadyMerged("contact", self.id, into_id=self.merged_into_id)
        self.archived_at = None
        for each in self.affiliations:
            each.is_primary = False

    def refuse_when_archived(self) -> None:
        if self.archived_at is not None:
            raise RecordArchived("contact", self.id)


READERS: dict[str, Callable[[Any], Any]] = {
    "external_id": line(100),
    "given_name": line(100),
    "family_name": line(100),
    "title": line(100),
    "language": CUSTOMER_READERS["language"],
    "emails": several(email),
    "phones": several(phone),
    "segments": CUSTOMER_READERS["segments"],
    "tags": tags,
}


def read_contact(given: dict[str, Any], problems: Problems) -> dict[str, Any]:
    """Turn what a caller gave into attributes of ``Contact``, noting every problem."""
    values = read_fields(given, READERS, problems)
    if "addresses" in given:
        values["addresses"] = plain(read_addresses(given["addresses"] or [], problems))
    if "segments" in values:
        values["segment_ids"] = values.pop("segments")
    return values


def refuse_nameless(given_name: str | None, family_name: str | None, problems: Problems) -> None:
    """A contact has at least one name."""
    if not given_name and not family_name:
        problems.note("/family_name", "crm.contact_nameless", "a given or family name is needed")
