"""The unit of work of quoting: one transaction with its repositories."""

from functools import cached_property

from shared.capabilities.merging import redirect
from shared.persistence.work import Work

from quoting.persistence import mapping  # noqa: F401 - maps the domain when it is imported
from quoting.persistence.merging import CRM_IDS
from quoting.persistence.price_lists import StoredMarginPolicies, StoredPriceLists
from quoting.persistence.products import StoredProductGroups, StoredProducts
from quoting.persistence.quotes import StoredApprovals, StoredLinks, StoredQuotes
from quoting.persistence.tables import metadata


class QuotingWork(Work):
    """One transaction of quoting."""

    metadata = metadata
    before_storing = redirect(CRM_IDS)

    @cached_property
    def products(self) -> StoredProducts:
        return StoredProducts(self)

    @cached_property
    def product_groups(self) -> StoredProductGroups:
        return StoredProductGroups(self)

    @cached_property
    def price_lists(self) -> StoredPriceLists:
        return StoredPriceLists(self)

    @cached_property
    def margin_policies(self) -> StoredMarginPolicies:
        return StoredMarginPolicies(self)

    @cached_property
    def quotes(self) -> StoredQuotes:
        return StoredQuotes(self)

    @cached_property
    def approvals(self) -> StoredApprovals:
        return StoredApprovals(self)

    @cached_property
    def links(self) -> StoredLinks:
        return StoredLinks(self)
