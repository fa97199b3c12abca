"""How an organisation sells: processes, and the stages a case passes through."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from shared.kernel.errors import FieldError
from shared.kernel.ids import new_id
from shared.kernel.records import Child, Record

from sales.domain.errors import ProcessInvalid, StageUnfit
from sales.domain.lead_sources import LONGEST_NAME, name_errors

LARGEST_PROCESS = 50  # stages, retired ones included
# Fields of a case that a stage may ask for.
REQUIRABLE = (
    "value",
    "contact_id",
    "cost_centre_id",
    "lead_source_id",
    "expected_order_date",
    "expected_start",
    "primary_quote_id",
    "competitor",
    "description",
    "lines",
)


class StageKind(StrEnum):
    """What being in a stage means for a case."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


_FIXED_BP = {StageKind.WON: 10_000, StageKind.LOST: 0}


@dataclass(eq=False, kw_only=True)
class Stage(Child):
    """
    One stage of a process.

    Units: ``probability_bp`` in basis points: 100–9900 while open, 10000 won, 0 lost.
    ``position`` is the order, independent of the probability.
    """

    process_id: UUID | None = None
    names: dict[str, str]
    position: int
    kind: StageKind
    probability_bp: int
    entry_requirements: list[str] = field(default_factory=list)
    expected_days: int | None = None
    retired_at: datetime | None = None

    def faults(self, pointer: str) -> list[FieldError]:
        """What is wrong with the stage, for ``SalesProcess.check``."""
        errors = name_errors(self.names, f"{pointer}/names")
        fixed = _FIXED_BP.get(self.kind)
        if fixed is not None and self.probability_bp != fixed:
            message = f"a {self.kind} stage has {fixed // 100} percent"
            errors.append(FieldError(f"{pointer}/probability", "out_of_range", message))
        if fixed is None and not 100 <= self.probability_bp <= 9_900:
            message = "an open stage has 1 to 99 percent"
            errors.append(FieldError(f"{pointer}/probability", "out_of_range", message))
        for name in self.entry_requirements:
            if name not in REQUIRABLE:
                where = f"{pointer}/entry_requirements"
                errors.append(FieldError(where, "unknown", f"{name} cannot be required"))
        if self.expected_days is not None and not 0 <= self.expected_days <= 3_650:
            where = f"{pointer}/expected_days"
            errors.append(FieldError(where, "out_of_range", "must be 0 to 3650"))
        return errors


@dataclass(eq=False, kw_only=True)
class SalesProcess(Record):
    """
    A way of selling.  Retired stages stay, because history names them.
    """

    name: str
    case_kind: str | None = None
    is_default: bool = False
    stages: list[Stage] = field(default_factory=list)

    @property
    def live_stages(self) -> list[Stage]:
        """The stages cases may enter, in order."""
        return sorted(
            (stage for stage in self.stages if stage.retired_at is None),
            key=lambda stage: stage.position,
        )

    def stage(self, stage_id: UUID) -> Stage:
        """
        A stage of this process, retired ones included.

        Raises:
            StageUnfit: It belongs to another process.
        """
        for stage in self.stages:
            if stage.id == stage_id:
                return stage
        raise StageUnfit(stage_id=stage_id, reason="it is not part of the process")

    def live_stage(self, stage_id: UUID, *, kind: StageKind) -> Stage:
        """
        A stage of one kind that cases may enter.

        Raises:
            StageUnfit: Another process's, retired, or of another kind.
        """
        stage = self.stage(stage_id)
        if stage.retired_at is not None:
            raise StageUnfit(stage_id=stage_id, reason="it is retired")
        if stage.kind != kind:
            raise StageUnfit(stage_id=stage_id, reason=f"it is a stage of kind {stage.kind}")
        return stage

    def first(self, kind: StageKind) -> Stage:
        """The first live stage of a kind; every valid process has one."""
        return next(stage for stage in self.live_stages if stage.kind == kind)

    def arrange(self, stages: Sequence[Stage], *, used: Collection[UUID], at: datetime) -> None:
        """
        Make *stages* the live ones, in this order.

        Args:
            used: Stages cases were ever in; when left out they are retired, others removed.
            at: When it happens.
        """
        kept = {stage.id for stage in stages}
        for position, stage in enumerate(stages):
            stage.position = position
            stage.retired_at = None
            if stage not in self.stages:
                self.stages.append(stage)
        for stage in [each for each in self.stages if each.id not in kept]:
            if stage.id not in used:
                self.stages.remove(stage)
            elif stage.retired_at is None:
                stage.retired_at = at

    def check(self) -> None:
        """
        Refuse a process cases could not pass through.

        Raises:
            ProcessInvalid: No name, or not at least one open, one won and one lost stage, or a
                stage with faults.
        """
        errors = []
        if not self.name.strip() or len(self.name) > LONGEST_NAME:
            errors.append(FieldError("/name", "invalid", f"1 to {LONGEST_NAME} characters"))
        live = self.live_stages
        for kind in StageKind:
            if not any(stage.kind == kind for stage in live):
                errors.append(FieldError("/stages", "required", f"needs a stage of kind {kind}"))
        if len(self.stages) > LARGEST_PROCESS:
            errors.append(FieldError("/stages", "too_many", f"at most {LARGEST_PROCESS}"))
        for position, stage in enumerate(live):
            errors += stage.faults(f"/stages/{position}")
        if errors:
            raise ProcessInvalid(errors)


_DEFAULT_STAGES = (
    ("Henvendelse", "Inquiry", StageKind.OPEN, 10, 7),
    ("Kvalifisering", "Qualification", StageKind.OPEN, 25, 14),
    ("Tilbud", "Quote", StageKind.OPEN, 50, 21),
    ("Forhandling", "Negotiation", StageKind.OPEN, 75, 14),
    ("Vunnet", "Won", StageKind.WON, 100, None),
    ("Tapt", "Lost", StageKind.LOST, 0, None),
)


def default_process() -> SalesProcess:
    """The process a new organisation starts with, until it defines its own."""
    stages = [
        Stage(
            id=new_id(),
            names={"nb": nb, "en": en},
            position=position,
            kind=kind,
            probability_bp=percent * 100,
            expected_days=days,
        )
        for position, (nb, en, kind, percent, days) in enumerate(_DEFAULT_STAGES)
    ]
    return SalesProcess(name="Standard salgsprosess", is_default=True, stages=stages)
