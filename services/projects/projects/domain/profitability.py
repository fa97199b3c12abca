"""Profitability: what a customer or a project really leaves (one definition for every page)."""

from dataclasses import dataclass, fields
from decimal import Decimal

from shared.kernel.money import round_half_up
from shared.kernel.shares import WHOLE_BP, share_bp

TARGET_MARGIN_BP = 4000


@dataclass(frozen=True, kw_only=True)
class Figures:
    """
    Sums from the ledgers for one customer, project or everything.

    Units: minor units of the base currency and whole minutes.
    ``labour_minor`` is all time at the rates frozen on its entries: billable, not billable and
    before the sale (``presales_minor``, a part of it).
    """

    revenue_minor: int = 0
    expenses_minor: int = 0
    labour_minor: int = 0
    billable_labour_minor: int = 0
    presales_minor: int = 0
    accrued_minor: int = 0
    accrued_without_price_minutes: int = 0
    unbilled_fixed_minor: int = 0
    minutes: int = 0
    billable_minutes: int = 0
    presales_minutes: int = 0
    cost_missing_minutes: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            **{
                each.name: getattr(self, each.name) + getattr(other, each.name)
                for each in fields(Figures)
            }
        )

    @property
    def nonbillable_minutes(self) -> int:
        """Time on projects that nobody pays for."""
        return self.minutes - self.billable_minutes - self.presales_minutes

    @property
    def contribution_minor(self) -> int:
        """Revenue less expenses and labour."""
        return self.revenue_minor - self.expenses_minor - self.labour_minor

    @property
    def margin_bp(self) -> int | None:
        """Contribution in basis points of revenue; None without revenue."""
        return share_bp(self.contribution_minor, self.revenue_minor)

    @property
    def billed_labour_margin_bp(self) -> int | None:
        """The margin other systems show: as if only billable time cost anything."""
        left = self.revenue_minor - self.expenses_minor - self.billable_labour_minor
        return share_bp(left, self.revenue_minor)

    @property
    def contribution_per_hour_minor(self) -> int | None:
        """Contribution for each hour worked; None without hours."""
        if not self.minutes:
            return None
        return round_half_up(Decimal(self.contribution_minor * 60) / self.minutes)

    def price_change_bp(self, target_bp: int) -> int | None:
        """
        By how much prices must change to reach a margin.

        ``cost / (1 − target) / revenue − 1``; None without revenue or for a target of all.
        """
        if self.revenue_minor <= 0 or target_bp >= WHOLE_BP:
            return None
        cost = self.expenses_minor + self.labour_minor
        needed = Decimal(cost) * WHOLE_BP / (WHOLE_BP - target_bp)
        return round_half_up((needed / self.revenue_minor - 1) * WHOLE_BP)
