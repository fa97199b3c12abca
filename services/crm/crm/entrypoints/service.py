"""The front door: everything others may ask of crm."""

from shared.rpc.server import WorkProvider

from crm.entrypoints.attachments.rpc import AttachmentsRpc
from crm.entrypoints.bulk.rpc import BulkRpc
from crm.entrypoints.changes.rpc import ChangesRpc
from crm.entrypoints.classifying.rpc import ClassifyingRpc
from crm.entrypoints.custom_fields.rpc import CustomFieldsRpc
from crm.entrypoints.customer_lists.rpc import CustomerListsRpc
from crm.entrypoints.merging.rpc import MergingRpc
from crm.entrypoints.notifications.rpc import NotificationsRpc
from crm.entrypoints.privacy.rpc import PrivacyAreaRpc
from crm.entrypoints.reminders.rpc import RemindersRpc
from crm.entrypoints.reports.rpc import ReportsRpc
from crm.entrypoints.reports.rpc_schedules import ReportSchedulesRpc
from crm.entrypoints.rpc_activities import ActivitiesRpc
from crm.entrypoints.rpc_addresses import AddressesRpc
from crm.entrypoints.rpc_classification import ClassificationRpc
from crm.entrypoints.rpc_contacts import ContactsRpc
from crm.entrypoints.rpc_customers import CustomersRpc
from crm.entrypoints.rpc_finding import FindingRpc
from crm.entrypoints.rpc_imports import ImportProfilesRpc, ImportsRpc
from crm.entrypoints.rpc_more_lists import MoreListsRpc
from crm.entrypoints.rpc_notes import NotesRpc


class CrmService(
    CustomersRpc,
    AddressesRpc,
    ContactsRpc,
    ActivitiesRpc,
    NotesRpc,
    ClassificationRpc,
    MoreListsRpc,
    ImportsRpc,
    ImportProfilesRpc,
    CustomerListsRpc,
    BulkRpc,
    ReportsRpc,
    ReportSchedulesRpc,
    FindingRpc,
    CustomFieldsRpc,
    AttachmentsRpc,
    MergingRpc,
    NotificationsRpc,
    PrivacyAreaRpc,
    RemindersRpc,
    ClassifyingRpc,
    ChangesRpc,
):
    """Promised in ``shared.contracts.crm.rpc``."""

    name = "crm"
    works = WorkProvider()
