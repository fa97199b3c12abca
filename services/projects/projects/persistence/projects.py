"""Projects: loading them, and the read queries about them."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from shared.capabilities.custom_fields import shown, with_custom
from shared.capabilities.policy import same_organisation, visible
from shared.capabilities.statements import Statement, is_one_of, parameter
from shared.contracts.projects.views import ContractLineView, ProjectView
from shared.kernel.errors import invalid_field
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from shared.persistence.searching import best_matches
from shared.persistence.work import Work
from sqlalchemy import ColumnElement, Integer, Select, Uuid, and_, exists, func, or_, select
from sqlalchemy.dialects.postgresql import array

from projects.application.answers import contract_line_view, project_view
from projects.domain.projects import Project
from projects.persistence.tables import contract_lines, invoices, projects, time_entries

_FIELDS = {
    name: projects.c[name]
    for name in (
        "status", "customer_id", "manager_id", "unit_id", "sales_case_id", "quote_id",
        "project_no", "name", "start", "deadline", "planned_minutes", "created_at", "updated_at",
    )
}  # fmt: skip


def archived_filter(table: Any) -> Any:
    """The filter ``archived=true|false``."""

    def condition(value: str) -> ColumnElement[bool]:
        if value not in ("true", "false"):
            raise invalid_field("/archived", "must be true or false")
        archived: ColumnElement[bool] = table.c.archived_at.is_not(None)
        return archived if value == "true" else ~archived

    return condition


def live(table: Any, query: ListQuery) -> ColumnElement[bool]:
    """Only live rows, unless the query asks about archived ones itself."""
    condition: ColumnElement[bool] = table.c.archived_at.is_(None)
    return condition if "archived" not in query.filters else table.c.id.is_not(None)


_PROJECTS = Listing(
    projects,
    filters={**_FIELDS, "member_ids": projects.c.member_ids},
    sorts=_FIELDS,
    indexed_as="project",
    special={"archived": archived_filter(projects)},
)


class StoredProjects:
    """The projects of the caller's organisation, inside one unit of work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(
        self, project_id: UUID, *, expected_version: int | None = None, lock: bool = False
    ) -> Project:
        """
        Load a project with its contract lines.

        Raises:
            NotFound: ``projects.project_unknown``.
            Conflict: ``projects.project_stale``.
        """
        return get_record(
            self._work,
            Project,
            project_id,
            unknown="projects.project_unknown",
            expected_version=expected_version,
            lock=lock,
        )

    def by_quote(self, quote_id: UUID) -> Project | None:
        """The project a quote opened, if it did."""
        return self._work.session.execute(
            select(Project).where(
                projects.c.organisation_id == self._work.caller.organisation_id,
                projects.c.quote_id == quote_id,
            )
        ).scalar_one_or_none()

    def has_drafts(self, project_id: UUID) -> bool:
        """Whether a draft invoice is waiting."""
        return self._any(invoices.c.project_id == project_id, invoices.c.status == "draft")

    def has_facts(self, project_id: UUID) -> bool:
        """Whether time or an invoice is there."""
        return self._any(time_entries.c.project_id == project_id) or self._any(
            invoices.c.project_id == project_id
        )

    def _any(self, *conditions: ColumnElement[bool]) -> bool:
        return bool(self._work.session.execute(select(exists().where(*conditions))).scalar())


def may_view(work: Work) -> ColumnElement[bool]:
    """The projects the caller may see: by scope, and those he works on."""
    return _seen(work.caller)


def _seen(caller: Any) -> ColumnElement[bool]:
    by_scope = visible(caller, "project.view", projects, owner="manager_id")
    if caller.scope("project", "view") in ("none", "all"):
        return by_scope
    works_on = projects.c.member_ids.contains(array([caller.actor_id]))
    return or_(by_scope, and_(same_organisation(caller, projects), works_on))


def _newest(column: str, caller: Any) -> Select[Any]:
    return (
        select(projects, func.count().over().label("total"))
        .where(_seen(caller), projects.c.archived_at.is_(None))
        .where(projects.c[column] == parameter("value", Uuid))
        .order_by(projects.c.created_at.desc(), projects.c.id.desc())
        .limit(parameter("limit", Integer))
    )


def _minutes(column: str, caller: Any) -> Select[Any]:
    by = time_entries.c[column]
    return (
        select(by, func.sum(time_entries.c.minutes))
        .where(same_organisation(caller, time_entries), time_entries.c.archived_at.is_(None))
        .where(is_one_of(by, "ids"))
        .group_by(by)
    )


_NEWEST = {name: Statement(partial(_newest, name)) for name in ("customer_id", "sales_case_id")}
_MINUTES = {name: Statement(partial(_minutes, name)) for name in ("project_id", "phase_id")}


def list_projects(work: Work, *, query: ListQuery) -> Page[ProjectView]:
    """One page of the projects the caller may see."""
    where = and_(may_view(work), live(projects, query))
    listing = with_custom(_PROJECTS, work, "project", projects, query)
    return listing.page(work, query, where=where, to_views=lambda rows: _views(work, rows))


def newest_projects(
    work: Work, column: str, value: UUID, *, limit: int
) -> tuple[list[ProjectView], int]:
    """The newest live projects of a customer or sales case, and how many there are."""
    rows = _NEWEST[column].run(work, value=value, limit=limit).all()
    return _views(work, rows), rows[0].total if rows else 0


def view_of(work: Work, project: Project) -> ProjectView:
    """A project just loaded or saved."""
    minutes = actual_minutes(work, [project.id])
    (custom,) = shown(work, "project", [project.custom])
    return project_view(project, actual_minutes=minutes.get(project.id, 0), custom=custom)


def actual_minutes(work: Work, project_ids: Iterable[UUID]) -> dict[UUID, int]:
    """All time registered, by project."""
    return _minutes_by(work, "project_id", list(project_ids))


def phase_minutes(work: Work, phase_ids: Iterable[UUID]) -> dict[UUID, int]:
    """All time registered, by phase."""
    return _minutes_by(work, "phase_id", list(phase_ids))


def contract_line_views(work: Work, *, project: Project) -> list[ContractLineView]:
    """What was sold, in order, read afresh."""
    rows = work.session.execute(
        select(contract_lines)
        .where(contract_lines.c.project_id == project.id)
        .order_by(contract_lines.c.position)
    )
    currency = project.currency
    return [contract_line_view(row, project_id=project.id, currency=currency) for row in rows]


def found_projects(work: Work, *, text: str, limit: int) -> Sequence[Any]:
    """Projects by number or name: ``id, name, project_no, rank``, best first."""
    found = best_matches("project", text, sees_all=work.caller.scope("project", "view") == "all")
    return work.session.execute(
        select(projects.c.id, projects.c.name, projects.c.project_no, found.c.rank)
        .join_from(projects, found, found.c.record_id == projects.c.id)
        .where(may_view(work), projects.c.archived_at.is_(None))
        .order_by(found.c.rank.desc(), projects.c.created_at.desc())
        .limit(limit)
    ).all()


def _views(work: Work, rows: Sequence[Any]) -> list[ProjectView]:
    minutes = actual_minutes(work, [row.id for row in rows])
    own = shown(work, "project", [row.custom for row in rows])
    return [
        project_view(row, actual_minutes=minutes.get(row.id, 0), custom=custom)
        for row, custom in zip(rows, own, strict=True)
    ]


def _minutes_by(work: Work, column: str, ids: list[UUID]) -> dict[UUID, int]:
    if not ids:
        return {}
    return {key: minutes for key, minutes in _MINUTES[column].run(work, ids=ids)}
