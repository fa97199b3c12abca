"""Shares of a whole: basis points, and splitting a total so that the parts add up."""

from collections.abc import Sequence
from decimal import Decimal

from shared.kernel.errors import Invalid
from shared.kernel.money import round_half_up

WHOLE_BP = 10_000


def share_bp(part: int, whole: int) -> int | None:
    """Return part of whole in basis points, rounded half up; None when the whole is zero."""
    if whole == 0:
        return None
    return round_half_up(Decimal(part) * WHOLE_BP / Decimal(whole))


def percent_text(basis_points: int) -> str:
    """Write basis points as percent with two decimals: 3224 → ``"32.24"``."""
    return f"{Decimal(basis_points) / 100:.2f}"


def split(total: int, weights: Sequence[int]) -> list[int]:
    """
    Split *total* in proportion to *weights* so that the parts add up exactly.

    Largest remainder; the earlier part first on a tie.

    Raises:
        Invalid: No weight is positive, and there is something to split.
    """
    whole = sum(weights)
    if whole <= 0:
        if total == 0:
            return [0] * len(weights)
        raise Invalid("There is nothing to split by.", code="platform.no_weights")
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda n: (-(total * weights[n] % whole), n))
    for n in by_remainder[: total - sum(parts)]:
        parts[n] += 1
    return parts
