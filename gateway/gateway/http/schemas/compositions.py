"""Answers made of what several services know; each section says whether it is there."""

from typing import Generic, Literal, TypeVar
from uuid import UUID

from shared.contracts.crm.activities.reminder_views import ReminderView
from shared.contracts.crm.attachments.views import AttachmentSectionView
from shared.contracts.crm.notification_views import UnreadView
from shared.contracts.crm.timeline_views import ActivityView, TimelineSectionView
from shared.contracts.crm.views import ContactSectionView, CustomerView
from shared.contracts.declare import View
from shared.contracts.privacy import SubjectState, TracesView
from shared.contracts.projects.invoice_views import (
    InvoicesSectionView,
    ProfitabilityView,
    ProjectsSectionView,
)
from shared.contracts.projects.views import ContractLineView, PhaseView, ProjectView
from shared.contracts.quoting.views import CustomerQuotesView, QuoteView
from shared.contracts.sales.process_views import ProcessView
from shared.contracts.sales.views import CaseHistoryView, CaseSumView, CaseView
from shared.contracts.search import SearchHitView

Content = TypeVar("Content")


class Section(View, Generic[Content]):
    """A part of a page; ``data`` is null unless the status is ok."""

    status: Literal["ok", "unavailable", "forbidden"]
    data: Content | None


class CasesSection(View):
    """Sales cases, newest first, how many there are, and their sums by status."""

    items: list[CaseView]
    total: int
    sums: list[CaseSumView]


class ActivitiesSection(View):
    """The first activities, and how many there are."""

    items: list[ActivityView]
    total: int


class NeglectedCasesSection(View):
    """The first sales cases, and how many there are."""

    items: list[CaseView]
    total: int


class RemindersSection(View):
    """The next reminders of the day, and how many there are."""

    items: list[ReminderView]
    total: int


class Today(View):
    """What one person has to do today."""

    activities: Section[ActivitiesSection]
    upcoming: Section[ActivitiesSection]
    tasks: Section[ActivitiesSection]
    overdue: Section[ActivitiesSection]
    reminders: Section[RemindersSection]
    unread: Section[UnreadView]
    cases_without_next_activity: Section[NeglectedCasesSection]
    outstanding_quotes: Section[CustomerQuotesView]


class SearchResult(View):
    """What was found, best first; ``missing`` names services that did not answer."""

    items: list[SearchHitView]
    missing: list[str]


class CustomerOverview(View):
    """The single view of a customer."""

    customer: Section[CustomerView]
    contacts: Section[ContactSectionView]
    timeline: Section[TimelineSectionView]
    sales_cases: Section[CasesSection]
    quotes: Section[CustomerQuotesView]
    projects: Section[ProjectsSectionView]
    invoices: Section[InvoicesSectionView]
    profitability: Section[ProfitabilityView]
    files: Section[AttachmentSectionView]


class CaseOverview(View):
    """A sales case with its quotes, projects and history."""

    sales_case: Section[CaseView]
    process: Section[ProcessView]
    history: Section[CaseHistoryView]
    quotes: Section[CustomerQuotesView]
    projects: Section[ProjectsSectionView]
    invoices: Section[InvoicesSectionView]
    profitability: Section[ProfitabilityView]


class ProjectOverview(View):
    """A project with its customer, plan, quote, invoices and profitability."""

    project: Section[ProjectView]
    phases: Section[list[PhaseView]]
    contract_lines: Section[list[ContractLineView]]
    invoices: Section[InvoicesSectionView]
    profitability: Section[ProfitabilityView]
    customer: Section[CustomerView]
    quote: Section[QuoteView]


class PrivacyPreview(View):
    """Where a person stands, service by service."""

    request_id: UUID
    subject: SubjectState
    services: dict[str, Section[list[TracesView]]]
