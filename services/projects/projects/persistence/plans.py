"""Phases: loading them, and listing those of a project."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from shared.contracts.projects.views import PhaseView
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from shared.persistence.work import Work
from sqlalchemy import and_, select

from projects.application.answers import phase_view
from projects.domain.plans import Phase
from projects.persistence.projects import archived_filter, live, phase_minutes
from projects.persistence.tables import phases

_FIELDS = {
    name: phases.c[name]
    for name in ("name", "parent_id", "start", "end", "estimate_minutes", "created_at")
}
_PHASES = Listing(
    phases,
    filters=_FIELDS,
    sorts=_FIELDS,
    default_sort="created_at",
    search=[phases.c.name],
    special={"archived": archived_filter(phases)},
)


class StoredPlans:
    """The phases of the caller's organisation, inside one unit of work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, phase_id: UUID, *, expected_version: int | None = None) -> Phase:
        """Load a phase; raises NotFound ``projects.phase_unknown``, Conflict."""
        return get_record(
            self._work,
            Phase,
            phase_id,
            unknown="projects.phase_unknown",
            expected_version=expected_version,
        )

    def of_project(self, project_id: UUID) -> dict[UUID, Phase]:
        """Every live phase of a project by id."""
        found = self._work.session.execute(
            select(Phase).where(phases.c.project_id == project_id, phases.c.archived_at.is_(None))
        ).scalars()
        return {each.id: each for each in found}


def list_phases(work: Work, *, project_id: UUID, query: ListQuery) -> Page[PhaseView]:
    """One page of a project's phases; whoever sees the project sees its plan."""
    where = and_(phases.c.project_id == project_id, live(phases, query))
    return _PHASES.page(work, query, where=where, to_views=lambda rows: phase_views(work, rows))


def phase_views(work: Work, rows: Sequence[Any]) -> list[PhaseView]:
    """Phases with the time registered on each."""
    minutes = phase_minutes(work, [row.id for row in rows])
    return [phase_view(row, actual_minutes=minutes.get(row.id, 0)) for row in rows]
