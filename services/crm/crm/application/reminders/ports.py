"""What use cases of reminders need from outside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from crm.domain.reminders.reminding import Firing, Preference, Reminder


@dataclass(frozen=True, kw_only=True)
class DueMail:
    """A firing for e-mail, and how far it has come."""

    activity_id: UUID
    user_id: UUID
    starts: str
    occurrence_start: str | None
    state: str


class Reminders(Protocol):
    """Reminders of the caller's organisation."""

    def of_activity(self, activity_id: UUID) -> list[Reminder]:
        """Everybody's, about one activity."""
        ...

    def get(self, reminder_id: UUID) -> Reminder:
        """One of the caller's own; ``crm.reminder_unknown``."""
        ...

    def add_all(self, reminders: Sequence[Reminder]) -> None: ...

    def plan_next(self, next_at: dict[UUID, datetime], activity_id: UUID) -> None:
        """Write down when each comes next; those not named come no more."""
        ...

    def claim(self, firing: Firing, *, state: str) -> UUID | None:
        """Take a firing, once for ever; None when it was taken before."""
        ...

    def mail(self, reminder_id: UUID) -> DueMail | None:
        """A firing for e-mail, locked."""
        ...

    def note_mail(self, reminder_id: UUID, *, state: str) -> None:
        """Write down how far it has come."""
        ...

    def preferences(self, user_ids: Iterable[UUID]) -> dict[UUID, Preference]:
        """Those who have one."""
        ...

    def keep_preference(self, preference: Preference) -> None:
        """Of the caller."""
        ...


class Mailer(Protocol):
    """Sends e-mail."""

    @property
    def is_available(self) -> bool:
        """Whether this installation can send any."""
        ...

    def send(self, *, to: str, subject: str, text: str, message_id: str) -> None:
        """
        Hand one message over; it has left when this returns.

        Raises:
            MailRefused: It will never be taken.
            MailUnavailable: Nothing was handed over; later perhaps.
        """
        ...


class MailRefused(Exception):
    """The mail server does not take this message."""


class MailUnavailable(Exception):
    """The mail server could not be asked; the message has not left."""
