"""Which class lives in which table."""

from typing import Any

from shared.persistence.mapping import map_child, map_record, money
from sqlalchemy import ColumnElement
from sqlalchemy.orm import registry, relationship

from crm.domain.activities import Activity, Participant
from crm.domain.addresses import Address
from crm.domain.attachments.attachments import Attachment
from crm.domain.bulk.edits import BulkEdit
from crm.domain.classification import ListValue
from crm.domain.contacts import Affiliation, Contact
from crm.domain.custom_fields.fields import CustomField
from crm.domain.customer_lists.lists import CustomerList
from crm.domain.customers import Customer
from crm.domain.imports.batches import ImportBatch
from crm.domain.imports.profiles import ImportProfile
from crm.domain.merging.merges import Merge
from crm.domain.notes import Note
from crm.domain.occurrences.changes import OccurrenceChange
from crm.domain.reminders.reminding import Reminder
from crm.domain.reports.saved import SavedReport
from crm.domain.reports.schedules import ReportSchedule
from crm.persistence import activity_tables, import_tables, tables
from crm.persistence.attachments.tables import attachments
from crm.persistence.bulk import tables as bulk_tables
from crm.persistence.custom_fields.tables import custom_fields
from crm.persistence.customer_lists import tables as customer_list_tables
from crm.persistence.merging.tables import merges
from crm.persistence.reminders.tables import reminders
from crm.persistence.reports import tables as report_tables

_registry = registry(metadata=tables.metadata)


def _parts(child: type, order_by: ColumnElement[Any]) -> Any:
    return relationship(child, cascade="all, delete-orphan", lazy="selectin", order_by=order_by)


map_child(_registry, Address, tables.addresses)
map_record(
    _registry,
    Customer,
    tables.customers,
    properties={
        "addresses": _parts(Address, tables.addresses.c.id),
        "annual_revenue": money(tables.customers, "annual_revenue"),
    },
)
map_child(_registry, Affiliation, tables.affiliations)
map_record(
    _registry,
    Contact,
    tables.contacts,
    properties={"affiliations": _parts(Affiliation, tables.affiliations.c.id)},
)
map_child(_registry, Participant, activity_tables.activity_participants)
map_child(_registry, OccurrenceChange, activity_tables.occurrence_changes)
map_record(
    _registry,
    Activity,
    activity_tables.activities,
    properties={
        "participants": _parts(Participant, activity_tables.activity_participants.c.id),
        "changes": _parts(OccurrenceChange, activity_tables.occurrence_changes.c.occurrence_start),
    },
)
map_record(_registry, Note, activity_tables.notes)
map_record(_registry, Attachment, attachments)
map_record(_registry, ListValue, tables.list_values)
map_record(_registry, Merge, merges)
map_record(_registry, ImportBatch, import_tables.imports)
map_record(_registry, ImportProfile, import_tables.import_profiles)
map_record(_registry, CustomerList, customer_list_tables.customer_lists)
map_record(_registry, BulkEdit, bulk_tables.bulk_edits)
map_record(_registry, CustomField, custom_fields)
map_record(_registry, Reminder, reminders)
map_record(_registry, SavedReport, report_tables.saved_reports)
map_record(_registry, ReportSchedule, report_tables.report_schedules)
