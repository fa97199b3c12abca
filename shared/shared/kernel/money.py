"""Money: whole minor units of one currency, and the one rounding rule of the platform."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from shared.kernel.errors import Invalid

# ISO 4217 minor units; every currency not named here has two.
_DECIMALS = {
    **dict.fromkeys(
        [
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ],
        0,
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
}
_PLAIN = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,3})?\Z")  # no exponent, no foreign digits
LARGEST_MINOR = 2**53 - 1  # the largest integer every JSON reader keeps exact


def decimals_of(currency: str) -> int:
    """Number of decimals the currency is written with."""
    return _DECIMALS.get(currency, 2)


def currencies_with(decimals: int) -> list[str]:
    """Currencies written with another number of decimals than two: with 0 or 3 of them."""
    return sorted(code for code, places in _DECIMALS.items() if places == decimals)


def round_half_up(value: Decimal) -> int:
    """Round to a whole number, halves away from zero: 2.5 → 3, −2.5 → −3."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


class Money:
    """
    An amount in one currency.

    Units: ``amount_minor`` is in the currency's minor unit (øre, cents).
    """

    __slots__ = ("amount_minor", "currency")

    amount_minor: int
    currency: str

    def __init__(self, amount_minor: int, currency: str) -> None:
        if not isinstance(amount_minor, int) or isinstance(amount_minor, bool):
            raise TypeError("amount_minor must be an int")
        if abs(amount_minor) > LARGEST_MINOR:
            raise Invalid("The amount is out of range.", code="platform.amount_out_of_range")
        object.__setattr__(self, "amount_minor", amount_minor)
        object.__setattr__(self, "currency", currency)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("Money never changes")

    @classmethod
    def of(cls, amount: str | Decimal, currency: str) -> "Money":
        """
        Read a decimal amount, such as ``"1250.00"``.

        Raises:
            Invalid: Not a number, too many decimals, or out of range.
        """
        try:
            value = Decimal(amount).scaleb(decimals_of(currency))
        except (InvalidOperation, ValueError, TypeError):
            raise Invalid("Not an amount.", code="platform.amount_invalid") from None
        if not value.is_finite() or abs(value) > LARGEST_MINOR or value != int(value):
            raise Invalid(
                f"An amount in {currency} has at most {decimals_of(currency)} decimals.",
                code="platform.amount_invalid",
            )
        return cls(int(value), currency)

    @classmethod
    def zero(cls, currency: str) -> "Money":
        return cls(0, currency)

    @property
    def amount(self) -> str:
        """The amount as text with the currency's own number of decimals."""
        places = decimals_of(self.currency)
        return f"{Decimal(self.amount_minor).scaleb(-places):.{places}f}"

    def times(self, factor: Decimal | int) -> "Money":
        """Multiply and round half up to a whole minor unit."""
        return Money(round_half_up(Decimal(self.amount_minor) * factor), self.currency)

    def to_json(self) -> dict[str, str]:
        return {"amount": self.amount, "currency": self.currency}

    @classmethod
    def from_json(cls, data: Any) -> "Money":
        """Read ``{"amount": "1250.00", "currency": "NOK"}``; anything else is Invalid."""
        if not isinstance(data, dict) or data.keys() != {"amount", "currency"}:
            raise Invalid("Money needs amount and currency.", code="platform.amount_invalid")
        amount, currency = data["amount"], data["currency"]
        if not (isinstance(amount, str) and isinstance(currency, str) and len(currency) == 3):
            raise Invalid("Money needs amount and currency.", code="platform.amount_invalid")
        if not _PLAIN.match(amount):
            raise Invalid("Not an amount as 1250.00.", code="platform.amount_invalid")
        return cls.of(amount, currency)

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise Invalid(
                f"Cannot combine {self.currency} with {other.currency}.",
                code="platform.currencies_differ",
            )

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount_minor + other.amount_minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount_minor - other.amount_minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount_minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.amount_minor < other.amount_minor

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Money)
            and self.amount_minor == other.amount_minor
            and self.currency == other.currency
        )

    def __hash__(self) -> int:
        return hash((self.amount_minor, self.currency))

    def __repr__(self) -> str:
        return f"Money({self.amount_minor}, {self.currency!r})"

    def __composite_values__(self) -> tuple[int, str]:
        """The two columns SQLAlchemy stores a Money in."""
        return self.amount_minor, self.currency


def total(amounts: list[Money], currency: str) -> Money:
    """Add up; zero of *currency* when there is nothing to add."""
    return Money(sum((Money.zero(currency) + each).amount_minor for each in amounts), currency)
