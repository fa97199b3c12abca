"""Contacts and their places at customers, as others may call them."""

from uuid import UUID

from shared.contracts.crm.views import (
    AffiliationFields,
    AffiliationView,
    ContactFields,
    ContactView,
)
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from crm.application import contacts
from crm.domain.contacts import Affiliation
from crm.persistence.work import CrmWork


class ContactsRpc:
    """Promised in ``shared.contracts.crm.rpc.ContactCalls``."""

    @command()
    def create_contact(self, work: CrmWork, *, fields: ContactFields) -> ContactView:
        return work.contacts.show_changed(contacts.create_contact(work, fields=fields).id)

    @question()
    def get_contact(self, work: CrmWork, *, contact_id: UUID) -> ContactView:
        return work.contacts.show(contact_id)

    @question()
    def list_contacts(self, work: CrmWork, *, query: ListQuery) -> Page[ContactView]:
        return work.contacts.page(query)

    @command()
    def change_contact(
        self, work: CrmWork, *, contact_id: UUID, expected_version: int, fields: ContactFields
    ) -> ContactView:
        contacts.change_contact(
            work, contact_id=contact_id, expected_version=expected_version, fields=fields
        )
        return work.contacts.show_changed(contact_id)

    @command()
    def archive_contact(
        self, work: CrmWork, *, contact_id: UUID, expected_version: int | None = None
    ) -> ContactView:
        contacts.archive_contact(work, contact_id=contact_id, expected_version=expected_version)
        return work.contacts.show_changed(contact_id)

    @command()
    def restore_contact(self, work: CrmWork, *, contact_id: UUID) -> ContactView:
        contacts.restore_contact(work, contact_id=contact_id)
        return work.contacts.show_changed(contact_id)

    @question()
    def list_affiliations(self, work: CrmWork, *, contact_id: UUID) -> list[AffiliationView]:
        work.contacts.show(contact_id)
        return work.contacts.affiliations(contact_id)

    @command()
    def create_affiliation(
        self, work: CrmWork, *, contact_id: UUID, fields: AffiliationFields
    ) -> AffiliationView:
        made = contacts.create_affiliation(work, contact_id=contact_id, fields=fields)
        return _shown(work, contact_id, made)

    @command()
    def change_affiliation(
        self, work: CrmWork, *, contact_id: UUID, affiliation_id: UUID, fields: AffiliationFields
    ) -> AffiliationView:
        changed = contacts.change_affiliation(
            work, contact_id=contact_id, affiliation_id=affiliation_id, fields=fields
        )
        return _shown(work, contact_id, changed)

    @command()
    def end_affiliation(
        self, work: CrmWork, *, contact_id: UUID, affiliation_id: UUID
    ) -> AffiliationView:
        ended = contacts.end_affiliation(work, contact_id=contact_id, affiliation_id=affiliation_id)
        return _shown(work, contact_id, ended)


def _shown(work: CrmWork, contact_id: UUID, affiliation: Affiliation) -> AffiliationView:
    return next(
        each for each in work.contacts.affiliations(contact_id) if each.id == affiliation.id
    )
