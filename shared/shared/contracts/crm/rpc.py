"""What crm answers.  Names follow the platform's convention for resources."""

from typing import Protocol
from uuid import UUID

from shared.contracts.crm.activities.reminder_rpc import ReminderCalls
from shared.contracts.crm.attachments.rpc import AttachmentCalls
from shared.contracts.crm.bulk.rpc import BulkCalls
from shared.contracts.crm.changes.rpc import ChangeCalls
from shared.contracts.crm.classification_rpc import ClassificationCalls
from shared.contracts.crm.classifying.rpc import ClassifyingCalls
from shared.contracts.crm.custom_field_rpc import CustomFieldCalls
from shared.contracts.crm.imports.rpc import ImportCalls
from shared.contracts.crm.lists.rpc import CustomerListCalls
from shared.contracts.crm.merging.rpc import MergingCalls
from shared.contracts.crm.notification_rpc import NotificationCalls
from shared.contracts.crm.privacy_rpc import PrivacyCalls
from shared.contracts.crm.reports.rpc import ReportCalls
from shared.contracts.crm.timeline_rpc import ActivityCalls, NoteCalls
from shared.contracts.crm.timeline_views import TimelineEntryView
from shared.contracts.crm.views import (
    AddressFields,
    AddressView,
    AffiliationFields,
    AffiliationView,
    ContactFields,
    ContactView,
    CustomerFields,
    CustomerOverviewView,
    CustomerView,
    RatingView,
)
from shared.contracts.references import ReferenceView
from shared.contracts.search import SearchHitView
from shared.kernel.paging import ListQuery, Page


class CustomerCalls(Protocol):
    """Customers with their addresses and ratings."""

    def create_customer(self, *, fields: CustomerFields) -> CustomerView:
        """
        Register a customer; of kind ``customer`` unless ``kinds`` says otherwise.

        Raises: ``crm.customer_invalid`` (Invalid, several fields at fault) or the one problem:
        ``crm.organisation_number_invalid``, ``crm.email_invalid``, ``crm.phone_invalid``,
        ``crm.country_unknown``, ``crm.address_default_ambiguous``, ``crm.industry_unknown``,
        ``crm.customer_type_unknown``, ``crm.segment_unknown`` … ;
        ``crm.organisation_number_taken``, ``crm.customer_no_taken`` (RuleBroken);
        ``identity.user_unknown``, ``identity.unit_unknown``.
        """
        ...

    def get_customer(self, *, customer_id: UUID) -> CustomerView:
        """Answer one customer.  Raises: ``crm.customer_unknown``."""
        ...

    def list_customers(self, *, query: ListQuery) -> Page[CustomerView]:
        """
        List customers.

        Filters and sorts: name, customer_no, organisation_number, owner_id, unit_id, type_id,
        industry_code, employees, employees_band, revenue_band, rating, country, city, region,
        parent_id, partner_id, created_at, updated_at.  Filters only: id, email, phone, kinds,
        segments, tags (also kind, segment, tag), archived (false unless given; true, false or any),
        industry_code__under (an industry and all below it), industry_section, employees_on,
        employees_source, annual_revenue_year; city, region and country of an address kind, such
        as postal_city; and from quotes and invoices the caller may see: bought_product,
        bought_group, quoted_product, quoted_group and never_ before each (ids, by comma).
        """
        ...

    def change_customer(
        self, *, customer_id: UUID, expected_version: int, fields: CustomerFields
    ) -> CustomerView:
        """
        Change a customer.  Errors as in ``create_customer``, and ``crm.customer_stale``,
        ``crm.customer_parent_cycle`` (RuleBroken), ``crm.customer_archived`` (RuleBroken).
        """
        ...

    def archive_customer(
        self, *, customer_id: UUID, expected_version: int | None = None
    ) -> CustomerView:
        """Put a customer away."""
        ...

    def restore_customer(self, *, customer_id: UUID) -> CustomerView:
        """Take a customer back.  Raises: ``crm.organisation_number_taken``."""
        ...

    def rate_customer(
        self,
        *,
        customer_id: UUID,
        value: str,
        reason: str | None = None,
        expected_version: int | None = None,
    ) -> RatingView:
        """Rate a customer A to D; earlier ratings are kept.  Raises: ``crm.rating_invalid``."""
        ...

    def list_ratings(self, *, customer_id: UUID, query: ListQuery) -> Page[RatingView]:
        """List a customer's ratings, newest first.  Filters: value, author_id, rated_at."""
        ...

    def list_addresses(self, *, customer_id: UUID) -> list[AddressView]:
        """List a customer's addresses."""
        ...

    def create_address(
        self, *, customer_id: UUID, fields: AddressFields, expected_version: int | None = None
    ) -> AddressView:
        """Add an address; a new default takes the place of the old one.  Changes the customer."""
        ...

    def change_address(
        self,
        *,
        customer_id: UUID,
        address_id: UUID,
        fields: AddressFields,
        expected_version: int | None = None,
    ) -> AddressView:
        """Change an address.  Raises: ``crm.address_unknown``."""
        ...

    def remove_address(
        self, *, customer_id: UUID, address_id: UUID, expected_version: int | None = None
    ) -> None:
        """Remove an address; another of its kind becomes the default."""
        ...

    def customer_timeline(self, *, customer_id: UUID, query: ListQuery) -> Page[TimelineEntryView]:
        """
        List what happened, newest first; ``q`` looks into titles.

        Filters: kind, ref_kind, ref_id, owner_id, at.
        """
        ...

    def customer_overview(self, *, customer_id: UUID) -> CustomerOverviewView:
        """Answer crm's part of a customer's page."""
        ...


class ContactCalls(Protocol):
    """Contacts and their places at customers."""

    def create_contact(self, *, fields: ContactFields) -> ContactView:
        """
        Register a contact.

        Raises: ``crm.contact_invalid`` (Invalid) or the one problem: ``crm.contact_nameless``,
        ``crm.email_invalid``, ``crm.phone_invalid`` … ; ``crm.customer_unknown``.
        """
        ...

    def get_contact(self, *, contact_id: UUID) -> ContactView:
        """Answer one contact.  Raises: ``crm.contact_unknown``."""
        ...

    def list_contacts(self, *, query: ListQuery) -> Page[ContactView]:
        """
        List contacts.

        Filters and sorts: given_name, family_name, title, owner_id, unit_id, created_at,
        updated_at.  Filters only: id, customer_id, role, primary, email, phone, segments, tags
        (also segment, tag), archived; and every filter of customers after ``customer_``, such as
        customer_rating, which together with role and primary is asked of one and the same place.
        """
        ...

    def change_contact(
        self, *, contact_id: UUID, expected_version: int, fields: ContactFields
    ) -> ContactView:
        """Change a contact.  Errors as in ``create_contact``, and ``crm.contact_stale``."""
        ...

    def archive_contact(
        self, *, contact_id: UUID, expected_version: int | None = None
    ) -> ContactView:
        """Put a contact away."""
        ...

    def restore_contact(self, *, contact_id: UUID) -> ContactView:
        """Take a contact back."""
        ...

    def list_affiliations(self, *, contact_id: UUID) -> list[AffiliationView]:
        """List a contact's places at customers, ended ones included."""
        ...

    def create_affiliation(self, *, contact_id: UUID, fields: AffiliationFields) -> AffiliationView:
        """Give a contact a place at a customer.  Raises: ``crm.affiliation_exists``."""
        ...

    def change_affiliation(
        self, *, contact_id: UUID, affiliation_id: UUID, fields: AffiliationFields
    ) -> AffiliationView:
        """Change role or primary.  Raises: ``crm.affiliation_unknown``."""
        ...

    def end_affiliation(self, *, contact_id: UUID, affiliation_id: UUID) -> AffiliationView:
        """End a place today; it stays in the history."""
        ...


class Crm(
    CustomerCalls,
    ContactCalls,
    ActivityCalls,
    NoteCalls,
    ClassificationCalls,
    ImportCalls,
    PrivacyCalls,
    NotificationCalls,
    MergingCalls,
    CustomerListCalls,
    BulkCalls,
    CustomFieldCalls,
    ReminderCalls,
    AttachmentCalls,
    ReportCalls,
    ClassifyingCalls,
    ChangeCalls,
    Protocol,
):
    """
    What crm answers.

    Every method may also raise ``Forbidden`` (``platform.action_forbidden``); changes raise
    ``Conflict`` ``crm.<noun>_stale`` when *expected_version* is not the present one.
    """

    def search(self, *, text: str, limit: int = 20) -> list[SearchHitView]:
        """Find customers, contacts and notes by whatever is known of them, best first."""
        ...

    def get_reference(self, *, kind: str, reference_id: UUID) -> ReferenceView:
        """Answer a copy of a customer or contact.  Raises: ``crm.<kind>_unknown``."""
        ...
