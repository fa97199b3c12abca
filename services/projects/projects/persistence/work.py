"""The unit of work with projects' repositories."""

from functools import cached_property

from shared.capabilities.merging import redirect
from shared.persistence.work import Work

from projects.application.ports import PublicHolidays
from projects.persistence import mapping, tables
from projects.persistence.expenses import StoredExpenses
from projects.persistence.invoices import StoredInvoices
from projects.persistence.ledger import StoredLedger
from projects.persistence.merging import CRM_IDS
from projects.persistence.people import StoredPeople
from projects.persistence.plans import StoredPlans
from projects.persistence.projects import StoredProjects
from projects.persistence.time_entries import StoredTimeEntries

__all__ = ["StoredProjectsWork", "mapping"]


class StoredProjectsWork(Work):
    """One transaction on projects' database."""

    metadata = tables.metadata
    before_storing = redirect(CRM_IDS)
    holidays: PublicHolidays

    @cached_property
    def projects(self) -> StoredProjects:
        return StoredProjects(self)

    @cached_property
    def plans(self) -> StoredPlans:
        return StoredPlans(self)

    @cached_property
    def people(self) -> StoredPeople:
        return StoredPeople(self)

    @cached_property
    def time_entries(self) -> StoredTimeEntries:
        return StoredTimeEntries(self)

    @cached_property
    def expenses(self) -> StoredExpenses:
        return StoredExpenses(self)

    @cached_property
    def invoices(self) -> StoredInvoices:
        return StoredInvoices(self)

    @cached_property
    def ledger(self) -> StoredLedger:
        return StoredLedger(self)
