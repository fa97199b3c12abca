"""
Who may see and do what here, and what is known of other services' records.

What a caller may not see does not exist for him; what he sees but may not do is forbidden.
"""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from shared.capabilities.policy import authorise, decide
from shared.capabilities.references import Reference, names_of, reference, references_seen
from shared.kernel.errors import Forbidden, NotFound
from shared.kernel.money import Money

from projects.application.ports import ProjectsWork
from projects.domain.errors import CurrencyDiffers
from projects.domain.projects import Project


def see_project(
    work: ProjectsWork, project_id: UUID, *, version: int | None = None, lock: bool = False
) -> Project:
    """
    Load a project the caller may see: by scope, or because he works on it.

    Raises:
        NotFound: ``projects.project_unknown``, also for one he may not see.
        Conflict: ``projects.project_stale``.
    """
    project = work.projects.get(project_id, expected_version=version, lock=lock)
    caller = work.caller
    if caller.actor_id in project.member_ids and caller.scope("project", "view") != "none":
        return project
    authorise(
        work.caller,
        "project.view",
        project,
        owner="manager_id",
        unknown="projects.project_unknown",
    )
    return project


def allow(work: ProjectsWork, grant: str, *, owner_id: UUID | None, unit_id: UUID | None) -> None:
    """
    Stop unless the caller has the grant for what that user and unit own.

    Raises:
        Forbidden: He has not.
    """
    if not decide(work.caller, grant, owner_id=owner_id, unit_id=unit_id).allowed:
        raise Forbidden("You may not do this.", code="platform.action_forbidden", action=grant)


def allow_on(work: ProjectsWork, grant: str, project: Project) -> None:
    """Stop unless the caller has the grant on the project; raises Forbidden."""
    allow(work, grant, owner_id=project.manager_id, unit_id=project.unit_id)


def known(work: ProjectsWork, kind: str, reference_id: UUID) -> Reference:
    """
    What is known of another service's record, whoever asks.

    Raises:
        ReferenceMissing: It has not arrived, or does not exist.
    """
    return reference(cast(Any, work), kind, reference_id)


def seen(work: ProjectsWork, kind: str, reference_id: UUID) -> Reference:
    """
    What is known of another service's record the caller may see.

    Raises:
        ReferenceMissing: It has not arrived, or does not exist.
        NotFound: The caller may not see it.
    """
    found = known(work, kind, reference_id)
    facts = {"owner_id": found.owner_id, "unit_id": found.unit_id}
    if not decide(work.caller, f"{kind}.view", **facts).allowed:
        owner = {"customer": "crm", "case": "sales"}.get(kind, "identity")
        raise NotFound(f"There is no such {kind}.", code=f"{owner}.{kind}_unknown")
    return found


def is_seen(work: ProjectsWork, kind: str, reference_id: UUID) -> bool:
    """Whether the caller may know of another service's record."""
    return bool(references_seen(cast(Any, work), kind, [reference_id]))


def names(work: ProjectsWork, kind: str, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names of other services' records, as far as known."""
    return names_of(cast(Any, work), kind, [each for each in ids if each is not None])


def unit_of(work: ProjectsWork, user_id: UUID) -> UUID | None:
    """The unit a person belongs to; raises ReferenceMissing for an unknown person."""
    if user_id == work.caller.actor_id:
        return work.caller.unit_id
    return known(work, "user", user_id).unit_id


def minor(amount: Money, *, currency: str, pointer: str) -> int:
    """
    The minor units of an amount that must be in *currency*.

    Raises:
        CurrencyDiffers: It is in another.
    """
    if amount.currency != currency:
        raise CurrencyDiffers(pointer, expected=currency)
    return amount.amount_minor
