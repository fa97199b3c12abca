"""Price lists and margin policies, as the gateway calls them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from shared.capabilities.policy import require
from shared.contracts.quoting.product_views import (
    MarginPolicyFields,
    MarginPolicyView,
    PriceListFields,
    PriceListVersionFields,
    PriceListView,
)
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from quoting.application import price_lists as lists
from quoting.domain.price_lists import PriceList
from quoting.entrypoints.lists import live
from quoting.entrypoints.product_shapes import margin_policy_view, price_list_view
from quoting.persistence.price_lists import MARGIN_POLICIES, PRICE_LISTS
from quoting.persistence.tables import margin_policies, price_lists
from quoting.persistence.work import QuotingWork


class PriceListsRpc:
    """Promised in shared.contracts.quoting.rpc."""

    @command()
    def create_price_list(self, work: QuotingWork, *, fields: PriceListFields) -> PriceListView:
        return _shown(work, lists.create_price_list(work, fields=fields))

    @question()
    def get_price_list(self, work: QuotingWork, *, price_list_id: UUID) -> PriceListView:
        require(work.caller, "price_list.view")
        return _shown(work, work.price_lists.get(price_list_id))

    @question()
    def list_price_lists(self, work: QuotingWork, *, query: ListQuery) -> Page[PriceListView]:
        require(work.caller, "price_list.view")

        def to_views(rows: Sequence[Any]) -> list[PriceListView]:
            found = work.price_lists.many([row.id for row in rows])
            return [_shown(work, found[row.id]) for row in rows]

        where = live(work, price_lists)
        return PRICE_LISTS.page(
            work, query, where=where, columns=[price_lists.c.id], to_views=to_views
        )

    @command()
    def change_price_list(
        self,
        work: QuotingWork,
        *,
        price_list_id: UUID,
        expected_version: int,
        fields: PriceListFields,
    ) -> PriceListView:
        changed = lists.change_price_list(
            work, price_list_id=price_list_id, expected_version=expected_version, fields=fields
        )
        return _shown(work, changed)

    @command()
    def archive_price_list(
        self, work: QuotingWork, *, price_list_id: UUID, expected_version: int | None = None
    ) -> PriceListView:
        archived = lists.archive_price_list(
            work, price_list_id=price_list_id, expected_version=expected_version
        )
        return _shown(work, archived)

    @command()
    def restore_price_list(self, work: QuotingWork, *, price_list_id: UUID) -> PriceListView:
        return _shown(work, lists.restore_price_list(work, price_list_id=price_list_id))

    @command()
    def create_price_list_version(
        self, work: QuotingWork, *, price_list_id: UUID, fields: PriceListVersionFields
    ) -> PriceListView:
        return _shown(work, lists.draft_version(work, price_list_id=price_list_id, fields=fields))

    @command()
    def change_price_list_version(
        self,
        work: QuotingWork,
        *,
        price_list_id: UUID,
        version_id: UUID,
        fields: PriceListVersionFields,
    ) -> PriceListView:
        changed = lists.change_version(
            work, price_list_id=price_list_id, version_id=version_id, fields=fields
        )
        return _shown(work, changed)

    @command()
    def publish_price_list_version(
        self, work: QuotingWork, *, price_list_id: UUID, version_id: UUID
    ) -> PriceListView:
        published = lists.publish_version(work, price_list_id=price_list_id, version_id=version_id)
        return _shown(work, published)

    @command()
    def create_margin_policy(
        self, work: QuotingWork, *, fields: MarginPolicyFields
    ) -> MarginPolicyView:
        return margin_policy_view(lists.create_margin_policy(work, fields=fields))

    @question()
    def get_margin_policy(self, work: QuotingWork, *, margin_policy_id: UUID) -> MarginPolicyView:
        require(work.caller, "price_list.view")
        return margin_policy_view(work.margin_policies.get(margin_policy_id))

    @question()
    def list_margin_policies(
        self, work: QuotingWork, *, query: ListQuery
    ) -> Page[MarginPolicyView]:
        require(work.caller, "price_list.view")
        where = live(work, margin_policies)
        return MARGIN_POLICIES.page(work, query, where=where, to_view=margin_policy_view)

    @command()
    def change_margin_policy(
        self,
        work: QuotingWork,
        *,
        margin_policy_id: UUID,
        expected_version: int,
        fields: MarginPolicyFields,
    ) -> MarginPolicyView:
        policy = lists.change_margin_policy(
            work,
            margin_policy_id=margin_policy_id,
            expected_version=expected_version,
            fields=fields,
        )
        return margin_policy_view(policy)

    @command()
    def archive_margin_policy(
        self, work: QuotingWork, *, margin_policy_id: UUID, expected_version: int | None = None
    ) -> MarginPolicyView:
        policy = lists.archive_margin_policy(
            work, margin_policy_id=margin_policy_id, expected_version=expected_version
        )
        return margin_policy_view(policy)

    @command()
    def restore_margin_policy(
        self, work: QuotingWork, *, margin_policy_id: UUID
    ) -> MarginPolicyView:
        policy = lists.restore_margin_policy(work, margin_policy_id=margin_policy_id)
        return margin_policy_view(policy)


def _shown(work: QuotingWork, price_list: PriceList) -> PriceListView:
    return price_list_view(price_list, work.today())
