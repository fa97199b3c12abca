"""CrmWork: one transaction with crm's repositories."""

from functools import cached_property

from shared.persistence.work import Work

from crm.application.attachments.ports import Blobs
from crm.application.ports import Spreadsheets
from crm.application.reminders.ports import Mailer
from crm.persistence import mapping  # noqa: F401 - classes are mapped before a session opens
from crm.persistence.activities import StoredActivities
from crm.persistence.attachments.attachments import StoredAttachments
from crm.persistence.bulk.edits import StoredBulkEdits
from crm.persistence.classification import StoredLists
from crm.persistence.classifying.memberships import StoredMemberships
from crm.persistence.classifying.sold_facts import StoredSoldFacts
from crm.persistence.contacts import StoredContacts
from crm.persistence.custom_fields.stored import StoredCustomFields
from crm.persistence.customer_lists.lists import StoredCustomerLists
from crm.persistence.customers import StoredCustomers
from crm.persistence.imports.batches import StoredImports
from crm.persistence.merging.duplicates import StoredDuplicates
from crm.persistence.merging.stored import StoredMerges
from crm.persistence.notes import StoredNotes
from crm.persistence.notifications.stored import StoredNotifications
from crm.persistence.privacy.stored import StoredPrivacy
from crm.persistence.privacy.views import PrivacyReads
from crm.persistence.reminders.stored import StoredReminders
from crm.persistence.reports.schedules import StoredReportSchedules
from crm.persistence.reports.stored import StoredReports
from crm.persistence.tables import metadata as tables
from crm.persistence.timeline import StoredTimeline


class CrmWork(Work):
    """What crm's use cases work with."""

    metadata = tables
    spreadsheets: Spreadsheets  # given by bootstrap
    mailer: Mailer  # given by bootstrap
    blobs: Blobs  # given by bootstrap

    @cached_property
    def attachments(self) -> StoredAttachments:
        return StoredAttachments(self)

    @cached_property
    def customers(self) -> StoredCustomers:
        return StoredCustomers(self)

    @cached_property
    def contacts(self) -> StoredContacts:
        return StoredContacts(self)

    @cached_property
    def activities(self) -> StoredActivities:
        return StoredActivities(self)

    @cached_property
    def notes(self) -> StoredNotes:
        return StoredNotes(self)

    @cached_property
    def lists(self) -> StoredLists:
        return StoredLists(self)

    @cached_property
    def timeline(self) -> StoredTimeline:
        return StoredTimeline(self)

    @cached_property
    def custom_fields(self) -> StoredCustomFields:
        return StoredCustomFields(self)

    @cached_property
    def memberships(self) -> StoredMemberships:
        return StoredMemberships(self)

    @cached_property
    def sold(self) -> StoredSoldFacts:
        return StoredSoldFacts(self)

    @cached_property
    def imports(self) -> StoredImports:
        return StoredImports(self)

    @cached_property
    def merges(self) -> StoredMerges:
        return StoredMerges(self)

    @cached_property
    def duplicates(self) -> StoredDuplicates:
        return StoredDuplicates(self)

    def refresh(self, record: object) -> None:
        """Read a record again after rows were changed beneath it."""
        self.flush()
        self.session.expire(record)
        self.session.refresh(record)

    @cached_property
    def notifications(self) -> StoredNotifications:
        return StoredNotifications(self)

    @cached_property
    def customer_lists(self) -> StoredCustomerLists:
        return StoredCustomerLists(self)

    @cached_property
    def bulk_edits(self) -> StoredBulkEdits:
        return StoredBulkEdits(self)

    @cached_property
    def privacy(self) -> StoredPrivacy:
        return StoredPrivacy(self)

    @cached_property
    def privacy_reads(self) -> PrivacyReads:
        return PrivacyReads(self)

    @cached_property
    def reminders(self) -> StoredReminders:
        return StoredReminders(self)

    @cached_property
    def reports(self) -> StoredReports:
        return StoredReports(self)

    @cached_property
    def report_schedules(self) -> StoredReportSchedules:
        return StoredReportSchedules(self)
