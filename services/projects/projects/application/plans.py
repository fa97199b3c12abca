"""Planning the phases of a project."""

from uuid import UUID

from shared.contracts.projects.views import PhaseFields

from projects.application.access import allow_on, see_project
from projects.application.ports import ProjectsWork
from projects.domain.errors import ProjectInvalid
from projects.domain.plans import Phase


def create_phase(work: ProjectsWork, *, project_id: UUID, fields: PhaseFields) -> Phase:
    """
    Add a phase to a project.

    Raises:
        NotFound, Forbidden, ProjectClosed, ProjectInvalid, PhaseCycle, PhaseDatesInvalid.
    """
    project = see_project(work, project_id)
    allow_on(work, "project.update", project)
    project.must_be_open()
    given = fields.given()
    if "name" not in given:
        raise ProjectInvalid("/name", "is required")
    phase = Phase(project_id=project.id, **given)
    phase.check(work.plans.of_project(project.id))
    work.save(phase)
    return phase


def change_phase(
    work: ProjectsWork, *, phase_id: UUID, expected_version: int, fields: PhaseFields
) -> Phase:
    """Change a phase; raises as ``create_phase`` does, and Conflict."""
    phase = work.plans.get(phase_id, expected_version=expected_version)
    project = see_project(work, phase.project_id)
    allow_on(work, "project.update", project)
    project.must_be_open()
    for name, value in fields.given().items():
        setattr(phase, name, value)
    phase.check(work.plans.of_project(project.id))
    work.save(phase)
    return phase


def archive_phase(work: ProjectsWork, *, phase_id: UUID, expected_version: int | None) -> Phase:
    """
    Put a phase away; its time stays with the project.

    Raises:
        NotFound, Conflict, Forbidden.
        ProjectInvalid: Other phases are part of it.
    """
    phase = work.plans.get(phase_id, expected_version=expected_version)
    allow_on(work, "project.update", see_project(work, phase.project_id))
    siblings = work.plans.of_project(phase.project_id)
    if any(each.parent_id == phase.id for each in siblings.values()):
        raise ProjectInvalid("/phase_id", "other phases are part of it")
    phase.archived_at = work.now()
    work.save(phase)
    return phase


def restore_phase(work: ProjectsWork, *, phase_id: UUID) -> Phase:
    """Take an archived phase back; raises as ``create_phase`` does."""
    phase = work.plans.get(phase_id)
    project = see_project(work, phase.project_id)
    allow_on(work, "project.update", project)
    if phase.archived_at is not None:
        project.must_be_open()
        phase.archived_at = None
        phase.check(work.plans.of_project(project.id))
        work.save(phase)
    return phase
