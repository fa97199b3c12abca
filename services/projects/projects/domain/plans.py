"""Plans: the tree of phases of a project."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.kernel.records import Record

from projects.domain.errors import PhaseCycle, PhaseDatesInvalid, ProjectInvalid


@dataclass(eq=False, kw_only=True)
class Phase(Record):
    """A part of a project.  ``start`` and ``end`` are days, both included."""

    project_id: UUID
    name: str
    parent_id: UUID | None = None
    start: date | None = None
    end: date | None = None
    estimate_minutes: int = 0

    def check(self, siblings: Mapping[UUID, "Phase"]) -> None:
        """
        Check the phase against its project's others.

        Args:
            siblings: Every live phase of the project by id.

        Raises:
            ProjectInvalid, PhaseCycle, PhaseDatesInvalid: Which rule it breaks.
        """
        if not self.name.strip() or len(self.name) > 200:
            raise ProjectInvalid("/name", "must have 1 to 200 characters")
        if not 0 <= self.estimate_minutes <= 100_000_000:
            raise ProjectInvalid("/estimate_minutes", "must not be negative")
        if self.start and self.end and self.end < self.start:
            raise PhaseDatesInvalid("A phase cannot end before it starts.")
        self._check_parent(siblings)

    def _check_parent(self, siblings: Mapping[UUID, "Phase"]) -> None:
        above = self.parent_id
        while above is not None:
            if above == self.id:
                raise PhaseCycle
            if above not in siblings:
                raise ProjectInvalid("/parent_id", "the project has no such phase")
            above = siblings[above].parent_id
        if self.parent_id is not None:
            self._check_within(siblings[self.parent_id])

    def _check_within(self, parent: "Phase") -> None:
        starts_early = self.start and parent.start and self.start < parent.start
        ends_late = self.end and parent.end and self.end > parent.end
        if starts_early or ends_late:
            raise PhaseDatesInvalid("A phase must lie within the phase it is part of.")
