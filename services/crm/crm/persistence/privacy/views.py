"""Reading consents, requests, retention and exports."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.capabilities.policy import require, same_organisation
from shared.capabilities.privacy.parts import grant_for
from shared.contracts.crm.privacy_views import (
    CertificateView,
    ConsentView,
    ExportView,
    PartView,
    PrivacyRequestView,
    RetentionView,
)
from shared.contracts.declare import load
from shared.contracts.privacy import SubjectState
from shared.kernel.errors import NotFound, invalid_field
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from sqlalchemy import ColumnElement, and_, not_, select

from crm.application.privacy.requests import every_service
from crm.persistence.privacy.tables import consents, exports, privacy_requests

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_CONSENT = [name for name in ConsentView.__struct_fields__ if name in consents.c]
_REQUEST = [
    name
    for name in PrivacyRequestView.__struct_fields__
    if name in privacy_requests.c and name not in ("subject", "parts")
]
_EXPORT = [
    name
    for name in ExportView.__struct_fields__
    if name in exports.c and name not in ("parts", "status")
]
_RETENTION = RetentionView.__struct_fields__
_SORTED = ("kind", "status", "due_on", "requested_at", "created_at")

_CONSENTS = Listing(
    consents,
    filters={name: consents.c[name] for name in ("purpose", "basis")},
    sorts={name: consents.c[name] for name in ("created_at", "valid_from")},
)
_EXPORTS = Listing(
    exports,
    filters={name: exports.c[name] for name in ("kind", "status", "created_at")},
    sorts={name: exports.c[name] for name in ("kind", "status", "created_at")},
)


class PrivacyReads:
    """What is shown of privacy, inside one unit of work."""

    def __init__(self, work: "CrmWork") -> None:
        self._work = work

    def consents(self, contact_id: UUID, query: ListQuery) -> Page[ConsentView]:
        """A page of a contact's consents; the contact must be visible."""
        self._work.contacts.show(contact_id)
        where = same_organisation(self._work.caller, consents)
        return _CONSENTS.page(
            self._work,
            query,
            where=and_(where, consents.c.contact_id == contact_id),
            to_view=self.consent,
        )

    def consent(self, row: Any) -> ConsentView:
        """A view from a row or a record."""
        today = self._work.today()
        ends = row.valid_until is not None and row.valid_until < today
        holds = row.withdrawn_at is None and row.valid_from <= today and not ends
        return ConsentView(**{name: getattr(row, name) for name in _CONSENT}, holds=holds)

    def show_request(self, request_id: UUID) -> PrivacyRequestView:
        """One request; ``crm.privacy_request_unknown``."""
        require(self._work.caller, "privacy.view")
        return self.request(self._work.privacy.request(request_id))

    def requests(self, query: ListQuery) -> Page[PrivacyRequestView]:
        """A page of requests; one statement."""
        require(self._work.caller, "privacy.view")
        table = privacy_requests
        late = and_(table.c.due_on < self._work.today(), table.c.completed_at.is_(None))
        listing = Listing(
            table,
            filters={name: table.c[name] for name in (*_SORTED, "contact_id", "source")},
            sorts={name: table.c[name] for name in _SORTED},
            special={"overdue": lambda value: _yes_no(value, late)},
        )
        where = same_organisation(self._work.caller, table)
        return listing.page(self._work, query, where=where, to_view=self.request)

    def request(self, row: Any) -> PrivacyRequestView:
        """A view from a row or a record."""
        is_running = row.kind == "erase" and row.status == "running"
        parts = _parts(row.parts)
        return PrivacyRequestView(
            **{name: getattr(row, name) for name in _REQUEST},
            subject=load(SubjectState, row.subject),
            is_overdue=row.completed_at is None and row.due_on < self._work.today(),
            parts=parts,
            missing=_missing(row.parts, row.round_no) if is_running else [],
        )

    def certificate(self, request_id: UUID) -> CertificateView:
        """What was done; ``crm.certificate_unknown``."""
        require(self._work.caller, "privacy.view")
        found = self._work.privacy.request(request_id).certificate
        if found is None:
            raise NotFound("It is not done.", code="crm.certificate_unknown", id=request_id)
        certificate: CertificateView = load(CertificateView, found)
        return certificate

    def retention(self) -> RetentionView:
        """The organisation's settings."""
        settings = self._work.privacy.retention()
        return RetentionView(**{name: getattr(settings, name) for name in _RETENTION})

    def show_export(self, export_id: UUID) -> ExportView:
        """One export the caller may read; ``crm.export_unknown``."""
        table = exports
        row = self._work.session.execute(
            select(table).where(table.c.id == export_id, self._readable())
        ).first()
        if row is None:
            raise NotFound("There is no such export.", code="crm.export_unknown", id=export_id)
        return self.export(row)

    def exports(self, query: ListQuery) -> Page[ExportView]:
        """A page of the exports the caller may read."""
        return _EXPORTS.page(self._work, query, where=self._readable(), to_view=self.export)

    def export(self, row: Any) -> ExportView:
        """A view from a row or a record."""
        is_over = row.status == "ready" and row.expires_at <= self._work.now()
        rows = [n for part in row.parts.values() for each in part["counts"].values()
                for n in each.values()]  # fmt: skip
        return ExportView(
            **{name: getattr(row, name) for name in _EXPORT},
            status="expired" if is_over else row.status,
            parts=_parts(row.parts),
            missing=_missing(row.parts, 1) if row.status == "writing" else [],
            rows=sum(rows),
        )

    def _readable(self) -> ColumnElement[bool]:
        caller = self._work.caller
        kinds = [
            kind
            for kind in ("organisation", "list", "subject")
            if caller.scope(*grant_for(kind).split(".")) != "none"
        ]
        return and_(same_organisation(caller, exports), exports.c.kind.in_(kinds))


def _parts(parts: dict[str, Any]) -> list[PartView]:
    return [
        PartView(
            service=service,
            status="done",
            round_no=part["round_no"],
            counts=part["counts"],
            done_at=datetime.fromisoformat(part["done_at"]),
        )
        for service, part in sorted(parts.items())
    ]


def _missing(parts: dict[str, Any], round_no: int) -> list[str]:
    return [
        each for each in every_service() if parts.get(each, {"round_no": 0})["round_no"] < round_no
    ]


def _yes_no(value: str, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    if value not in ("true", "false"):
        raise invalid_field("/overdue", "must be true or false")
    return condition if value == "true" else not_(condition)
