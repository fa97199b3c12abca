"""What use cases of privacy need from outside."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from shared.contracts.privacy import SubjectState

from crm.domain.privacy.consents import Consent
from crm.domain.privacy.exports import Export
from crm.domain.privacy.requests import PrivacyRequest
from crm.domain.privacy.retention import Retention


class Privacy(Protocol):
    """Consents, requests, exports and retention of the caller's organisation."""

    def consent(self, consent_id: UUID) -> Consent: ...

    def request(self, request_id: UUID, *, lock: bool = False) -> PrivacyRequest: ...

    def request_of(self, export_id: UUID) -> PrivacyRequest | None:
        """The request that an export answers."""
        ...

    def export(self, export_id: UUID, *, lock: bool = False) -> Export: ...

    def open_request(self, kind: str, subject: SubjectState) -> UUID | None:
        """An open request of this kind about one of the subject's contacts."""
        ...

    def subject(
        self, contact_ids: Iterable[UUID], emails: list[str], phones: list[str], names: list[str]
    ) -> SubjectState:
        """Everything a person is known by: all contacts with these ids, e-mails or phones."""
        ...

    def is_user(self, emails: Iterable[str]) -> bool:
        """Whether one of the organisation's own people has such an address."""
        ...

    def bury(self, subject: SubjectState, request_id: UUID) -> None:
        """Keep keyed hashes of e-mails and phones, so that no import brings him back unnoticed."""
        ...

    def buried(self, values: Iterable[str]) -> set[str]:
        """Those of the e-mails and phones that belong to somebody forgotten."""
        ...

    def forget_requests(self, request_id: UUID) -> None:
        """Drop the messages that said whom it was about; every service has had them."""
        ...

    def retention(self) -> Retention:
        """The organisation's settings; made when there are none."""
        ...

    def stale_prospects(self, before: date, limit: int) -> list[UUID]:
        """Contacts of prospects only, of whom nothing was heard since."""
        ...

    def empty_import_files(self, before: datetime) -> int:
        """Drop the bytes of finished imports; how many there were."""
        ...

    def expire_exports(self) -> None: ...
