"""Price lists: dated versions that never change once they are published."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from shared.kernel.errors import NotFound
from shared.kernel.records import Child, Record

from quoting.domain.errors import FieldInvalid, VersionOverlaps, VersionPublished
from quoting.domain.products import check_quantity


def is_currency(code: str) -> bool:
    """Whether a code looks like one of ISO 4217."""
    return re.fullmatch("[A-Z]{3}", code) is not None


class VersionStatus(StrEnum):
    """A draft may change; a published version prices quotes until a later one does."""

    DRAFT = "draft"
    PUBLISHED = "published"


@dataclass(eq=False, kw_only=True)
class PriceItem(Child):
    """
    The price of one unit of a product, from a quantity on.

    Units: ``price_minor`` in the price list's currency.
    """

    product_id: UUID
    price_minor: int
    min_quantity: Decimal = Decimal(0)


@dataclass(eq=False, kw_only=True)
class PriceListVersion(Child):
    """The prices valid from a day on."""

    number: int
    valid_from: date
    status: VersionStatus = VersionStatus.DRAFT
    published_at: datetime | None = None
    items: list[PriceItem] = field(default_factory=list)

    def price_of(self, product_id: UUID, quantity: Decimal) -> int | None:
        """The price with the largest quantity step that is reached; None when there is none."""
        reached = [
            item
            for item in self.items
            if item.product_id == product_id and item.min_quantity <= quantity
        ]
        return max(reached, key=lambda item: item.min_quantity).price_minor if reached else None

    def redraft(self, *, valid_from: date, items: Iterable[PriceItem]) -> None:
        """Replace day and prices of a draft.  Raises: VersionPublished, FieldInvalid."""
        if self.status is not VersionStatus.DRAFT:
            raise VersionPublished("A published version never changes.")
        self.valid_from, self.items = valid_from, list(items)
        steps = [(item.product_id, item.min_quantity) for item in self.items]
        if len(set(steps)) != len(steps):
            raise FieldInvalid("/items", "A product has one price from each quantity.")
        for n, item in enumerate(self.items):
            check_quantity(item.min_quantity, f"/items/{n}/min_quantity")
            if item.price_minor < 0:
                raise FieldInvalid(f"/items/{n}/price", "A price is not negative.")


@dataclass(eq=False, kw_only=True)
class PriceList(Record):
    """Prices in one currency, for everybody or for one customer."""

    name: str
    currency: str
    scope: str = "default"
    customer_id: UUID | None = None
    versions: list[PriceListVersion] = field(default_factory=list)

    def check(self) -> None:
        """Refuse a list nobody could use.  Raises: FieldInvalid."""
        if not self.name.strip():
            raise FieldInvalid("/name", "A price list needs a name.")
        if not is_currency(self.currency):
            raise FieldInvalid("/currency", "A currency has three capital letters.")
        if self.scope not in ("default", "customer"):
            raise FieldInvalid("/scope", "must be default or customer")
        if (self.scope == "customer") != (self.customer_id is not None):
            raise FieldInvalid("/customer_id", "A customer's list names the customer.")

    def may_price(self, *, currency: str, customer_id: UUID) -> bool:
        """Whether quotes to a customer in a currency may take their prices from here."""
        theirs = self.customer_id in (None, customer_id)
        return self.currency == currency and theirs and self.archived_at is None

    def valid_on(self, day: date) -> PriceListVersion | None:
        """The published version that prices quotes made on *day*."""
        begun = [
            version
            for version in self.versions
            if version.status is VersionStatus.PUBLISHED and version.valid_from <= day
        ]
        return max(begun, key=lambda version: version.valid_from, default=None)

    def version_named(self, version_id: UUID) -> PriceListVersion:
        """
        One of the versions.

        Raises:
            NotFound: ``quoting.price_list_version_unknown``.
        """
        for version in self.versions:
            if version.id == version_id:
                return version
        raise NotFound(
            "There is no such version.", code="quoting.price_list_version_unknown", id=version_id
        )

    def publish(self, version_id: UUID, *, at: datetime) -> None:
        """
        Make a draft valid; from then on it never changes.

        Raises:
            VersionPublished, VersionOverlaps
        """
        version = self.version_named(version_id)
        if version.status is not VersionStatus.DRAFT:
            raise VersionPublished("The version is published already.")
        for other in self.versions:
            published = other.status is VersionStatus.PUBLISHED
            if published and other.valid_from >= version.valid_from:
                raise VersionOverlaps(
                    f"A version is valid from {other.valid_from} already.",
                    valid_from=other.valid_from,
                )
        version.status, version.published_at = VersionStatus.PUBLISHED, at

    def shown_status(self, version: PriceListVersion, today: date) -> str:
        """Draft, published, or superseded by a later one that has begun."""
        current = self.valid_on(today)
        begun_before = current is not None and version.valid_from < current.valid_from
        if version.status is VersionStatus.PUBLISHED and begun_before:
            return "superseded"
        return version.status.value
