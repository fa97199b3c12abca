"""What identity answers.  Names follow the platform's convention for resources."""

from typing import Protocol
from uuid import UUID

from shared.contracts.identity.access_rpc import AccessQuestions
from shared.contracts.identity.views import (
    ApiTokenFields,
    ApiTokenView,
    AuditEntryView,
    CostCentreFields,
    CostCentreView,
    InvitedUserView,
    NewApiTokenView,
    OpenSessionView,
    OrganisationFields,
    OrganisationView,
    PrincipalView,
    RoleFields,
    RoleView,
    SessionView,
    SignedUpView,
    SignUpFields,
    UnitFields,
    UnitView,
    UserFields,
    UserNameView,
    UserView,
)
from shared.contracts.references import ReferenceView
from shared.contracts.search import SearchHitView
from shared.kernel.paging import ListQuery, Page


class Access(Protocol):
    """Signing up, logging in, and who a token stands for."""

    def sign_up(self, *, fields: SignUpFields) -> SignedUpView:
        """
        Open a trial of 30 days: organisation, root unit, default roles, administrator.

        Raises: ``identity.email_taken`` (Conflict), ``identity.password_weak``,
        ``identity.organisation_number_invalid``, ``platform.invalid_fields`` (Invalid).
        """
        ...

    def log_in(
        self, *, email: str, password: str, address: str = "", client: str = "web"
    ) -> SessionView:
        """
        Open a session.  *address* is where the request came from; *client* is ``web`` (the
        session lasts 12 hours) or ``mobile`` (30 days).

        Raises: ``identity.login_failed`` (Forbidden; 401 at the edge; the same for an unknown
        e-mail, a wrong password, a locked user), ``identity.login_throttled`` (Unavailable with
        ``retry_after_seconds``; 429 at the edge).
        """
        ...

    def refresh_session(self, *, refresh_token: str, in_cookie: bool = False) -> SessionView:
        """
        Continue a session; the given refresh token is used up, and its second use ends the
        session, unless tabs that share the token ``in_cookie`` send it within ten seconds.

        Raises: ``identity.session_ended`` (NotFound; 401 at the edge).
        """
        ...

    def log_out(self, *, refresh_token: str) -> None:
        """End the session of a refresh token; an unknown token is not an error."""
        ...

    def get_principal(
        self, *, user_id: UUID, session_id: UUID, organisation_id: UUID | None = None
    ) -> PrincipalView:
        """
        Who an access token (``sub``, ``sid``, ``org``) stands for and what he may do now.

        Raises: ``identity.session_ended`` (NotFound; 401 at the edge) when the session ended, or
        the user is locked, left or archived, or the three do not belong together.
        """
        ...

    def get_principal_by_api_token(self, *, token: str) -> PrincipalView:
        """
        Who a personal API token (``sams_…``) stands for.

        Raises: ``identity.api_token_invalid`` (NotFound; 401 at the edge): unknown, archived,
        expired, or its owner is locked or left.
        """
        ...

    def list_sessions(self, *, query: ListQuery) -> Page[OpenSessionView]:
        """The caller's own sessions, ended ones included."""
        ...

    def end_session(self, *, session_id: UUID) -> None:
        """End one of the caller's own sessions; another user's needs ``user.update``."""
        ...

    def create_api_token(self, *, fields: ApiTokenFields) -> NewApiTokenView:
        """
        Make a personal API token; the secret is answered this once.

        Raises: ``identity.api_token_expiry`` (Invalid): in the past or more than a year away;
        ``identity.grant_too_wide`` (Forbidden).
        """
        ...

    def get_api_token(self, *, api_token_id: UUID) -> ApiTokenView:
        """One of the caller's tokens, or anyone's for those who may view all."""
        ...

    def list_api_tokens(self, *, query: ListQuery) -> Page[ApiTokenView]:
        """The caller's tokens, or everyone's for those who may view all."""
        ...

    def archive_api_token(
        self, *, api_token_id: UUID, expected_version: int | None = None
    ) -> ApiTokenView:
        """Withdraw a token; it stops working at once and cannot be restored."""
        ...


class Structure(Protocol):
    """The organisation, its units and its cost centres."""

    def get_organisation(self) -> OrganisationView:
        """The caller's own organisation."""
        ...

    def change_organisation(
        self, *, expected_version: int, fields: OrganisationFields
    ) -> OrganisationView:
        """
        Change the caller's own organisation.

        Raises: ``identity.organisation_number_invalid``, ``platform.invalid_fields`` (Invalid).
        """
        ...

    def create_unit(self, *, fields: UnitFields) -> UnitView:
        """Raises: ``identity.unit_code_taken`` (Conflict), ``identity.unit_archived``."""
        ...

    def get_unit(self, *, unit_id: UUID) -> UnitView:
        """One unit, archived ones too."""
        ...

    def list_units(self, *, query: ListQuery) -> Page[UnitView]:
        """Units, by code; archived ones only when ``archived_at`` is asked for."""
        ...

    def change_unit(self, *, unit_id: UUID, expected_version: int, fields: UnitFields) -> UnitView:
        """Raises: ``identity.unit_cycle`` (RuleBroken), ``identity.unit_code_taken``."""
        ...

    def archive_unit(self, *, unit_id: UUID, expected_version: int | None = None) -> UnitView:
        """Raises: ``identity.unit_not_empty`` (RuleBroken): users, units or cost centres."""
        ...

    def restore_unit(self, *, unit_id: UUID) -> UnitView:
        """Take an archived unit back.  Raises: ``identity.unit_archived``: its parent is."""
        ...

    def create_cost_centre(self, *, fields: CostCentreFields) -> CostCentreView:
        """Raises: ``identity.cost_centre_code_taken`` (Conflict)."""
        ...

    def get_cost_centre(self, *, cost_centre_id: UUID) -> CostCentreView:
        """One cost centre, archived ones too."""
        ...

    def list_cost_centres(self, *, query: ListQuery) -> Page[CostCentreView]:
        """Cost centres, by code; the rights are those of units."""
        ...

    def change_cost_centre(
        self, *, cost_centre_id: UUID, expected_version: int, fields: CostCentreFields
    ) -> CostCentreView:
        """Raises: ``identity.cost_centre_code_taken`` (Conflict)."""
        ...

    def archive_cost_centre(
        self, *, cost_centre_id: UUID, expected_version: int | None = None
    ) -> CostCentreView:
        """Put a cost centre away; records that name it keep doing so."""
        ...

    def restore_cost_centre(self, *, cost_centre_id: UUID) -> CostCentreView:
        """Take an archived cost centre back.  Raises: ``identity.cost_centre_code_taken``."""
        ...


class People(Protocol):
    """Users and the roles they hold."""

    def create_user(self, *, fields: UserFields) -> InvitedUserView:
        """
        Register a user; without ``password`` one is generated and answered this once.

        Raises: ``identity.email_taken`` (Conflict), ``identity.password_weak`` (Invalid),
        ``identity.grant_too_wide`` (Forbidden): a role holds more than the caller.
        """
        ...

    def get_user(self, *, user_id: UUID) -> UserView:
        """One user, archived ones too."""
        ...

    def list_users(self, *, query: ListQuery) -> Page[UserView]:
        """The users the caller may see, by name."""
        ...

    def list_user_names(self, *, query: ListQuery) -> Page[UserNameView]:
        """Colleagues by name, for everyone who is signed in."""
        ...

    def change_user(self, *, user_id: UUID, expected_version: int, fields: UserFields) -> UserView:
        """
        Change a user, his roles or his status; locking and leaving end his sessions.

        Raises: ``identity.own_rights`` (Forbidden), ``identity.grant_too_wide`` (Forbidden),
        ``identity.last_administrator``, ``identity.supervisor_cycle`` (RuleBroken),
        ``identity.email_taken`` (Conflict).
        """
        ...

    def archive_user(self, *, user_id: UUID, expected_version: int | None = None) -> UserView:
        """Raises: ``identity.last_administrator``, ``identity.user_supervises`` (RuleBroken)."""
        ...

    def restore_user(self, *, user_id: UUID) -> UserView:
        """Raises: ``identity.email_taken`` (Conflict)."""
        ...

    def reset_password(self, *, user_id: UUID) -> InvitedUserView:
        """Give a user a generated password, shown once, and end his sessions."""
        ...

    def change_password(self, *, current_password: str, new_password: str) -> None:
        """
        Change the caller's own password and end all his sessions; he logs in again.

        Raises: ``identity.login_failed`` (Forbidden), ``identity.password_weak`` (Invalid).
        """
        ...

    def create_role(self, *, fields: RoleFields) -> RoleView:
        """Raises: ``identity.role_name_taken`` (Conflict), ``identity.grant_too_wide``."""
        ...

    def get_role(self, *, role_id: UUID) -> RoleView:
        """One role, archived ones too."""
        ...

    def list_roles(self, *, query: ListQuery) -> Page[RoleView]:
        """The roles, by name."""
        ...

    def change_role(self, *, role_id: UUID, expected_version: int, fields: RoleFields) -> RoleView:
        """
        Raises: ``identity.role_fixed`` (RuleBroken): the administrator role never changes;
        ``identity.own_rights``, ``identity.grant_too_wide`` (Forbidden).
        """
        ...

    def archive_role(self, *, role_id: UUID, expected_version: int | None = None) -> RoleView:
        """Raises: ``identity.role_in_use``, ``identity.role_fixed`` (RuleBroken)."""
        ...

    def restore_role(self, *, role_id: UUID) -> RoleView:
        """Take an archived role back.  Raises: ``identity.role_name_taken`` (Conflict)."""
        ...


class Identity(Access, Structure, People, AccessQuestions, Protocol):
    """
    Organisations, units, users, roles, sessions and tokens.

    Every method may also raise ``Forbidden`` and, for ``*_id`` arguments, ``NotFound``
    ``identity.<noun>_unknown``; changes raise ``Conflict`` ``identity.<noun>_stale``.
    """

    def list_audit_entries(self, *, query: ListQuery) -> Page[AuditEntryView]:
        """What was changed in identity, newest first; needs ``audit.view``."""
        ...

    def get_reference(self, *, kind: str, reference_id: UUID) -> ReferenceView:
        """
        A minimal copy of a ``user``, a ``unit`` or the ``organisation``, archived ones too.

        Raises: ``identity.user_unknown``, ``identity.unit_unknown``,
        ``identity.reference_unknown`` (NotFound).
        """
        ...

    def search(self, *, text: str, limit: int = 20) -> list[SearchHitView]:
        """Users by name or address, as far as the caller may see them."""
        ...
