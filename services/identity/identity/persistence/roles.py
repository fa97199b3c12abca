"""Roles: loading, who holds them, lists."""

from uuid import UUID

from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from shared.persistence.work import Work
from sqlalchemy import func, select

from identity.domain.roles import Role
from identity.persistence.tables import roles, user_roles, users

_FIELDS = {
    "name": roles.c.name,
    "key": roles.c.key,
    "created_at": roles.c.created_at,
    "updated_at": roles.c.updated_at,
    "archived_at": roles.c.archived_at,
}
ROLES = Listing(roles, filters=_FIELDS, sorts=_FIELDS, default_sort="name", search=[roles.c.name])


class StoredRoles:
    """The roles of the caller's organisation."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, role_id: UUID, *, expected_version: int | None = None) -> Role:
        """
        Load one role.

        Raises:
            NotFound: ``identity.role_unknown``.
            Conflict: ``identity.role_stale``.
        """
        return get_record(
            self._work,
            Role,
            role_id,
            unknown="identity.role_unknown",
            expected_version=expected_version,
        )

    def name_taken(self, name: str, *, by_other_than: UUID) -> bool:
        """Whether another live role has the name, in whatever case."""
        number = self._work.session.execute(
            select(func.count())
            .where(roles.c.organisation_id == self._work.caller.organisation_id)
            .where(func.lower(roles.c.name) == name.lower(), roles.c.id != by_other_than)
            .where(roles.c.archived_at.is_(None))
        ).scalar_one()
        return number > 0

    def held_by(self, user_id: UUID) -> list[Role]:
        """The live roles of a user."""
        found = self._work.session.execute(
            select(Role)
            .join(user_roles, user_roles.c.role_id == roles.c.id)
            .where(roles.c.organisation_id == self._work.caller.organisation_id)
            .where(user_roles.c.user_id == user_id, roles.c.archived_at.is_(None))
            .order_by(roles.c.name)
        )
        return list(found.scalars())

    def holders(self, role_id: UUID) -> set[UUID]:
        """Live users with the role."""
        found = self._work.session.execute(
            select(users.c.id)
            .join(user_roles, user_roles.c.user_id == users.c.id)
            .where(users.c.organisation_id == self._work.caller.organisation_id)
            .where(user_roles.c.role_id == role_id, users.c.archived_at.is_(None))
        )
        return set(found.scalars())
