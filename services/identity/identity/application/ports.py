"""
What identity's use cases need from outside.

The repositories are those of the unit of work; everything they find belongs to the caller's
organisation, except ``Logins``, which is asked before anybody knows which one that is.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from shared.contracts.declare import Event
from shared.contracts.identity.views import PrincipalView
from shared.kernel.context import Caller
from shared.kernel.records import Record

from identity.domain.organisations import Organisation
from identity.domain.rights import Rights
from identity.domain.roles import Role
from identity.domain.sessions import LoginSession, RefreshToken
from identity.domain.throttling import Failures, Limit
from identity.domain.tokens import ApiToken
from identity.domain.units import CostCentre, Unit
from identity.domain.users import Password, User


class Passwords(Protocol):
    """Slow, salted hashes; every call takes tens of milliseconds of a processor."""

    def hash(self, password: str) -> str:
        """Hash a new password."""
        ...

    def matches(self, password: str, password_hash: str | None) -> bool:
        """Compare; with None it takes as long and is always False."""
        ...


class AccessTokens(Protocol):
    """Short-lived signed tokens the gateway can check by itself."""

    def issue(self, claims: dict[str, object], *, now: datetime, lifetime_seconds: int) -> str:
        """Sign a token that lives from *now*."""
        ...


class Secrets(Protocol):
    """Bytes nobody can guess."""

    def random_bytes(self, number: int) -> bytes:
        """That many bytes."""
        ...


class Organisations(Protocol):
    """The caller's organisation."""

    def get(self, *, expected_version: int | None = None) -> Organisation: ...

    def lock(self) -> None:
        """
        Let one change of the organisation's structure at a time go on.

        Cycles, double codes and the last administrator cannot be seen by two transactions
        that do not see each other; such changes are rare enough to wait for one another.
        """
        ...


class Units(Protocol):
    """The tree of units."""

    def get(self, unit_id: UUID, *, expected_version: int | None = None) -> Unit: ...

    def get_live(self, unit_id: UUID) -> Unit:
        """As ``get``; raises ``UnitArchived`` for one that takes nothing new."""
        ...

    def root_id(self) -> UUID: ...

    def with_ancestors(self, unit_id: UUID) -> set[UUID]: ...

    def below(self, unit_id: UUID) -> set[UUID]:
        """The unit and all below it."""
        ...

    def belongings(self, unit_id: UUID) -> list[str]:
        """What live things belong to the unit: some of units, users, cost_centres."""
        ...

    def code_taken(self, code: str, *, by_other_than: UUID) -> bool: ...


class CostCentres(Protocol):
    """The cost centres."""

    def get(self, cost_centre_id: UUID, *, expected_version: int | None = None) -> CostCentre: ...

    def code_taken(self, code: str, *, by_other_than: UUID) -> bool: ...


class Users(Protocol):
    """The users and what follows from their roles."""

    def get(self, user_id: UUID, *, expected_version: int | None = None) -> User: ...

    def with_supervisors(self, user_id: UUID) -> set[UUID]:
        """The user and everyone above him."""
        ...

    def number_led_by(self, user_id: UUID) -> int: ...

    def working_administrators(self) -> set[UUID]:
        """Users with the administrator role who may log in."""
        ...

    def rights_of(self, role_ids: Collection[UUID]) -> Rights:
        """
        What roles allow together.

        Raises:
            NotFound: ``identity.role_unknown``, for archived roles too.
        """
        ...

    def password_of(self, user_id: UUID) -> Password | None: ...

    def bump_grants(self, *, user_ids: Collection[UUID]) -> None:
        """Raise the grants version of users whose rights change."""
        ...

    def bump_all_grants(self) -> None:
        """Raise it for everyone: the unit tree changed."""
        ...

    def grants_version(self, user_id: UUID) -> int: ...


class Roles(Protocol):
    """The roles."""

    def get(self, role_id: UUID, *, expected_version: int | None = None) -> Role: ...

    def name_taken(self, name: str, *, by_other_than: UUID) -> bool: ...

    def held_by(self, user_id: UUID) -> list[Role]:
        """The user's live roles."""
        ...

    def holders(self, role_id: UUID) -> set[UUID]:
        """Live users with the role."""
        ...


class Logins(Protocol):
    """Which e-mail belongs to whom, over all organisations, and failed attempts."""

    def find(self, email_key: str) -> tuple[UUID, UUID] | None:
        """Organisation and user of an address."""
        ...

    def claim(self, user: User) -> None:
        """Reserve the user's address, giving up his former one.  Raises ``EmailTaken``."""
        ...

    def release(self, user_id: UUID) -> None: ...

    def failures(self, keys: dict[Limit, bytes]) -> dict[Limit, Failures]: ...

    def count_failure(self, keys: dict[Limit, bytes], *, user: User | None) -> None:
        """Count a failed attempt; one at a known user is audited in his organisation."""
        ...

    def forget_failures(self, keys: Collection[bytes]) -> None: ...


class Sessions(Protocol):
    """Login sessions with their refresh tokens."""

    def get(self, session_id: UUID) -> LoginSession:
        """Raises ``SessionEnded`` for an unknown one."""
        ...

    def open_of(self, user_id: UUID) -> list[LoginSession]: ...

    def find_token(self, token_hash: bytes) -> RefreshToken | None:
        """The token, locked until the transaction ends."""
        ...

    def add_token(
        self, *, session_id: UUID, token_hash: bytes, follows: UUID | None = None
    ) -> None: ...

    def use_token(self, token: RefreshToken) -> None:
        """Mark it used and withdraw its unused siblings."""
        ...

    def forget(self, session_id: UUID) -> None:
        """Delete a session that ended long ago."""
        ...


class ApiTokens(Protocol):
    """Personal API tokens."""

    def get(self, api_token_id: UUID, *, expected_version: int | None = None) -> ApiToken: ...

    def find(self, token_hash: bytes) -> ApiToken | None: ...

    def note_use(self, api_token_id: UUID) -> None:
        """Remember that a token is used now."""
        ...


class Principals(Protocol):
    """Who somebody is and what he may do, read in one statement."""

    def of_session(self, *, user_id: UUID, session_id: UUID) -> PrincipalView:
        """Raises ``SessionEnded``."""
        ...

    def of_api_token(self, token: ApiToken) -> PrincipalView:
        """Raises ``ApiTokenInvalid`` when the owner may not log in."""
        ...


class IdentityWork(Protocol):
    """One transaction with identity's repositories and adapters."""

    caller: Caller

    @property
    def organisations(self) -> Organisations: ...

    @property
    def units(self) -> Units: ...

    @property
    def cost_centres(self) -> CostCentres: ...

    @property
    def users(self) -> Users: ...

    @property
    def roles(self) -> Roles: ...

    @property
    def logins(self) -> Logins: ...

    @property
    def sessions(self) -> Sessions: ...

    @property
    def api_tokens(self) -> ApiTokens: ...

    @property
    def principals(self) -> Principals: ...

    @property
    def passwords(self) -> Passwords: ...

    @property
    def access_tokens(self) -> AccessTokens: ...

    @property
    def secrets(self) -> Secrets: ...

    def now(self) -> datetime: ...

    def today(self) -> date: ...

    def save(self, record: Record) -> None: ...

    def publish(self, fact: Event) -> None: ...

    def schedule(
        self, kind: str, key: str, due_at: datetime, payload: dict[str, object] | None = None
    ) -> None: ...

    def act_for(self, organisation_id: UUID) -> None: ...

    def act_as(self, caller: Caller) -> None: ...

    def commit(self) -> None: ...
