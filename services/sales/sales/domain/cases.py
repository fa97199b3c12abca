"""A sales case: one possible sale, from the first word to the decision."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from shared.kernel.errors import FieldError
from shared.kernel.money import Money
from shared.kernel.records import Record

from sales.domain.case_lines import CaseLine, check_lines, value_of
from sales.domain.errors import (
    CaseClosed,
    CaseInvalid,
    StageRequirementsMissing,
)
from sales.domain.processes import Stage

LONGEST_NAME = 200  # characters


class CaseStatus(StrEnum):
    """Where a case stands; derived from its stage, but for cancelled ones."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"
    CANCELLED = "cancelled"


class ValueSource(StrEnum):
    """What the value of a case is taken from."""

    MANUAL = "manual"
    LINES = "lines"
    QUOTE = "quote"


class ProbabilitySource(StrEnum):
    """What the probability of a case is taken from."""

    STAGE = "stage"
    USER = "user"
    DECISION = "decision"


@dataclass(eq=False, kw_only=True)
class SalesCase(Record):
    """
    One possible sale.

    Units: ``probability_bp`` in basis points: 10000 only when won, 0 only when lost or cancelled.
    ``customer_id``, ``contact_id``, ``partner_id`` are crm's, ``salesperson_id``, ``team_ids``,
    ``unit_id``, ``cost_centre_id`` identity's, ``primary_quote_id`` quoting's.
    """

    case_no: str
    name: str
    customer_id: UUID
    salesperson_id: UUID
    process_id: UUID
    stage_id: UUID
    received_on: date
    value: Money
    probability_bp: int
    unit_id: UUID | None = None
    contact_id: UUID | None = None
    partner_id: UUID | None = None
    team_ids: list[UUID] = field(default_factory=list)
    cost_centre_id: UUID | None = None
    status: CaseStatus = CaseStatus.OPEN
    value_source: ValueSource = ValueSource.MANUAL
    probability_source: ProbabilitySource = ProbabilitySource.STAGE
    expected_order_date: date | None = None
    first_expected_order_date: date | None = None
    postponements: int = 0
    expected_start: date | None = None
    lead_source_id: UUID | None = None
    closed_on: date | None = None
    lost_reason_id: UUID | None = None
    lost_comment: str | None = None
    competitor: str | None = None
    primary_quote_id: UUID | None = None
    external_id: str | None = None
    description: str | None = None
    salesperson_touched_at: datetime | None = None
    custom: dict[str, Any] = field(default_factory=dict)
    lines: list[CaseLine] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.status == CaseStatus.OPEN

    def must_be_open(self) -> None:
        """Raises: CaseClosed."""
        if not self.is_open:
            raise CaseClosed(case_id=self.id, status=self.status)

    def check(self) -> None:
        """
        Refuse a case that could not be followed up or counted.

        Raises:
            CaseInvalid: With the fields at fault.
        """
        errors = []
        if not self.name.strip() or len(self.name) > LONGEST_NAME:
            errors.append(FieldError("/name", "invalid", f"1 to {LONGEST_NAME} characters"))
        if self.value.amount_minor < 0:
            errors.append(FieldError("/value", "out_of_range", "not negative"))
        if self.is_open and self.expected_order_date is None:
            message = "an open case has an expected order date"
            errors.append(FieldError("/expected_order_date", "required", message))
        if self.is_open and self.unit_id is None:
            errors.append(FieldError("/unit_id", "required", "an open case belongs to a unit"))
        if len(self.team_ids) > 50:
            errors.append(FieldError("/team_ids", "too_many", "at most 50"))
        if errors:
            raise CaseInvalid(errors)

    def set_value(self, value: Money) -> None:
        """State the value by hand; a line or quote does not move it any more."""
        self.value = value
        self.value_source = ValueSource.MANUAL

    def set_lines(self, lines: Sequence[CaseLine]) -> None:
        """
        Replace the lines; the value follows when it is taken from them.

        Raises:
            CaseInvalid: See ``check_lines``.
        """
        check_lines(lines)
        for position, line in enumerate(lines):
            line.position = position
        self.lines[:] = lines
        if self.value_source == ValueSource.LINES:
            self.value_by_lines()

    def value_by_lines(self) -> None:
        """Take the value from the lines from now on."""
        self.value_source = ValueSource.LINES
        self.value = value_of(self.lines, self.value.currency)

    def value_by_quote(self, net: Money) -> None:
        """Take the value from the primary quote from now on: *net* after discount, before VAT."""
        self.value_source = ValueSource.QUOTE
        self.value = net

    def set_probability(self, percent: int | None, *, stage: Stage) -> None:
        """
        Override the stage's probability, or go back to it with None.

        Raises:
            CaseInvalid: Outside 1–99: certainty is for decided cases.
        """
        if percent is None:
            self.probability_bp = stage.probability_bp
            self.probability_source = ProbabilitySource.STAGE
            return
        if not 1 <= percent <= 99:
            message = "1 to 99 while the case is open"
            raise CaseInvalid([FieldError("/probability", "out_of_range", message)])
        self.probability_bp = percent * 100
        self.probability_source = ProbabilitySource.USER

    def expect_order_on(self, day: date | None) -> None:
        """Change the expected order date; a later one than before is a postponement."""
        if day is not None and self.expected_order_date and day > self.expected_order_date:
            self.postponements += 1
        self.first_expected_order_date = self.first_expected_order_date or day
        self.expected_order_date = day

    def enter(self, stage: Stage) -> None:
        """
        Stand in an open stage; a probability set by the user is kept.

        Raises:
            StageRequirementsMissing: The case lacks fields the stage asks for.
        """
        missing = [name for name in stage.entry_requirements if not self._has(name)]
        if missing:
            raise StageRequirementsMissing(stage_id=stage.id, missing=missing)
        self.stage_id = stage.id
        self.process_id = stage.process_id or self.process_id
        self.status = CaseStatus.OPEN
        if self.probability_source != ProbabilitySource.USER:
            self.set_probability(None, stage=stage)

    def be_certain(self, status: CaseStatus, *, closed_on: date) -> None:
        """Close the case: 100 percent when won, 0 otherwise."""
        self.status = status
        self.probability_bp = 10_000 if status == CaseStatus.WON else 0
        self.probability_source = ProbabilitySource.DECISION
        self.closed_on = closed_on

    def _has(self, name: str) -> bool:
        if name == "value":
            return self.value.amount_minor > 0
        return bool(getattr(self, name))
