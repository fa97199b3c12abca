"""Shapes of reminders, as crm answers and accepts them."""

from datetime import datetime
from uuid import UUID

from shared.contracts.declare import UNSET, Fields, UnsetType, View


class ReminderView(View):
    """
    One of the caller's reminders.

    ``next_at`` is when it comes next, null when it comes no more.  ``status`` is ``unavailable``
    when the channel is e-mail and the installation cannot send any.
    """

    id: UUID
    activity_id: UUID
    subject: str
    lead_minutes: int
    channel: str  # in_app, email
    status: str  # planned, over, unavailable
    next_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class ReminderFields(Fields):
    """What may be chosen: 15 minutes before and in the application, unless said otherwise."""

    lead_minutes: int | UnsetType = UNSET
    channel: str | UnsetType = UNSET


class ReminderPreferenceView(View):
    """How somebody is reminded; ``unavailable`` names channels that do not work here."""

    lead_minutes: int
    channels: list[str]
    unavailable: list[str]


class ReminderPreferenceFields(Fields):
    """How to be reminded of activities planned from now on; no channel for not at all."""

    lead_minutes: int | UnsetType = UNSET
    channels: list[str] | UnsetType = UNSET
