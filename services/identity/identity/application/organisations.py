"""Use cases of organisations: the trial sign-up and changes."""

from dataclasses import dataclass

from shared.capabilities.policy import require
from shared.contracts.identity.events import (
    OrganisationCreatedV1,
    OrganisationUpdatedV1,
    UnitCreatedV1,
    UserCreatedV1,
)
from shared.contracts.identity.views import OrganisationFields, SignUpFields
from shared.kernel.clock import day_in

from identity.application.facts import organisation_fact, unit_fact, user_fact
from identity.application.ports import IdentityWork
from identity.application.users import set_password
from identity.domain import text
from identity.domain.default_roles import DEFAULT_ROLES
from identity.domain.organisations import Organisation, organisation_number, trial_end
from identity.domain.passwords import check_password
from identity.domain.roles import Role
from identity.domain.units import Unit
from identity.domain.users import User, UserStatus

ROOT_UNIT_CODE = "1"


@dataclass(frozen=True)
class SignedUp:
    """What a sign-up made."""

    organisation: Organisation
    administrator: User


def sign_up(work: IdentityWork, *, fields: SignUpFields) -> SignedUp:
    """
    Open a trial: organisation, root unit, default roles and the first administrator.

    Raises:
        EmailTaken, PasswordWeak, OrganisationNumberInvalid: see there.
        Invalid: Another field is wrong.
    """
    check_password(
        fields.admin_password,
        known=(fields.admin_email, fields.admin_name, fields.name),
        pointer="/admin_password",
    )
    organisation = _new_organisation(work, fields)
    unit = Unit(name=organisation.name, code=ROOT_UNIT_CODE)
    work.save(unit)
    work.publish(unit_fact(unit, UnitCreatedV1))
    administrator_role = _make_default_roles(work, organisation.locale)
    user = _first_user(work, fields, unit=unit, role=administrator_role)
    return SignedUp(organisation, user)


def change_organisation(
    work: IdentityWork, *, expected_version: int, fields: OrganisationFields
) -> Organisation:
    """
    Change the caller's organisation.

    Raises:
        Forbidden: The caller may not.
        Conflict: ``identity.organisation_stale``.
        Invalid, OrganisationNumberInvalid: see ``Organisation.change``.
    """
    require(work.caller, "organisation.update")
    organisation = work.organisations.get(expected_version=expected_version)
    organisation.change(fields.given())
    work.save(organisation)
    work.publish(organisation_fact(organisation, OrganisationUpdatedV1))
    return organisation


def _new_organisation(work: IdentityWork, fields: SignUpFields) -> Organisation:
    time_zone = text.time_zone(fields.time_zone)
    organisation = Organisation(
        name=text.required_text(fields.name, "/name"),
        organisation_number=organisation_number(fields.organisation_number),
        base_currency=text.currency(fields.base_currency),
        time_zone=time_zone,
        locale=text.locale(fields.locale),
        trial_ends_on=trial_end(day_in(work.now(), time_zone)),
    )
    organisation.organisation_id = organisation.id
    work.act_for(organisation.id)
    work.save(organisation)
    work.publish(organisation_fact(organisation, OrganisationCreatedV1))
    return organisation


def _make_default_roles(work: IdentityWork, locale: str) -> Role:
    """Make all default roles; returns the administrator's."""
    made = []
    for default in DEFAULT_ROLES:
        rights = default.rights()
        role = Role(
            key=default.key,
            name=default.name(locale),
            grants=dict(rights.grants),
            field_classes=sorted(rights.field_classes),
        )
        work.save(role)
        made.append(role)
    return next(role for role in made if role.is_administrator)


def _first_user(work: IdentityWork, fields: SignUpFields, *, unit: Unit, role: Role) -> User:
    user = User(
        name=text.required_text(fields.admin_name, "/admin_name"),
        email=text.email(fields.admin_email, "/admin_email"),
        unit_id=unit.id,
        status=UserStatus.ACTIVE,
        locale=fields.locale,
        time_zone=fields.time_zone,
    )
    user.hold([role.id])
    work.logins.claim(user)
    work.save(user)
    set_password(work, user, fields.admin_password)
    work.publish(user_fact(user, UserCreatedV1))
    return user
