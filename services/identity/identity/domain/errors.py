"""
Every rule identity can refuse to break.

* Invalid
  - OrganisationNumberInvalid, PasswordWeak, ApiTokenExpiry, RightUnknown
* Forbidden
  - LoginFailed      unknown e-mail, wrong password or a user who may not log in: one answer
  - GrantTooWide     nobody hands out more than he holds
  - OwnRights        nobody changes his own roles
* NotFound
  - SessionEnded, ApiTokenInvalid
* Conflict
  - EmailTaken, CodeTaken
* RuleBroken
  - UnitCycle, UnitNotEmpty, UnitArchived, RootUnitFixed
  - SupervisorCycle, UserSupervises, LastAdministrator
  - RoleFixed, RoleInUse
* Unavailable
  - LoginThrottled
"""

from collections.abc import Iterable

from shared.kernel.errors import (
    Conflict,
    FieldError,
    Forbidden,
    Invalid,
    NotFound,
    RuleBroken,
    Unavailable,
)


class OrganisationNumberInvalid(Invalid):
    """The organisation number's check digit is wrong, or it is no such number at all."""

    code = "identity.organisation_number_invalid"

    def __init__(self) -> None:
        super().__init__(
            "The organisation number is not valid.",
            errors=[FieldError("/organisation_number", self.code, "is not a valid number")],
        )


class PasswordWeak(Invalid):
    """The password is too short, too long, too common or made of the user's own name."""

    code = "identity.password_weak"

    def __init__(self, pointer: str, reason: str) -> None:
        super().__init__(f"The password {reason}.", errors=[FieldError(pointer, self.code, reason)])


class ApiTokenExpiry(Invalid):
    """A token ends after today and at most a year from now."""

    code = "identity.api_token_expiry"

    def __init__(self) -> None:
        super().__init__(
            "A token must end after today and within a year.",
            errors=[FieldError("/expires_on", self.code, "must be within a year from tomorrow")],
        )


class RightUnknown(Invalid):
    """A role names a right, scope or field class that does not exist."""

    code = "identity.right_unknown"

    def __init__(self, pointer: str, name: str) -> None:
        super().__init__(
            f"There is no {name!r}.",
            errors=[FieldError(pointer, self.code, "does not exist")],
        )


class LoginFailed(Forbidden):
    """The e-mail and the password do not belong together, or the user may not log in."""

    code = "identity.login_failed"

    def __init__(self) -> None:
        super().__init__("The e-mail address or the password is wrong.")


class GrantTooWide(Forbidden):
    """The caller would hand out rights he does not hold himself."""

    code = "identity.grant_too_wide"

    def __init__(self, rights: Iterable[str]) -> None:
        super().__init__("You cannot grant more than you hold.", rights=", ".join(sorted(rights)))


class OwnRights(Forbidden):
    """The caller would change his own roles, or a role he holds."""

    code = "identity.own_rights"

    def __init__(self) -> None:
        super().__init__("You cannot change your own rights.")


class SessionEnded(NotFound):
    """The session was ended, expired or never existed."""

    code = "identity.session_ended"

    def __init__(self) -> None:
        super().__init__("The session has ended; log in again.")


class ApiTokenInvalid(NotFound):
    """The token is unknown, withdrawn or expired, or its owner may not log in."""

    code = "identity.api_token_invalid"

    def __init__(self) -> None:
        super().__init__("The API token is not valid.")


class EmailTaken(Conflict):
    """Another live user logs in with the address."""

    code = "identity.email_taken"

    def __init__(self) -> None:
        super().__init__("The e-mail address is in use.")


class CodeTaken(Conflict):
    """Another live record of the organisation has the same code or name."""

    def __init__(self, noun: str, field: str, value: str) -> None:
        super().__init__(
            f"The {field} {value!r} is in use.", code=f"identity.{noun}_{field}_taken", value=value
        )


class UnitCycle(RuleBroken):
    """The unit would become a part of itself."""

    code = "identity.unit_cycle"

    def __init__(self) -> None:
        super().__init__("A unit cannot be placed below itself.")


class UnitNotEmpty(RuleBroken):
    """Users, units or cost centres still belong to the unit."""

    code = "identity.unit_not_empty"

    def __init__(self, belongings: Iterable[str]) -> None:
        super().__init__("The unit is not empty.", belongings=", ".join(belongings))


class UnitArchived(RuleBroken):
    """Nothing new can be placed in an archived unit."""

    code = "identity.unit_archived"

    def __init__(self) -> None:
        super().__init__("The unit is archived.")


class RootUnitFixed(RuleBroken):
    """Every organisation has one root unit, which is neither moved nor archived."""

    code = "identity.root_unit_fixed"

    def __init__(self) -> None:
        super().__init__("An organisation has exactly one top unit.")


class SupervisorCycle(RuleBroken):
    """The user would become his own supervisor's supervisor."""

    code = "identity.supervisor_cycle"

    def __init__(self) -> None:
        super().__init__("A user cannot be his own supervisor, directly or through others.")


class UserSupervises(RuleBroken):
    """Others still have the user as their supervisor."""

    code = "identity.user_supervises"

    def __init__(self, number: int) -> None:
        super().__init__("Others have this user as their supervisor.", number=number)


class LastAdministrator(RuleBroken):
    """An organisation keeps at least one administrator who can log in."""

    code = "identity.last_administrator"

    def __init__(self) -> None:
        super().__init__("The last administrator cannot be removed or locked.")


class RoleFixed(RuleBroken):
    """The administrator role is the same everywhere and always."""

    code = "identity.role_fixed"

    def __init__(self) -> None:
        super().__init__("The administrator role cannot be changed or archived.")


class RoleInUse(RuleBroken):
    """Users still have the role."""

    code = "identity.role_in_use"

    def __init__(self, number: int) -> None:
        super().__init__("Users still have this role.", number=number)


class LoginThrottled(Unavailable):
    """Too many failures lately; nothing was tried."""

    code = "identity.login_throttled"

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(
            "Too many failed attempts; wait before the next one.",
            retry_after_seconds=retry_after_seconds,
        )
