"""E-mail through somebody's mail server (SMTP, RFC 5321)."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage

from crm.application.reminders.ports import MailRefused, MailUnavailable

_SECURITIES = ("starttls", "tls", "none")


@dataclass(frozen=True, kw_only=True)
class SmtpMailer:
    """
    Hands messages to one mail server; without a host there is no e-mail.

    Args:
        security: ``starttls``, ``tls`` from the beginning, or ``none`` for a server beside us.
    """

    host: str
    port: int
    security: str
    username: str
    password: str
    sender: str
    within_seconds: float

    @property
    def is_available(self) -> bool:
        return bool(self.host and self.sender and self.security in _SECURITIES)

    def send(self, *, to: str, subject: str, text: str, message_id: str) -> None:
        message = EmailMessage()
        message["From"], message["To"] = self.sender, to
        message["Subject"] = " ".join(subject.split())
        message["Message-ID"] = f"<{message_id}@samspill>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        try:
            self._hand_over(message)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused) as error:
            raise MailRefused(type(error).__name__) from error
        except smtplib.SMTPDataError as error:
            kind = MailRefused if error.smtp_code >= 500 else MailUnavailable
            raise kind(f"status {error.smtp_code}") from error
        except (
            smtplib.SMTPConnectError,
            smtplib.SMTPHeloError,
            smtplib.SMTPAuthenticationError,
            smtplib.SMTPNotSupportedError,
            ConnectionRefusedError,
            ssl.SSLError,
        ) as error:
            raise MailUnavailable(type(error).__name__) from error

    def _hand_over(self, message: EmailMessage) -> None:
        context = ssl.create_default_context()
        if self.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=self.within_seconds, context=context
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=self.within_seconds)
        with server:
            if self.security == "starttls":
                server.starttls(context=context)
            if self.username:
                server.login(self.username, self.password)
            server.send_message(message)
