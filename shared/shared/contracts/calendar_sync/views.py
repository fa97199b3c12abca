"""Shapes of calendar_sync's questions and answers."""

from datetime import datetime
from uuid import UUID

from shared.contracts.declare import UNSET, Fields, UnsetType, View


class AccountView(View):
    """
    A person's calendar at some provider.  Credentials are never shown.

    Shape: ``status`` connecting, active, degraded, reauth_needed or disconnected.
    """

    id: UUID
    user_id: UUID
    provider: str
    url: str
    username: str
    status: str
    last_error_kind: str | None
    last_error_text: str | None
    blocked_until: datetime | None
    last_synced_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class AccountFields(Fields):
    """
    An account to connect or change.

    Shape: ``provider`` caldav; ``url`` of the calendar collection; ``kinds`` of activities to
    send, all when empty; ``privacy`` full, or busy to send no titles.  ``kinds`` and ``privacy``
    go to the binding that is made with the account.
    """

    provider: str | UnsetType = UNSET
    url: str | UnsetType = UNSET
    username: str | UnsetType = UNSET
    password: str | UnsetType = UNSET
    kinds: list[str] | UnsetType = UNSET
    privacy: str | UnsetType = UNSET


class BindingView(View):
    """
    One calendar of one account, and how far it is in step.

    Shape: ``direction`` out; ``pending`` changes are on their way, ``failed`` ones need a person.
    """

    id: UUID
    account_id: UUID
    user_id: UUID
    external_calendar_id: str
    direction: str
    kinds: list[str]
    privacy: str
    linked: int
    pending: int
    failed: int
    last_synced_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class BindingFields(Fields):
    """What of a binding can be changed.  Shapes as in ``AccountFields``."""

    kinds: list[str] | UnsetType = UNSET
    privacy: str | UnsetType = UNSET


class FeedView(View):
    """
    A private calendar address (ICS) of one user.

    ``token`` is shown once, when the feed is made or its address changed; the address is
    ``/calendar/feed/<token>.ics``.
    """

    id: UUID
    user_id: UUID
    name: str
    privacy: str
    token: str | None
    last_read_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class FeedFields(Fields):
    """A feed to make or change.  Shape: ``privacy`` full, or busy to show no titles at all."""

    name: str | UnsetType = UNSET
    privacy: str | UnsetType = UNSET


class FeedContentView(View):
    """
    The calendar of a feed as text (``text/calendar``), or None when ``etag`` was the asker's.

    ``etag`` is without quotes; serve with ``Cache-Control: private``.
    """

    text: str | None
    etag: str


class ConflictView(View):
    """
    Something in a calendar that needs a person, or was decided without one.

    Shape: ``reason`` changed_there, deleted_there (by somebody, in that calendar) or refused;
    ``resolution`` None while open, ours_kept (theirs was replaced) or superseded.
    """

    id: UUID
    binding_id: UUID
    user_id: UUID
    activity_id: UUID
    reason: str
    detail: str | None
    ours: dict[str, str | None]
    theirs: dict[str, str | None]
    resolution: str | None
    created_at: datetime
