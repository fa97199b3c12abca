"""
Floors: the lowest margin something may be sold at without an approval.

The most specific rule wins for a line: product, then its group, then the price list, then the
organisation.  Source: beyond.md B2; golden numbers G2.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from shared.kernel.records import Record

from quoting.domain.errors import FieldInvalid


class PolicyLevel(StrEnum):
    """From wide to narrow."""

    ORGANISATION = "organisation"
    PRICE_LIST = "price_list"
    PRODUCT_GROUP = "product_group"
    PRODUCT = "product"


_NARROWEST_FIRST = tuple(reversed(PolicyLevel))


@dataclass(eq=False, kw_only=True)
class MarginPolicy(Record):
    """A floor, and the margin aimed at, from a day on."""

    level: PolicyLevel
    floor_bp: int
    valid_from: date
    target_id: UUID | None = None
    target_bp: int | None = None

    def check(self) -> None:
        """Refuse a floor that cannot be met or names nothing.  Raises: FieldInvalid."""
        if (self.level is PolicyLevel.ORGANISATION) != (self.target_id is None):
            raise FieldInvalid("/target_id", "names what the floor is for, if not everything")
        if not 0 <= self.floor_bp < 10_000:
            raise FieldInvalid("/floor_percent", "must be at least 0 and below 100")
        if self.target_bp is not None and not self.floor_bp <= self.target_bp < 10_000:
            raise FieldInvalid("/target_percent", "must be at least the floor and below 100")


@dataclass(frozen=True)
class Floors:
    """The policies valid on one day."""

    policies: tuple[MarginPolicy, ...]

    @classmethod
    def on(cls, day: date, policies: Iterable[MarginPolicy]) -> "Floors":
        """Keep the latest policy for each target that has begun by *day*."""
        latest: dict[tuple[PolicyLevel, UUID | None], MarginPolicy] = {}
        for policy in sorted(policies, key=lambda each: each.valid_from):
            if policy.valid_from <= day:
                latest[(policy.level, policy.target_id)] = policy
        return cls(tuple(latest.values()))

    def for_line(
        self, *, product_id: UUID | None, group_ids: Iterable[UUID], price_list_id: UUID | None
    ) -> MarginPolicy | None:
        """
        The rule a line must meet.

        Args:
            group_ids: The product's group and those above it, nearest first.
        """
        targets: dict[PolicyLevel, list[UUID | None]] = {
            PolicyLevel.PRODUCT: [product_id],
            PolicyLevel.PRODUCT_GROUP: list(group_ids),
            PolicyLevel.PRICE_LIST: [price_list_id],
        }
        for level in _NARROWEST_FIRST:
            for target in targets.get(level, []):
                if target is not None and (found := self._find(level, target)) is not None:
                    return found
        return self._find(PolicyLevel.ORGANISATION, None)

    def _find(self, level: PolicyLevel, target_id: UUID | None) -> MarginPolicy | None:
        for policy in self.policies:
            if policy.level is level and policy.target_id == target_id:
                return policy
        return None


def floor_price(cost_minor: int, floor_bp: int) -> Decimal:
    """
    The lowest net that keeps the floor: cost / (1 − floor).

    Units: minor units, not rounded, so that lines add up before one rounding.
    """
    return Decimal(cost_minor) * 10_000 / (10_000 - floor_bp)
