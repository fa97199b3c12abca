"""Consents: on which ground, and for which purpose, a person's data is used."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from shared.kernel.records import Record

from crm.domain.values.problems import Problems, read_fields
from crm.domain.values.texts import line, paragraphs

# GDPR article 6(1)
BASES = (
    "consent",
    "contract",
    "legal_obligation",
    "vital_interest",
    "public_task",
    "legitimate_interest",
)
# Code, Norwegian bokmål, English.
PURPOSES = (
    ("customer_relation", "Oppfølging av kundeforhold", "Customer relations"),
    ("newsletter", "Nyhetsbrev", "Newsletter"),
    ("events", "Invitasjon til arrangementer", "Invitations to events"),
    ("marketing", "Markedsføring", "Marketing"),
    ("profiling", "Profilering", "Profiling"),
)


@dataclass(eq=False, kw_only=True)
class Consent(Record):
    """A ground for one purpose; it is ended, never deleted while the person is known."""

    contact_id: UUID
    purpose: str
    basis: str
    source: str | None = None
    evidence: str | None = None
    valid_from: date
    valid_until: date | None = None
    withdrawn_at: datetime | None = None

    def withdraw(self, now: datetime, today: date) -> None:
        """End it today; doing it twice is not an error."""
        if self.withdrawn_at is None:
            self.withdrawn_at = now
            self.valid_until = min(self.valid_until or today, today)


def read_consent(given: dict[str, Any], today: date, problems: Problems) -> dict[str, Any]:
    """Turn what a caller gave into attributes of ``Consent``, noting every problem."""
    readers = {"purpose": line(60), "source": line(200), "evidence": paragraphs(2000)}
    values = {"purpose": None, "basis": "consent", **read_fields(given, readers, problems)}
    if values["basis"] not in BASES:
        problems.note("/basis", "crm.consent_basis_unknown", f"one of {', '.join(BASES)}")
    values["valid_from"] = values.get("valid_from") or today
    until = values.get("valid_until")
    if until is not None and until < values["valid_from"]:
        problems.note("/valid_until", "crm.consent_period_invalid", "it ends before it begins")
    return values
