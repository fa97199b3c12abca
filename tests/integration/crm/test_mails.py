"""Reminders by e-mail, against a real SMTP server in this process."""

import email
import email.policy
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from crm.adapters.mail import SmtpMailer
from crm.application.reminders.mailing import mail_reminder
from crm.application.reminders.ports import MailUnavailable
from crm.domain.reminders.reminding import Firing, Reminder
from crm.persistence.work import CrmWork
from shared.capabilities.references import keep_reference
from shared.contracts.references import ReferenceView
from shared.persistence.work import Works
from shared.testing.waiting import free_port


class Mailbox:
    """Keeps what is handed in; refuses mail for nobody."""

    def __init__(self):
        self.messages = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.messages.append(
            email.message_from_bytes(envelope.content, policy=email.policy.default)
        )
        return "250 OK"


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture
def server(mailbox):
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def mailing(platform, server):
    """crm's units of work with a mail server."""

    def units(port=server.port):
        works = platform.service("crm").works
        mailer = SmtpMailer(
            host="127.0.0.1",
            port=port,
            security="none",
            username="",
            password="",
            sender="samspill@fjord.example",
            within_seconds=5,
        )
        return Works(CrmWork, works.engine, **{**works.adapters, "mailer": mailer})

    return units


@pytest.fixture
def knows(platform, org):
    """Lets crm have heard of the caller."""

    def heard_of(address, **more):
        data = {"email": address, "time_zone": "Europe/Oslo", "locale": "en", **more}
        copy = ReferenceView(
            kind="user", id=org.actor_id, version=1, name="Kari", number=address, data=data
        )
        with platform.work("crm", org) as work:
            keep_reference(work, copy)

    return heard_of


@pytest.fixture
def waiting(platform, crm, org):
    """A reminder by e-mail that has fired and was not sent."""

    def fire():
        fields = {"kind": "call", "subject": "Ring Kari", "start": "2199-06-03T12:00:00Z"}
        call = crm.create_activity(fields=fields)
        with platform.work("crm", org) as work:
            activity = work.activities.get(call["id"])
            reminder = Reminder(
                activity_id=activity.id, user_id=org.actor_id, lead_minutes=15, channel="email"
            )
            firing = Firing(
                reminder=reminder,
                occurrence_start=None,
                starts=call["start"],
                subject=call["subject"],
            )
            return work.reminders.claim(firing, state="waiting")

    return fire


def state(platform, reminder_id):
    ((found,),) = platform.rows(
        "crm", "SELECT state FROM reminder_firings WHERE id = %s", str(reminder_id)
    )
    return found


def test_the_same_reminder_is_sent_once(platform, org, mailing, mailbox, knows, waiting):
    knows("kari@fjord.example")
    reminder_id = waiting()

    for _ in range(2):
        mail_reminder(mailing(), organisation_id=org.organisation_id, reminder_id=reminder_id)

    (message,) = mailbox.messages
    assert message["To"] == "kari@fjord.example"
    assert message["Subject"] == "Reminder: Ring Kari"
    assert message["Message-ID"] == f"<{reminder_id}@samspill>"
    assert message.get_content().strip() == "Begins on 2199-06-03 at 14:00"
    assert state(platform, reminder_id) == "sent"


def test_a_mail_server_that_is_away_is_asked_again(platform, org, mailing, mailbox, knows, waiting):
    knows("kari@fjord.example")
    which = {"organisation_id": org.organisation_id, "reminder_id": waiting()}

    with pytest.raises(MailUnavailable):
        mail_reminder(mailing(free_port()), **which)
    assert state(platform, which["reminder_id"]) == "waiting"
    mail_reminder(mailing(), **which)

    assert len(mailbox.messages) == 1


def test_what_was_perhaps_sent_before_a_crash_is_not_sent_again(
    platform, org, mailing, mailbox, knows, waiting
):
    knows("kari@fjord.example")
    reminder_id = waiting()
    with platform.work("crm", org) as work:
        work.reminders.note_mail(reminder_id, state="sending")

    mail_reminder(mailing(), organisation_id=org.organisation_id, reminder_id=reminder_id)

    assert mailbox.messages == []
    assert state(platform, reminder_id) == "uncertain"


def test_an_address_that_is_refused_is_given_up(platform, org, mailing, mailbox, knows, waiting):
    knows("nobody@fjord.example")
    reminder_id = waiting()

    mail_reminder(mailing(), organisation_id=org.organisation_id, reminder_id=reminder_id)

    assert mailbox.messages == []
    assert state(platform, reminder_id) == "refused"


def test_a_reminder_reaches_the_mailbox_through_the_platform(
    platform, crm, org, server, mailbox, knows, eventually
):
    knows("kari@fjord.example")
    settings = {
        "CRM_SMTP_HOST": "127.0.0.1",
        "CRM_SMTP_PORT": str(server.port),
        "CRM_SMTP_SECURITY": "none",
        "CRM_SMTP_SENDER": "samspill@fjord.example",
    }
    platform.environ.update(settings)
    try:
        _restart(platform, eventually)
        start = (datetime.now(UTC) + timedelta(minutes=30, seconds=3)).isoformat()
        call = crm.create_activity(fields={"kind": "call", "subject": "Ring", "start": start})
        which = {"activity_id": call["id"]}
        crm.create_reminder(**which, fields={"lead_minutes": 30, "channel": "email"})
        eventually(lambda: mailbox.messages, within_seconds=60)
        assert mailbox.messages[0]["Subject"] == "Reminder: Ring"
    finally:
        for name in settings:
            del platform.environ[name]
        _restart(platform, eventually)


def _restart(platform, eventually):
    for job in ("worker", "sync"):
        platform.kill_process(job)
        platform.start_process(job)
    for job in ("worker", "sync"):
        eventually(lambda job=job: platform.is_ready(job), within_seconds=60)
