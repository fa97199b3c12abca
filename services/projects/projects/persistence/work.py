"""The unit of work with projects' repositories."""

from functools import cached_property

from shared.kernel.clock import Clock
from shared.kernel.context import Caller
from shared.persistence.work import Work
from sqlalchemy import Engine

from projects.application.ports import PublicHolidays
from projects.persistence import mapping, tables
from projects.persistence.expenses import StoredExpenses
from projects.persistence.invoices import StoredInvoices
from projects.persistence.ledger import StoredLedger
from projects.persistence.people import StoredPeople
from projects.persistence.plans import StoredPlans
from projects.persistence.projects import StoredProjects
from projects.persistence.time_entries import StoredTimeEntries

__all__ = ["StoredProjectsWork", "mapping"]


class StoredProjectsWork(Work):
    """One transaction on projects' database."""

    metadata = tables.metadata
    holidays: PublicHolidays

    def __init__(self, engine: Engine, caller: Caller, clock: Clock) -> None:
        super().__init__(engine, caller, clock)
        # Rules ask the database while a record is half changed; only ``save`` may store it.
        self.session.autoflush = False

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
