"""Lead sources and lost reasons, as the gateway calls them."""

from uuid import UUID

from shared.capabilities.policy import require
from shared.contracts.sales.process_views import (
    LeadSourceFields,
    LeadSourceView,
    LostReasonFields,
    LostReasonView,
)
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from sales.application import lead_sources
from sales.application.processes import ensure_defaults
from sales.entrypoints.lists import listed
from sales.entrypoints.views import lead_source_view, lost_reason_view
from sales.persistence import tables
from sales.persistence.lead_sources import LEAD_SOURCES, LOST_REASONS
from sales.persistence.work import SalesWork


class LeadSourcesRpc:
    """Promised in shared.contracts.sales.rpc; rights are those of processes."""

    @command()
    def create_lead_source(self, work: SalesWork, *, fields: LeadSourceFields) -> LeadSourceView:
        value = lead_sources.create_lead_source(work, fields=fields)
        return lead_source_view(value, work.caller.locale)

    @question()
    def get_lead_source(self, work: SalesWork, *, lead_source_id: UUID) -> LeadSourceView:
        require(work.caller, "process.view")
        return lead_source_view(work.lead_sources.get(lead_source_id), work.caller.locale)

    @command()
    def list_lead_sources(self, work: SalesWork, *, query: ListQuery) -> Page[LeadSourceView]:
        require(work.caller, "process.view")
        ensure_defaults(work)
        return LEAD_SOURCES.page(
            work,
            query,
            where=listed(work, query, tables.lead_sources),
            to_view=lambda row: lead_source_view(row, work.caller.locale),
        )

    @command()
    def change_lead_source(
        self,
        work: SalesWork,
        *,
        lead_source_id: UUID,
        expected_version: int,
        fields: LeadSourceFields,
    ) -> LeadSourceView:
        value = lead_sources.change_lead_source(
            work, lead_source_id=lead_source_id, expected_version=expected_version, fields=fields
        )
        return lead_source_view(value, work.caller.locale)

    @command()
    def archive_lead_source(
        self, work: SalesWork, *, lead_source_id: UUID, expected_version: int | None = None
    ) -> LeadSourceView:
        value = lead_sources.archive_lead_source(
            work, lead_source_id=lead_source_id, expected_version=expected_version
        )
        return lead_source_view(value, work.caller.locale)

    @command()
    def restore_lead_source(self, work: SalesWork, *, lead_source_id: UUID) -> LeadSourceView:
        value = lead_sources.restore_lead_source(work, lead_source_id=lead_source_id)
        return lead_source_view(value, work.caller.locale)


class LostReasonsRpc:
    """Promised in shared.contracts.sales.rpc; rights are those of processes."""

    @command()
    def create_lost_reason(self, work: SalesWork, *, fields: LostReasonFields) -> LostReasonView:
        value = lead_sources.create_lost_reason(work, fields=fields)
        return lost_reason_view(value, work.caller.locale)

    @question()
    def get_lost_reason(self, work: SalesWork, *, lost_reason_id: UUID) -> LostReasonView:
        require(work.caller, "process.view")
        return lost_reason_view(work.lost_reasons.get(lost_reason_id), work.caller.locale)

    @command()
    def list_lost_reasons(self, work: SalesWork, *, query: ListQuery) -> Page[LostReasonView]:
        require(work.caller, "process.view")
        ensure_defaults(work)
        return LOST_REASONS.page(
            work,
            query,
            where=listed(work, query, tables.lost_reasons),
            to_view=lambda row: lost_reason_view(row, work.caller.locale),
        )

    @command()
    def change_lost_reason(
        self,
        work: SalesWork,
        *,
        lost_reason_id: UUID,
        expected_version: int,
        fields: LostReasonFields,
    ) -> LostReasonView:
        value = lead_sources.change_lost_reason(
            work, lost_reason_id=lost_reason_id, expected_version=expected_version, fields=fields
        )
        return lost_reason_view(value, work.caller.locale)

    @command()
    def archive_lost_reason(
        self, work: SalesWork, *, lost_reason_id: UUID, expected_version: int | None = None
    ) -> LostReasonView:
        value = lead_sources.archive_lost_reason(
            work, lost_reason_id=lost_reason_id, expected_version=expected_version
        )
        return lost_reason_view(value, work.caller.locale)

    @command()
    def restore_lost_reason(self, work: SalesWork, *, lost_reason_id: UUID) -> LostReasonView:
        value = lead_sources.restore_lost_reason(work, lost_reason_id=lost_reason_id)
        return lost_reason_view(value, work.caller.locale)
