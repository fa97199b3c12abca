"""Projects: their life and what was sold."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from shared.kernel.records import Child, Record

from projects.domain.errors import ProjectClosed, ProjectInvalid, TransitionInvalid

MOST_MEMBERS = 200


class ProjectStatus(StrEnum):
    """The life of a project."""

    PLANNED = "planned"
    ACTIVE = "active"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    CLOSED = "closed"


RUNNING = frozenset({ProjectStatus.PLANNED, ProjectStatus.ACTIVE, ProjectStatus.ON_HOLD})

_NEXT = {
    ProjectStatus.PLANNED: RUNNING | {ProjectStatus.COMPLETED, ProjectStatus.CLOSED},
    ProjectStatus.ACTIVE: RUNNING | {ProjectStatus.COMPLETED, ProjectStatus.CLOSED},
    ProjectStatus.ON_HOLD: RUNNING | {ProjectStatus.COMPLETED, ProjectStatus.CLOSED},
    ProjectStatus.COMPLETED: frozenset({ProjectStatus.ACTIVE, ProjectStatus.CLOSED}),
    ProjectStatus.CLOSED: frozenset({ProjectStatus.ACTIVE}),
}


class LineKind(StrEnum):
    """How a contract line is billed."""

    FIXED = "fixed"
    TIME = "time"


def kind_for(unit: str) -> LineKind:
    """Hours are billed as worked; everything else at the amount agreed."""
    return LineKind.TIME if unit == "hour" else LineKind.FIXED


@dataclass(eq=False, kw_only=True)
class ContractLine(Child):
    """
    Something sold.

    Units: ``unit_price_minor`` per ``unit``, an hour for kind time; ``minutes`` is the time sold.
    ``allocated_minor`` is what the ledger has billed of a fixed line.
    """

    project_id: UUID | None = None
    position: int = 0
    kind: LineKind
    description: str
    quantity: Decimal
    unit: str
    unit_price_minor: int
    net_minor: int
    vat_bp: int
    minutes: int = 0
    quote_line_id: UUID | None = None
    product_id: UUID | None = None
    allocated_minor: int = 0


@dataclass(eq=False, kw_only=True)
class Project(Record):
    """
    Work for a customer, or for ourselves when there is none.

    ``member_ids`` are the people who work on it, whatever unit they belong to: they see it.
    """

    project_no: str
    name: str
    currency: str
    description: str | None = None
    customer_id: UUID | None = None
    sales_case_id: UUID | None = None
    quote_id: UUID | None = None
    manager_id: UUID | None = None
    unit_id: UUID | None = None
    status: ProjectStatus = ProjectStatus.PLANNED
    start: date | None = None
    deadline: date | None = None
    planned_minutes: int = 0
    member_ids: list[UUID] = field(default_factory=list)
    custom: dict[str, Any] = field(default_factory=dict)
    contract_lines: list[ContractLine] = field(default_factory=list)

    def move(self, wanted: ProjectStatus) -> None:
        """
        Go to another state; staying is allowed.

        Raises:
            TransitionInvalid: It does not follow from the present one.
        """
        if wanted == self.status:
            return
        if wanted not in _NEXT[ProjectStatus(self.status)]:
            raise TransitionInvalid("project", status=self.status, wanted=wanted)
        self.status = wanted

    def must_be_open(self) -> None:
        """
        Stop when the project takes no more time, cost or invoice.

        Raises:
            ProjectClosed: It does not.
        """
        if self.status == ProjectStatus.CLOSED or self.archived_at is not None:
            raise ProjectClosed

    def add_line(self, line: ContractLine) -> ContractLine:
        """Append a contract line; its position follows the last."""
        line.position = 1 + max((each.position for each in self.contract_lines), default=0)
        self.contract_lines.append(line)
        return line

    def line(self, line_id: UUID) -> ContractLine:
        """
        One contract line.

        Raises:
            ProjectInvalid: The project has no such line.
        """
        for each in self.contract_lines:
            if each.id == line_id:
                return each
        raise ProjectInvalid("/contract_line_id", "the project has no such contract line")

    def line_for_time(self) -> ContractLine | None:
        """The line that time is billed by when the entry names none: the first of kind time."""
        of_time = [each for each in self.contract_lines if each.kind == LineKind.TIME]
        return min(of_time, key=lambda each: each.position, default=None)

    def check(self) -> None:
        """
        Check the fields against each other.

        Raises:
            ProjectInvalid: Naming the field at fault.
        """
        if not self.name.strip() or len(self.name) > 200:
            raise ProjectInvalid("/name", "must have 1 to 200 characters")
        if self.start and self.deadline and self.deadline < self.start:
            raise ProjectInvalid("/deadline", "must not be before start")
        if not 0 <= self.planned_minutes <= 100_000_000:
            raise ProjectInvalid("/planned_minutes", "must not be negative")
        if len(self.member_ids) > MOST_MEMBERS:
            raise ProjectInvalid("/member_ids", f"must be at most {MOST_MEMBERS}")
