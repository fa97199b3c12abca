"""The unit of work of sales: one transaction with its repositories."""

from datetime import datetime
from functools import cached_property

from shared.capabilities.merging import redirect
from shared.contracts.declare import Event
from shared.kernel.clock import FixedClock
from shared.persistence.outbox import outbox_row
from shared.persistence.work import Work

from sales.domain.lead_sources import LeadSource, LostReason
from sales.persistence import mapping  # noqa: F401 - maps the domain when it is imported
from sales.persistence.case_facts import StoredCaseFacts
from sales.persistence.case_search import CaseSearch
from sales.persistence.case_views import CaseViews
from sales.persistence.cases import StoredCases
from sales.persistence.changes import StoredChanges
from sales.persistence.forecasts import SummedCases
from sales.persistence.lead_sources import StoredValues
from sales.persistence.merging import CRM_IDS
from sales.persistence.processes import StoredProcesses
from sales.persistence.quotes import KnownQuotes
from sales.persistence.references import KnownReferences
from sales.persistence.tables import metadata


class SalesWork(Work):
    """One transaction of sales."""

    metadata = metadata
    before_storing = redirect(CRM_IDS)

    @cached_property
    def processes(self) -> StoredProcesses:
        return StoredProcesses(self)

    @cached_property
    def lead_sources(self) -> StoredValues[LeadSource]:
        return StoredValues(self, LeadSource, noun="lead_source")

    @cached_property
    def lost_reasons(self) -> StoredValues[LostReason]:
        return StoredValues(self, LostReason, noun="lost_reason")

    @cached_property
    def cases(self) -> StoredCases:
        return StoredCases(self)

    @cached_property
    def case_views(self) -> CaseViews:
        return CaseViews(self)

    @cached_property
    def case_search(self) -> CaseSearch:
        return CaseSearch(self)

    @cached_property
    def changes(self) -> StoredChanges:
        return StoredChanges(self)

    @cached_property
    def quotes(self) -> KnownQuotes:
        return KnownQuotes(self)

    @cached_property
    def case_facts(self) -> StoredCaseFacts:
        return StoredCaseFacts(self)

    @cached_property
    def forecasts(self) -> SummedCases:
        return SummedCases(self)

    @cached_property
    def references(self) -> KnownReferences:
        return KnownReferences(self)

    def publish_past(self, fact: Event, *, at: datetime) -> None:
        """Publish a fact that happened at an instant of the past."""
        self.publish_rows([outbox_row(fact, self.caller, FixedClock(at))])
