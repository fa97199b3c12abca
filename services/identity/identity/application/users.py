"""Use cases of users: invite, change, stop, and their passwords."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.capabilities.policy import authorise
from shared.contracts.identity.events import UserCreatedV1, UserUpdatedV1
from shared.contracts.identity.views import UserFields
from shared.kernel.errors import Forbidden, invalid_field

from identity.application.facts import user_fact
from identity.application.grants import refuse_stronger, require_in_unit, rights_held
from identity.application.ports import IdentityWork
from identity.application.sessions import end_sessions
from identity.domain.errors import (
    LastAdministrator,
    LoginFailed,
    OwnRights,
    UserSupervises,
)
from identity.domain.passwords import (
    GENERATED_LENGTH,
    check_password,
    from_random,
    normal_password,
)
from identity.domain.roles import refuse_wider
from identity.domain.sessions import EndReason
from identity.domain.users import Password, User, UserStatus

UNKNOWN = "identity.user_unknown"
# What a user may change about himself without further rights.
OWN_FIELDS = frozenset({"name", "locale", "time_zone"})
# Who changes these could take over or stop the user, so he must not be the weaker one.
_SENSITIVE = frozenset({"email", "role_ids", "status", "unit_id"})


@dataclass(frozen=True)
class Invited:
    """A user, and the password that was generated for him."""

    user: User
    initial_password: str | None


def create_user(work: IdentityWork, *, fields: UserFields) -> Invited:
    """
    Register a user.

    Without a password one is generated; the user is then *invited* until he logs in.

    Raises:
        Forbidden: The caller may not, in that unit.
        EmailTaken, PasswordWeak, GrantTooWide, UnitArchived, SupervisorCycle, Invalid.
    """
    given = fields.given()
    for name in ("unit_id", "role_ids"):
        if not given.get(name):
            raise invalid_field(f"/{name}", "is required", code="required")
    work.organisations.lock()
    user = _new_user(work, given["unit_id"])
    password = given.pop("password", None)
    user.status = UserStatus.ACTIVE if password else UserStatus.INVITED
    user.describe({"name": None, "email": None, **given})
    if password:
        check_password(password, known=(user.email, user.name), pointer="/password")
    _place(work, user, given, grant="user.create")
    work.logins.claim(user)
    work.save(user)
    initial = None if password else _generated(work)
    set_password(work, user, password or initial or "")
    work.publish(user_fact(user, UserCreatedV1))
    return Invited(user, initial)


def change_user(
    work: IdentityWork, *, user_id: UUID, expected_version: int, fields: UserFields
) -> User:
    """
    Change a user, his place, his roles or his status.

    Raises:
        Forbidden: The caller may not.
        OwnRights, GrantTooWide, LastAdministrator, SupervisorCycle, EmailTaken, Invalid.
    """
    given = fields.given()
    if "password" in given:
        raise invalid_field("/password", "is changed by its owner, or reset")
    work.organisations.lock()
    user = work.users.get(user_id, expected_version=expected_version)
    if "role_ids" in given:
        given["role_ids"] = sorted(set(given["role_ids"]))
    given = {name: value for name, value in given.items() if value != getattr(user, name)}
    _authorise_change(work, user, set(given))
    was_administrator = user.id in work.users.working_administrators()
    user.describe(given)
    _place(work, user, given, grant="user.update")
    if "email" in given:
        work.logins.claim(user)
    work.save(user)
    _after_change(work, user, given, was_administrator=was_administrator)
    work.publish(user_fact(user, UserUpdatedV1))
    return user


def archive_user(work: IdentityWork, *, user_id: UUID, expected_version: int | None) -> User:
    """
    Put a user away: he cannot log in, and his address is free again.

    Raises:
        OwnRights: Nobody archives himself.
        GrantTooWide, LastAdministrator, UserSupervises.
    """
    work.organisations.lock()
    user = work.users.get(user_id, expected_version=expected_version)
    authorise(work.caller, "user.archive", user, owner="id", unknown=UNKNOWN)
    if user.id == work.caller.actor_id:
        raise OwnRights
    refuse_stronger(work, user)
    if number := work.users.number_led_by(user.id):
        raise UserSupervises(number)
    was_administrator = user.id in work.users.working_administrators()
    user.archived_at = user.archived_at or work.now()
    work.logins.release(user.id)
    work.save(user)
    _after_change(work, user, {"archived_at": None}, was_administrator=was_administrator)
    work.publish(user_fact(user, UserUpdatedV1))
    return user


def restore_user(work: IdentityWork, *, user_id: UUID) -> User:
    """
    Take an archived user back with his former roles.

    Raises:
        EmailTaken: Someone else logs in with his address now.
        UnitArchived, GrantTooWide.
    """
    work.organisations.lock()
    user = work.users.get(user_id)
    authorise(work.caller, "user.archive", user, owner="id", unknown=UNKNOWN)
    refuse_stronger(work, user)
    work.units.get_live(user.unit_id)
    work.logins.claim(user)
    user.archived_at = None
    work.save(user)
    work.publish(user_fact(user, UserUpdatedV1))
    return user


def reset_password(work: IdentityWork, *, user_id: UUID) -> Invited:
    """
    Give a user a generated password and end his sessions.

    Raises:
        Forbidden: The caller may not.
        GrantTooWide: The user may do more than the caller.
    """
    user = work.users.get(user_id)
    authorise(work.caller, "user.update", user, owner="id", unknown=UNKNOWN)
    if user.id == work.caller.actor_id:
        raise OwnRights
    refuse_stronger(work, user)
    password = _generated(work)
    set_password(work, user, password)
    end_sessions(work, user.id, EndReason.PASSWORD_CHANGED)
    return Invited(user, password)


def change_password(work: IdentityWork, *, current_password: str, new_password: str) -> None:
    """
    Change the caller's own password and end all his sessions.

    Raises:
        LoginFailed: The current password is another one.
        PasswordWeak: see ``check_password``.
    """
    user = work.users.get(work.caller.actor_id)
    stored = work.users.password_of(user.id)
    if not work.passwords.matches(current_password, stored.password_hash if stored else None):
        raise LoginFailed
    check_password(new_password, known=(user.email, user.name), pointer="/new_password")
    set_password(work, user, new_password)
    end_sessions(work, user.id, EndReason.PASSWORD_CHANGED)


def set_password(work: IdentityWork, user: User, password: str) -> None:
    """Store a password that was checked or generated, hashed."""
    password_hash = work.passwords.hash(normal_password(password))
    stored = work.users.password_of(user.id)
    if stored is None:
        stored = Password(id=user.id, password_hash=password_hash, changed_at=work.now())
    else:
        stored.password_hash, stored.changed_at = password_hash, work.now()
    work.save(stored)


def _new_user(work: IdentityWork, unit_id: UUID) -> User:
    """A user who speaks his organisation's language until he says otherwise."""
    organisation = work.organisations.get()
    return User(
        name="",
        email="",
        unit_id=unit_id,
        locale=organisation.locale,
        time_zone=organisation.time_zone,
    )


def _generated(work: IdentityWork) -> str:
    return from_random(work.secrets.random_bytes(GENERATED_LENGTH * 8))


def _authorise_change(work: IdentityWork, user: User, names: set[str]) -> None:
    caller = work.caller
    if user.id != caller.actor_id:
        authorise(caller, "user.update", user, owner="id", unknown=UNKNOWN)
        if names & _SENSITIVE:
            refuse_stronger(work, user)
        return
    if names & {"role_ids", "status"}:
        raise OwnRights
    if names - OWN_FIELDS and caller.scope("user", "update") != "all":
        raise Forbidden(
            "You may not change this about yourself.",
            code="platform.action_forbidden",
            action="user.update",
        )


def _place(work: IdentityWork, user: User, given: dict[str, Any], *, grant: str) -> None:
    """Apply what must be looked up: unit, roles, supervisor."""
    if "unit_id" in given:
        work.units.get_live(given["unit_id"])
        require_in_unit(work.caller, grant, given["unit_id"])
        user.unit_id = given["unit_id"]
    if "role_ids" in given:
        refuse_wider(rights_held(work.caller), work.users.rights_of(given["role_ids"]))
        user.hold(given["role_ids"])
    if "supervisor_id" in given:
        supervisor_id = given["supervisor_id"]
        above = work.users.with_supervisors(supervisor_id) if supervisor_id else set()
        user.report_to(supervisor_id, above)


def _after_change(
    work: IdentityWork, user: User, given: dict[str, Any], *, was_administrator: bool
) -> None:
    if was_administrator and not work.users.working_administrators():
        raise LastAdministrator
    if given.keys() & {"role_ids", "unit_id"}:
        work.users.bump_grants(user_ids=[user.id])
    if not user.may_log_in:
        end_sessions(work, user.id, EndReason.USER_STOPPED)
