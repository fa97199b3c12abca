"""Privacy: loading, and finding everything one person is known by."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.capabilities.policy import same_organisation
from shared.contracts.privacy import SubjectState
from shared.persistence.records import get_record
from sqlalchemy import ColumnElement, Text, and_, cast, delete, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as upsert

from crm.domain.privacy.consents import Consent
from crm.domain.privacy.exports import Export
from crm.domain.privacy.requests import OPEN, PrivacyRequest
from crm.domain.privacy.retention import Retention
from crm.persistence.activity_tables import timeline_entries
from crm.persistence.import_tables import import_files, imports
from crm.persistence.privacy import mapping  # noqa: F401 - classes are mapped before they are used
from crm.persistence.privacy.tables import (
    exports,
    privacy_requests,
    retention_settings,
)
from crm.persistence.privacy.tombstones import Tombstones
from crm.persistence.tables import affiliations, contacts, customers

if TYPE_CHECKING:
    pass


class StoredPrivacy(Tombstones):
    """Privacy of this database, inside one unit of work."""

    def consent(self, consent_id: UUID) -> Consent:
        return get_record(self._work, Consent, consent_id, unknown="crm.consent_unknown")

    def request(self, request_id: UUID, *, lock: bool = False) -> PrivacyRequest:
        unknown = "crm.privacy_request_unknown"
        return get_record(self._work, PrivacyRequest, request_id, unknown=unknown, lock=lock)

    def request_of(self, export_id: UUID) -> PrivacyRequest | None:
        """The request that an export answers."""
        found = select(PrivacyRequest).where(privacy_requests.c.export_id == export_id)
        return self._work.session.execute(
            found.where(same_organisation(self._work.caller, privacy_requests))
        ).scalar_one_or_none()

    def export(self, export_id: UUID, *, lock: bool = False) -> Export:
        return get_record(self._work, Export, export_id, unknown="crm.export_unknown", lock=lock)

    def open_request(self, kind: str, subject: SubjectState) -> UUID | None:
        """An open request of this kind about the same contact or address."""
        table = privacy_requests
        same: list[ColumnElement[bool]] = [table.c.contact_id.in_(subject.contact_ids)]
        for name in ("emails", "phones"):
            same += [table.c.subject[name].contains([each]) for each in getattr(subject, name)]
        return self._work.session.execute(
            select(table.c.id)
            .where(same_organisation(self._work.caller, table), or_(*same))
            .where(table.c.kind == kind, table.c.status.in_(OPEN))
            .limit(1)
        ).scalar()

    def subject(
        self, contact_ids: Iterable[UUID], emails: list[str], phones: list[str], names: list[str]
    ) -> SubjectState:
        """Everything a person is known by: all contacts with these ids, e-mails or phones."""
        rows = self._same_person(list(contact_ids), emails, phones)
        full = {f"{row.given_name} {row.family_name}" for row in rows if _has_both(row)}
        ids = sorted({row.id for row in rows})
        own = self._only_his(
            ids,
            {*names, *full},
            {*emails, *(each for row in rows for each in row.emails)},
            {*phones, *(each for row in rows for each in row.phones)},
        )
        return SubjectState(
            contact_ids=ids,
            names=own[0],
            given_names=sorted({row.given_name for row in rows if row.given_name}),
            family_names=sorted({row.family_name for row in rows if row.family_name}),
            emails=own[1],
            phones=own[2],
        )

    def is_user(self, emails: Iterable[str]) -> bool:
        """Whether one of the organisation's own people has such an address."""
        copies = self._work.table("reference_copies")
        address = func.lower(copies.c.data["email"].astext)
        return bool(
            self._work.session.execute(
                select(copies.c.id)
                .where(same_organisation(self._work.caller, copies), copies.c.kind == "user")
                .where(address.in_(list(emails)))
                .limit(1)
            ).first()
        )

    def forget_requests(self, request_id: UUID) -> None:
        """Drop the messages that said whom it was about; every service has had them."""
        outbox = self._work.table("outbox_messages")
        self._work.session.execute(delete(outbox).where(outbox.c.aggregate_id == request_id))

    def retention(self) -> Retention:
        """The organisation's settings; made when there are none."""
        caller, table = self._work.caller, retention_settings
        found = select(Retention).where(same_organisation(caller, table))
        settings = self._work.session.execute(found).scalar_one_or_none()
        if settings is not None:
            return settings
        first = Retention()
        now = self._work.now()
        self._work.session.execute(  # another transaction may be making them this moment
            upsert(table)
            .values(
                id=first.id,
                organisation_id=caller.organisation_id,
                version=1,
                created_at=now,
                updated_at=now,
                action=first.action,
                import_file_days=first.import_file_days,
                export_days=first.export_days,
            )
            .on_conflict_do_nothing(index_elements=["organisation_id"])
        )
        return self._work.session.execute(found).scalar_one()

    def stale_prospects(self, before: date, limit: int) -> list[UUID]:
        """Contacts of prospects only, of whom nothing was heard since."""
        place = affiliations.c.contact_id == contacts.c.id
        company = and_(place, customers.c.id == affiliations.c.customer_id)
        is_more = exists().where(company, customers.c.kinds != _words("prospect"))
        is_alive = exists().where(company, customers.c.updated_at >= before)
        happened = and_(
            timeline_entries.c.customer_id == customers.c.id,
            timeline_entries.c.ref_kind != "customer",
            timeline_entries.c.at >= before,
        )
        is_worked_with = exists().where(company, happened)
        return list(
            self._work.session.execute(
                select(contacts.c.id)
                .where(same_organisation(self._work.caller, contacts))
                .where(contacts.c.archived_at.is_(None), contacts.c.updated_at < before)
                .where(exists().where(place), ~is_more, ~is_alive, ~is_worked_with)
                .order_by(contacts.c.updated_at)
                .limit(limit)
            ).scalars()
        )

    def empty_import_files(self, before: datetime) -> int:
        """Drop the bytes of finished imports; how many there were."""
        finished = select(imports.c.id).where(
            same_organisation(self._work.caller, imports), imports.c.updated_at < before
        )
        emptied = self._work.session.execute(
            update(import_files)
            .where(same_organisation(self._work.caller, import_files))
            .where(import_files.c.import_id.in_(finished), import_files.c.content != b"")
            .values(content=b"")
            .returning(import_files.c.import_id)
        ).all()
        return len(emptied)

    def expire_exports(self) -> None:
        """Say of exports past their time that they are gone."""
        self._work.session.execute(
            update(exports)
            .where(same_organisation(self._work.caller, exports), exports.c.status == "ready")
            .where(exports.c.expires_at < self._work.now())
            .values(status="expired", version=exports.c.version + 1)
        )

    def _same_person(self, ids: list[UUID], emails: list[str], phones: list[str]) -> Sequence[Any]:
        """The contacts of one person; without an id, those with the e-mail or phone."""
        mine = same_organisation(self._work.caller, contacts)
        if not ids:
            reached = contacts.c.emails.overlap(_words(*emails))
            reached |= contacts.c.phones.overlap(_words(*phones))
            return self._work.session.execute(select(contacts).where(mine, reached)).all()
        rows = self._work.session.execute(
            select(contacts).where(mine, contacts.c.id.in_(ids))
        ).all()
        twins = [
            and_(
                contacts.c.given_name == row.given_name,
                contacts.c.family_name == row.family_name,
                contacts.c.emails.overlap(_words(*row.emails)),
            )
            for row in rows
        ]
        merged = [each for row in rows if (each := row.merged_into_id)]
        his = or_(contacts.c.id.in_([*ids, *merged]), contacts.c.merged_into_id.in_(ids), *twins)
        return self._work.session.execute(select(contacts).where(mine, his)).all()

    def _only_his(
        self, ids: list[UUID], names: set[str], emails: set[str], phones: set[str]
    ) -> Any:
        """
        What is his alone: a mailbox or switchboard that others are reached by, too, stays.

        A name that a customer bears stays as well: a company keeps its name.
        """
        caller = self._work.caller
        others = self._work.session.execute(
            select(contacts.c.emails, contacts.c.phones)
            .where(same_organisation(caller, contacts), contacts.c.id.not_in(ids))
            .where(
                contacts.c.emails.overlap(_words(*emails))
                | contacts.c.phones.overlap(_words(*phones))
            )
        ).all()
        companies = self._work.session.execute(
            select(func.lower(customers.c.name), customers.c.email, customers.c.phone)
            .where(same_organisation(caller, customers))
            .where(
                func.lower(customers.c.name).in_([each.lower() for each in names])
                | customers.c.email.in_(emails)
                | customers.c.phone.in_(phones)
            )
        ).all()
        borne = {each for row in others for each in (*row.emails, *row.phones)}
        borne |= {each for row in companies for each in row if each}
        return (
            sorted(each for each in names if each.lower() not in borne),
            sorted(emails - borne),
            sorted(phones - borne),
        )


def _words(*values: str) -> Any:
    return cast(list(values), ARRAY(Text))


def _has_both(row: Any) -> bool:
    return bool(row.given_name and row.family_name)
