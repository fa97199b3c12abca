"""Use cases of consents."""

from uuid import UUID

from shared.contracts.crm.privacy_views import ConsentFields

from crm.application.changing import allow, refuse_stale
from crm.application.classification import ensure_lists
from crm.application.ports import CrmWork
from crm.domain.privacy.consents import PURPOSES, Consent, read_consent
from crm.domain.values.problems import Problems

LIST = "consent_purposes"


def create_consent(work: CrmWork, *, contact_id: UUID, fields: ConsentFields) -> Consent:
    """
    Write down on which ground a contact's data is used.

    Raises:
        Invalid: see ``Crm.create_consent``.
    """
    contact = work.contacts.get(contact_id)
    allow(work, "contact.update", contact, "contact")
    problems = Problems()
    values = read_consent(fields.given(), work.today(), problems)
    ensure_purposes(work)
    if not values["purpose"] or not work.lists.known_codes(LIST, [values["purpose"]]):
        problems.note("/purpose", "crm.consent_purpose_unknown", "there is no such purpose")
    problems.stop("crm.consent_invalid")
    consent = Consent(contact_id=contact.id, **values)
    work.save(consent)
    return consent


def withdraw_consent(
    work: CrmWork, *, consent_id: UUID, expected_version: int | None = None
) -> Consent:
    """End a consent now; it stays in the history."""
    consent = work.privacy.consent(consent_id)
    allow(work, "contact.update", work.contacts.get(consent.contact_id), "contact")
    refuse_stale(consent, "consent", expected_version)
    consent.withdraw(work.now(), work.today())
    work.save(consent)
    return consent


def ensure_purposes(work: CrmWork) -> None:
    """Make the list of purposes unless there is one: it came after the other lists."""
    ensure_lists(work)
    if not work.lists.values(LIST):
        work.lists.add_all(
            [
                {
                    "list_name": LIST,
                    "code": code,
                    "name_nb": name_nb,
                    "name_en": name_en,
                    "position": position,
                }
                for position, (code, name_nb, name_en) in enumerate(PURPOSES)
            ]
        )
