"""Users: loading, what follows from their roles and supervisors, lists."""

from collections.abc import Collection
from uuid import UUID

from shared.kernel.errors import NotFound
from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from shared.persistence.work import Work
from sqlalchemy import ColumnElement, Text, Uuid, cast, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, insert

from identity.domain.default_roles import ADMINISTRATOR
from identity.domain.rights import Rights, add_up
from identity.domain.users import WORKING, Password, User
from identity.persistence.tables import grants_versions, roles, user_roles, users


def _has_role(role_id: str) -> ColumnElement[bool]:
    return users.c.id.in_(
        select(user_roles.c.user_id).where(cast(user_roles.c.role_id, Text) == role_id)
    )


_FIELDS = {
    "name": users.c.name,
    "email": users.c.email,
    "status": users.c.status,
    "unit_id": users.c.unit_id,
    "supervisor_id": users.c.supervisor_id,
    "employee_no": users.c.employee_no,
    "created_at": users.c.created_at,
    "updated_at": users.c.updated_at,
    "archived_at": users.c.archived_at,
}
USERS = Listing(
    users,
    filters={"id": users.c.id, **_FIELDS},
    sorts=_FIELDS,
    default_sort="name",
    search=[users.c.name, users.c.email],
    special={"role_id": _has_role},
)
USER_COLUMNS = (
    users,
    select(func.array_agg(user_roles.c.role_id, type_=ARRAY(Uuid)))
    .where(user_roles.c.user_id == users.c.id)
    .correlate(users)
    .scalar_subquery()
    .label("role_ids"),
)


class StoredUsers:
    """The users of the caller's organisation."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, user_id: UUID, *, expected_version: int | None = None) -> User:
        """
        Load one user with his roles.

        Raises:
            NotFound: ``identity.user_unknown``.
            Conflict: ``identity.user_stale``.
        """
        return get_record(
            self._work,
            User,
            user_id,
            unknown="identity.user_unknown",
            expected_version=expected_version,
        )

    def with_supervisors(self, user_id: UUID) -> set[UUID]:
        """
        The user and everyone above him.

        Raises:
            NotFound: ``identity.user_unknown``.
        """
        self.get(user_id)
        chain = (
            select(users.c.id, users.c.supervisor_id)
            .where(users.c.id == user_id)
            .cte("chain", recursive=True)
        )
        chain = chain.union(
            select(users.c.id, users.c.supervisor_id).where(users.c.id == chain.c.supervisor_id)
        )
        return set(self._work.session.execute(select(chain.c.id)).scalars())

    def number_led_by(self, user_id: UUID) -> int:
        """How many live users have him as their supervisor."""
        return self._work.session.execute(
            select(func.count())
            .where(users.c.organisation_id == self._work.caller.organisation_id)
            .where(users.c.supervisor_id == user_id, users.c.archived_at.is_(None))
        ).scalar_one()

    def working_administrators(self) -> set[UUID]:
        """Users with the administrator role who may log in."""
        found = self._work.session.execute(
            select(users.c.id)
            .join(user_roles, user_roles.c.user_id == users.c.id)
            .join(roles, roles.c.id == user_roles.c.role_id)
            .where(users.c.organisation_id == self._work.caller.organisation_id)
            .where(users.c.archived_at.is_(None), users.c.status.in_(WORKING))
            .where(roles.c.key == ADMINISTRATOR)
        )
        return set(found.scalars())

    def rights_of(self, role_ids: Collection[UUID]) -> Rights:
        """
        What roles allow together.

        Raises:
            NotFound: ``identity.role_unknown``, for archived roles too.
        """
        rows = self._work.session.execute(
            select(roles.c.id, roles.c.grants, roles.c.field_classes)
            .where(roles.c.organisation_id == self._work.caller.organisation_id)
            .where(roles.c.id.in_(role_ids), roles.c.archived_at.is_(None))
        ).all()
        missing = set(role_ids) - {row.id for row in rows}
        if missing:
            raise NotFound("There is no such role.", code="identity.role_unknown", id=missing.pop())
        return add_up(Rights(row.grants, frozenset(row.field_classes)) for row in rows)

    def password_of(self, user_id: UUID) -> Password | None:
        """The user's password; None when he never had one."""
        return self._work.session.get(Password, user_id)

    def bump_grants(self, *, user_ids: Collection[UUID]) -> None:
        """Raise the grants version of users whose rights change."""
        self._bump(users.c.id.in_(user_ids))

    def bump_all_grants(self) -> None:
        """Raise it for everyone in the organisation."""
        self._bump(users.c.organisation_id == self._work.caller.organisation_id)

    def grants_version(self, user_id: UUID) -> int:
        """The present grants version; 1 when it never rose."""
        found = self._work.session.execute(
            select(grants_versions.c.version).where(grants_versions.c.user_id == user_id)
        ).scalar()
        return found or 1

    def _bump(self, whose: ColumnElement[bool]) -> None:
        second = select(users.c.id, users.c.organisation_id, literal(2)).where(whose)
        self._work.session.execute(
            insert(grants_versions)
            .from_select(["user_id", "organisation_id", "version"], second)
            .on_conflict_do_update(
                index_elements=["user_id"], set_={"version": grants_versions.c.version + 1}
            )
        )
