"""Expenses: money spent for a project."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.kernel.records import Record

from projects.domain.errors import Billed, ProjectInvalid


@dataclass(eq=False, kw_only=True)
class Expense(Record):
    """
    A cost of a project; a billable one is passed on to the customer at the same amount.

    ``vat_bp`` is what the customer pays on top.  ``allocated_minor`` is what has been billed.
    """

    project_id: UUID
    spent_on: date
    description: str
    currency: str
    amount_minor: int
    vat_bp: int = 2500
    billable: bool = False
    user_id: UUID | None = None
    unit_id: UUID | None = None
    customer_id: UUID | None = None
    external_ref: str | None = None
    allocated_minor: int = 0

    def check(self) -> None:
        """
        Check the fields.

        Raises:
            ProjectInvalid: Naming the field at fault.
        """
        if not self.description.strip() or len(self.description) > 1000:
            raise ProjectInvalid("/description", "must have 1 to 1000 characters")
        if self.amount_minor <= 0:
            raise ProjectInvalid("/amount", "must be more than zero")
        if not 0 <= self.vat_bp <= 10_000:
            raise ProjectInvalid("/vat_percent", "must be between 0 and 100")

    def must_not_be_billed(self) -> None:
        """
        Stop when an invoice holds some of it.

        Raises:
            Billed: It does.
        """
        if self.allocated_minor:
            raise Billed("expense")
