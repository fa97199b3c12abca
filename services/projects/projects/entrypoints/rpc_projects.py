"""Projects and their plan, as others may call them.  Promised in shared.contracts.projects.rpc."""

from uuid import UUID

from shared.contracts.projects.views import (
    ContractLineFields,
    ContractLineView,
    PhaseFields,
    PhaseView,
    ProjectFields,
    ProjectView,
)
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from projects.application.access import see_project
from projects.application.answers import contract_line_view, phase_view
from projects.application.plans import archive_phase, change_phase, create_phase, restore_phase
from projects.application.projects import (
    archive_project,
    change_project,
    create_contract_line,
    create_project,
    move_project,
)
from projects.domain.projects import ProjectStatus
from projects.persistence.plans import list_phases, phase_views
from projects.persistence.projects import contract_line_views, list_projects, view_of
from projects.persistence.work import StoredProjectsWork


class ProjectsRpc:
    """Projects, what was sold, and phases."""

    @command()
    def create_project(self, work: StoredProjectsWork, *, fields: ProjectFields) -> ProjectView:
        return view_of(work, create_project(work, fields=fields))

    @question()
    def get_project(self, work: StoredProjectsWork, *, project_id: UUID) -> ProjectView:
        return view_of(work, see_project(work, project_id))

    @question()
    def list_projects(self, work: StoredProjectsWork, *, query: ListQuery) -> Page[ProjectView]:
        return list_projects(work, query=query)

    @command()
    def change_project(
        self,
        work: StoredProjectsWork,
        *,
        project_id: UUID,
        expected_version: int,
        fields: ProjectFields,
    ) -> ProjectView:
        changed = change_project(
            work, project_id=project_id, expected_version=expected_version, fields=fields
        )
        return view_of(work, changed)

    @command()
    def archive_project(
        self, work: StoredProjectsWork, *, project_id: UUID, expected_version: int | None = None
    ) -> ProjectView:
        archived = archive_project(work, project_id=project_id, expected_version=expected_version)
        return view_of(work, archived)

    @command()
    def restore_project(self, work: StoredProjectsWork, *, project_id: UUID) -> ProjectView:
        restored = archive_project(
            work, project_id=project_id, expected_version=None, archived=False
        )
        return view_of(work, restored)

    @command()
    def complete_project(self, work: StoredProjectsWork, *, project_id: UUID) -> ProjectView:
        moved = move_project(work, project_id=project_id, status=ProjectStatus.COMPLETED)
        return view_of(work, moved)

    @command()
    def close_project(self, work: StoredProjectsWork, *, project_id: UUID) -> ProjectView:
        moved = move_project(work, project_id=project_id, status=ProjectStatus.CLOSED)
        return view_of(work, moved)

    @command()
    def reopen_project(self, work: StoredProjectsWork, *, project_id: UUID) -> ProjectView:
        moved = move_project(work, project_id=project_id, status=ProjectStatus.ACTIVE)
        return view_of(work, moved)

    @question()
    def list_contract_lines(
        self, work: StoredProjectsWork, *, project_id: UUID
    ) -> list[ContractLineView]:
        return contract_line_views(work, project=see_project(work, project_id))

    @command()
    def create_contract_line(
        self, work: StoredProjectsWork, *, project_id: UUID, fields: ContractLineFields
    ) -> ContractLineView:
        line = create_contract_line(work, project_id=project_id, fields=fields)
        currency = work.projects.get(project_id).currency
        return contract_line_view(line, project_id=project_id, currency=currency)


class PlansRpc:
    """Phases of projects."""

    @question()
    def list_phases(
        self, work: StoredProjectsWork, *, project_id: UUID, query: ListQuery
    ) -> Page[PhaseView]:
        see_project(work, project_id)
        return list_phases(work, project_id=project_id, query=query)

    @question()
    def get_phase(self, work: StoredProjectsWork, *, phase_id: UUID) -> PhaseView:
        phase = work.plans.get(phase_id)
        see_project(work, phase.project_id)
        return phase_views(work, [phase])[0]

    @command()
    def create_phase(
        self, work: StoredProjectsWork, *, project_id: UUID, fields: PhaseFields
    ) -> PhaseView:
        phase = create_phase(work, project_id=project_id, fields=fields)
        return phase_view(phase, actual_minutes=0)

    @command()
    def change_phase(
        self, work: StoredProjectsWork, *, phase_id: UUID, expected_version: int,
        fields: PhaseFields,
    ) -> PhaseView:  # fmt: skip
        changed = change_phase(
            work, phase_id=phase_id, expected_version=expected_version, fields=fields
        )
        return phase_views(work, [changed])[0]

    @command()
    def archive_phase(
        self, work: StoredProjectsWork, *, phase_id: UUID, expected_version: int | None = None
    ) -> PhaseView:
        archived = archive_phase(work, phase_id=phase_id, expected_version=expected_version)
        return phase_views(work, [archived])[0]

    @command()
    def restore_phase(self, work: StoredProjectsWork, *, phase_id: UUID) -> PhaseView:
        return phase_views(work, [restore_phase(work, phase_id=phase_id)])[0]
