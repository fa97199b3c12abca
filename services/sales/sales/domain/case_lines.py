"""What a customer may buy in a case, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from shared.kernel.errors import FieldError
from shared.kernel.money import Money, total
from shared.kernel.records import Child

from sales.domain.errors import CaseInvalid

LARGEST_QUANTITY = Decimal(1_000_000)
MOST_LINES = 200
_LONGEST_DESCRIPTION = 500  # characters


@dataclass(eq=False, kw_only=True)
class CaseLine(Child):
    """
    One line of a case.  ``product_id`` is quoting's.

    Units: ``quantity`` in the product's own unit, at most four decimals.
    """

    case_id: UUID | None = None
    position: int
    product_id: UUID | None = None
    description: str
    quantity: Decimal
    unit_price: Money

    @property
    def amount(self) -> Money:
        """Quantity × price, rounded half up once."""
        return self.unit_price.times(self.quantity)


def check_lines(lines: Sequence[CaseLine]) -> None:
    """
    Refuse lines that cannot be added up.

    Raises:
        CaseInvalid: With a pointer to each line at fault.
    """
    errors = []
    if len(lines) > MOST_LINES:
        errors.append(FieldError("/lines", "too_many", f"at most {MOST_LINES}"))
    for number, line in enumerate(lines):
        errors += _faults(line, f"/lines/{number}", currency=lines[0].unit_price.currency)
    if errors:
        raise CaseInvalid(errors)


def _faults(line: CaseLine, where: str, *, currency: str) -> list[FieldError]:
    errors = []
    if not 0 < line.quantity <= LARGEST_QUANTITY:
        errors.append(FieldError(f"{where}/quantity", "out_of_range", "above 0, to 1000000"))
    elif line.quantity != round(line.quantity, 4):
        errors.append(FieldError(f"{where}/quantity", "invalid", "at most four decimals"))
    if line.unit_price.amount_minor < 0:
        errors.append(FieldError(f"{where}/unit_price", "out_of_range", "not negative"))
    if line.unit_price.currency != currency:
        errors.append(FieldError(f"{where}/unit_price", "currency", "one currency per case"))
    if not line.description.strip() or len(line.description) > _LONGEST_DESCRIPTION:
        message = f"1 to {_LONGEST_DESCRIPTION} characters"
        errors.append(FieldError(f"{where}/description", "invalid", message))
    return errors


def value_of(lines: Sequence[CaseLine], currency: str) -> Money:
    """The sum of the lines, each rounded by itself; zero of *currency* without lines."""
    return total(
        [line.amount for line in lines], lines[0].unit_price.currency if lines else currency
    )
