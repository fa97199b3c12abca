"""
Reminding by e-mail: outside transactions, because a mail server takes its time.

Once, as far as SMTP lets anybody know.  ``sending`` is stored before a message is handed over and
``sent`` after it.  Whoever finds ``sending`` does not know whether the message left; it is noted
as ``uncertain`` and not sent again, because the same reminder is in the application too.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from shared.capabilities.references import references
from shared.kernel.errors import NotFound

from crm.application.ports import CrmWork
from crm.application.reminders.ports import DueMail, Mailer, MailRefused, MailUnavailable
from crm.domain.activities import Activity
from crm.domain.notifications.wording import beginning, title_of


class Units(Protocol):
    """Opens units of work of the platform itself."""

    def system(self, organisation_id: UUID) -> AbstractContextManager[CrmWork]: ...


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A message that is about to leave."""

    to: str
    subject: str
    text: str
    mailer: Mailer


def mail_reminder(units: Units, *, organisation_id: UUID, reminder_id: UUID) -> None:
    """
    Send what was fired for e-mail, unless it was sent, or is not needed any more.

    Raises:
        MailUnavailable: Nothing left; the message that asked for it is tried again.
    """
    with units.system(organisation_id) as work:
        letter = _take(work, reminder_id)
    if letter is None:
        return
    state = "uncertain"
    try:
        letter.mailer.send(
            to=letter.to, subject=letter.subject, text=letter.text, message_id=str(reminder_id)
        )
        state = "sent"
    except MailRefused:
        state = "refused"
    except MailUnavailable:
        state = "waiting"
        raise
    finally:
        with units.system(organisation_id) as work:
            work.reminders.note_mail(reminder_id, state=state)


def _take(work: CrmWork, reminder_id: UUID) -> Letter | None:
    """Mark it as being sent and write the letter; None when there is nothing to send."""
    mail = work.reminders.mail(reminder_id)
    if mail is None or mail.state not in ("waiting", "sending"):
        return None
    if mail.state == "sending":
        work.reminders.note_mail(reminder_id, state="uncertain")
        return None
    if not work.mailer.is_available:
        work.reminders.note_mail(reminder_id, state="unavailable")
        return None
    letter = _letter(work, mail)
    work.reminders.note_mail(reminder_id, state="sending" if letter else "dropped")
    return letter


def _letter(work: CrmWork, mail: DueMail) -> Letter | None:
    person = references(work, "user", [mail.user_id]).get(mail.user_id)  # type: ignore[arg-type]
    activity = _planned(work, mail.activity_id)
    if person is None or person.archived or not person.data.get("email") or activity is None:
        return None
    locale = person.data.get("locale") or work.caller.locale
    time_zone = person.data.get("time_zone") or work.caller.time_zone
    is_hidden = activity.is_hidden_from(mail.user_id)
    subject = None if is_hidden else _subject(activity, mail.occurrence_start)
    return Letter(
        to=person.data["email"],
        subject=title_of("reminder", subject=subject, locale=locale),
        text=beginning(mail.starts, locale=locale, time_zone=time_zone),
        mailer=work.mailer,
    )


def _planned(work: CrmWork, activity_id: UUID) -> Activity | None:
    try:
        activity = work.activities.get(activity_id)
    except NotFound:
        return None
    is_on = activity.status == "planned" and activity.archived_at is None
    return activity if is_on else None


def _subject(activity: Activity, occurrence_start: str | None) -> str:
    own = (each for each in activity.changes if each.occurrence_start == occurrence_start)
    change = next(own, None)
    return (change.subject if change else None) or activity.subject
