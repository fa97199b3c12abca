"""Merging, as others may call it."""

from typing import Any
from uuid import UUID

from shared.capabilities.custom_fields import shown
from shared.contracts.crm.merging.views import DuplicateView, MergePreviewView, MergeView
from shared.contracts.crm.views import ContactView, CustomerView
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from crm.application.merging import duplicates, merges
from crm.application.merging.merges import Pair
from crm.domain.merging.merges import Merge
from crm.persistence.customer_views import view_of
from crm.persistence.work import CrmWork


class MergingRpc:
    """Promised in ``shared.contracts.crm.merging.rpc.MergingCalls``."""

    @command()
    def merge_customer(
        self,
        work: CrmWork,
        *,
        customer_id: UUID,
        loser_id: UUID,
        expected_version: int | None = None,
        loser_version: int | None = None,
        fields: dict[str, str] | None = None,
    ) -> CustomerView:
        versions = {"survivor_version": expected_version, "loser_version": loser_version}
        pair = _pair("customer", customer_id, loser_id, fields=fields, **versions)
        survivor: Any = merges.merge_records(work, pair)
        (custom,) = shown(work, "customer", [survivor.custom])
        return view_of(survivor, survivor.addresses, custom)

    @command()
    def merge_contact(
        self,
        work: CrmWork,
        *,
        contact_id: UUID,
        loser_id: UUID,
        expected_version: int | None = None,
        loser_version: int | None = None,
        fields: dict[str, str] | None = None,
    ) -> ContactView:
        versions = {"survivor_version": expected_version, "loser_version": loser_version}
        pair = _pair("contact", contact_id, loser_id, fields=fields, **versions)
        return work.contacts.show_changed(merges.merge_records(work, pair).id)

    @command()
    def preview_merge(
        self,
        work: CrmWork,
        *,
        kind: str,
        record_id: UUID,
        loser_id: UUID,
        fields: dict[str, str] | None = None,
    ) -> MergePreviewView:
        return merges.preview_merge(work, _pair(kind, record_id, loser_id, fields=fields))

    @command()
    def unmerge_customer(self, work: CrmWork, *, customer_id: UUID) -> MergeView:
        return _view(merges.unmerge_record(work, kind="customer", loser_id=customer_id))

    @command()
    def unmerge_contact(self, work: CrmWork, *, contact_id: UUID) -> MergeView:
        return _view(merges.unmerge_record(work, kind="contact", loser_id=contact_id))

    @question()
    def list_merges(self, work: CrmWork, *, query: ListQuery) -> Page[MergeView]:
        return work.merges.page(query)

    @question()
    def list_duplicates(self, work: CrmWork, *, query: ListQuery) -> Page[DuplicateView]:
        return work.duplicates.page(query)

    @question()
    def duplicates_of_customer(
        self, work: CrmWork, *, customer_id: UUID, query: ListQuery
    ) -> Page[DuplicateView]:
        work.customers.show(customer_id)
        query.filters.update(kind="customer", record_id=str(customer_id))
        return work.duplicates.page(query)

    @command()
    def dismiss_duplicate(self, work: CrmWork, *, duplicate_id: UUID) -> DuplicateView:
        shown = work.duplicates.show(duplicate_id)
        duplicates.dismiss_duplicate(work, duplicate_id=duplicate_id, kind=shown.kind)
        return work.duplicates.show(duplicate_id)


def _pair(
    kind: str,
    survivor_id: UUID,
    loser_id: UUID,
    *,
    fields: dict[str, str] | None,
    survivor_version: int | None = None,
    loser_version: int | None = None,
) -> Pair:
    return Pair(
        kind=kind,
        survivor_id=survivor_id,
        loser_id=loser_id,
        survivor_version=survivor_version,
        loser_version=loser_version,
        fields=fields,
    )


def _view(merge: Merge) -> MergeView:
    names = MergeView.__struct_fields__
    return MergeView(**{name: getattr(merge, name) for name in names})
