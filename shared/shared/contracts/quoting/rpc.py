"""
What other services and the gateway may ask of quoting.

Owner: quoting.  Every call may also raise ``platform.action_forbidden`` and the ``…_unknown`` and
``…_stale`` codes of the records it names.
"""

from datetime import date
from typing import Protocol
from uuid import UUID

from shared.contracts.quoting.product_views import (
    MarginPolicyFields,
    MarginPolicyView,
    PriceListFields,
    PriceListVersionFields,
    PriceListView,
    ProductFields,
    ProductGroupFields,
    ProductGroupView,
    ProductView,
)
from shared.contracts.quoting.views import (
    ApprovalView,
    CustomerQuotesView,
    HistoricQuoteFields,
    PublicQuoteView,
    QuoteFields,
    QuoteView,
)
from shared.contracts.references import ReferenceView
from shared.contracts.search import SearchHitView
from shared.kernel.paging import ListQuery, Page


class ProductCalls(Protocol):
    """Products and their groups."""

    def create_product_group(self, *, fields: ProductGroupFields) -> ProductGroupView:
        """Add a group.  Raises: ``quoting.product_group_cycle`` (RuleBroken)."""
        ...

    def get_product_group(self, *, product_group_id: UUID) -> ProductGroupView:
        """Answer one group."""
        ...

    def list_product_groups(self, *, query: ListQuery) -> Page[ProductGroupView]:
        """List groups.  Filters and sorts: name, parent_id, created_at."""
        ...

    def change_product_group(
        self, *, product_group_id: UUID, expected_version: int, fields: ProductGroupFields
    ) -> ProductGroupView:
        """Change a group.  Raises: as creating."""
        ...

    def archive_product_group(
        self, *, product_group_id: UUID, expected_version: int | None = None
    ) -> ProductGroupView:
        """Put a group away."""
        ...

    def restore_product_group(self, *, product_group_id: UUID) -> ProductGroupView:
        """Take a group back."""
        ...

    def create_product(self, *, fields: ProductFields) -> ProductView:
        """Add a product.  Raises: ``quoting.product_code_taken`` (Conflict)."""
        ...

    def get_product(self, *, product_id: UUID) -> ProductView:
        """Answer one product."""
        ...

    def list_products(self, *, query: ListQuery) -> Page[ProductView]:
        """List products.  Filters: code, group_id, kind, unit, active; sorts: code, created_at."""
        ...

    def change_product(
        self, *, product_id: UUID, expected_version: int, fields: ProductFields
    ) -> ProductView:
        """Change a product.  Raises: as creating."""
        ...

    def archive_product(
        self, *, product_id: UUID, expected_version: int | None = None
    ) -> ProductView:
        """Put a product away."""
        ...

    def restore_product(self, *, product_id: UUID) -> ProductView:
        """Take a product back."""
        ...


class PriceListCalls(Protocol):
    """Price lists, their versions, and margin policies."""

    def create_price_list(self, *, fields: PriceListFields) -> PriceListView:
        """Add a price list.  Raises: ``quoting.price_list_default_exists`` (Conflict)."""
        ...

    def get_price_list(self, *, price_list_id: UUID) -> PriceListView:
        """Answer one price list with its versions."""
        ...

    def list_price_lists(self, *, query: ListQuery) -> Page[PriceListView]:
        """List price lists.  Filters: name, currency, scope, customer_id; sorts: name."""
        ...

    def change_price_list(
        self, *, price_list_id: UUID, expected_version: int, fields: PriceListFields
    ) -> PriceListView:
        """Change a price list; never its currency once a version is published."""
        ...

    def archive_price_list(
        self, *, price_list_id: UUID, expected_version: int | None = None
    ) -> PriceListView:
        """Put a price list away."""
        ...

    def restore_price_list(self, *, price_list_id: UUID) -> PriceListView:
        """Take a price list back.  Raises: ``quoting.price_list_default_exists``."""
        ...

    def create_price_list_version(
        self, *, price_list_id: UUID, fields: PriceListVersionFields
    ) -> PriceListView:
        """Draft a version.  Raises: ``quoting.price_list_version_overlaps`` (RuleBroken)."""
        ...

    def change_price_list_version(
        self, *, price_list_id: UUID, version_id: UUID, fields: PriceListVersionFields
    ) -> PriceListView:
        """Change a draft.  Raises: ``quoting.price_list_version_published`` (RuleBroken)."""
        ...

    def publish_price_list_version(self, *, price_list_id: UUID, version_id: UUID) -> PriceListView:
        """Make a version valid; from then on it never changes."""
        ...

    def create_margin_policy(self, *, fields: MarginPolicyFields) -> MarginPolicyView:
        """Set a floor.  Raises: ``quoting.margin_policy_exists`` (Conflict)."""
        ...

    def get_margin_policy(self, *, margin_policy_id: UUID) -> MarginPolicyView:
        """Answer one policy."""
        ...

    def list_margin_policies(self, *, query: ListQuery) -> Page[MarginPolicyView]:
        """List policies.  Filters and sorts: level, target_id, valid_from."""
        ...

    def change_margin_policy(
        self, *, margin_policy_id: UUID, expected_version: int, fields: MarginPolicyFields
    ) -> MarginPolicyView:
        """Change a policy."""
        ...

    def archive_margin_policy(
        self, *, margin_policy_id: UUID, expected_version: int | None = None
    ) -> MarginPolicyView:
        """Put a policy away."""
        ...

    def restore_margin_policy(self, *, margin_policy_id: UUID) -> MarginPolicyView:
        """Take a policy back.  Raises: ``quoting.margin_policy_exists``."""
        ...


class QuoteCalls(Protocol):
    """Quotes from the first draft to the customer's answer."""

    def create_quote(self, *, fields: QuoteFields) -> QuoteView:
        """
        Draft a quote for a sales case.

        Raises: ``sales.case_unknown``, ``quoting.case_closed`` (RuleBroken),
        ``quoting.price_missing`` (RuleBroken: no price given and none in the price list).
        """
        ...

    def get_quote(self, *, quote_id: UUID) -> QuoteView:
        """Answer one quote."""
        ...

    def list_quotes(self, *, query: ListQuery) -> Page[QuoteView]:
        """
        List quotes.

        Filters: status, sales_case_id, customer_id, owner_id, unit_id, quote_no, valid_until,
        created_at, net, outstanding; sorts: quote_no, valid_until, created_at, net.
        """
        ...

    def change_quote(
        self, *, quote_id: UUID, expected_version: int, fields: QuoteFields
    ) -> QuoteView:
        """Change a draft; an approval no longer counts.  Raises: ``quoting.quote_not_draft``."""
        ...

    def archive_quote(self, *, quote_id: UUID, expected_version: int | None = None) -> QuoteView:
        """Put a quote away that is not with the customer."""
        ...

    def restore_quote(self, *, quote_id: UUID) -> QuoteView:
        """Take a quote back."""
        ...

    def revise_quote(self, *, quote_id: UUID) -> QuoteView:
        """Draft the next revision, a copy; sending it supersedes the earlier one."""
        ...

    def submit_quote(self, *, quote_id: UUID) -> QuoteView:
        """Ask for approval.  Raises: ``quoting.approval_not_needed`` (RuleBroken)."""
        ...

    def approve_quote(self, *, quote_id: UUID, reason: str | None = None) -> QuoteView:
        """Allow exactly this content.  Raises: ``quoting.approval_own`` (RuleBroken)."""
        ...

    def reject_quote(self, *, quote_id: UUID, reason: str) -> QuoteView:
        """Refuse; the quote is a draft again.  Raises: as approving."""
        ...

    def send_quote(self, *, quote_id: UUID) -> QuoteView:
        """
        Fix the content and give it to the customer.

        Raises: ``quoting.quote_below_floor``, ``quoting.quote_empty``,
        ``quoting.quote_validity_missing``, ``quoting.quote_expired`` (RuleBroken).
        """
        ...

    def accept_quote(
        self,
        *,
        quote_id: UUID,
        accepted_on: date | None = None,
        purchase_order_no: str | None = None,
    ) -> QuoteView:
        """Record a yes.  Raises: ``quoting.quote_not_open``, ``quoting.quote_expired``."""
        ...

    def decline_quote(self, *, quote_id: UUID, reason: str | None = None) -> QuoteView:
        """Record the customer's no.  Raises: ``quoting.quote_not_open``."""
        ...

    def withdraw_quote(self, *, quote_id: UUID) -> QuoteView:
        """Take a quote back before an answer.  Raises: ``quoting.quote_not_open``."""
        ...

    def import_quote(self, *, fields: HistoricQuoteFields) -> QuoteView:
        """
        Write down a quote of the past, also of a closed case; needs ``import.run``.

        It is told once, by what it has come to, at the time that happened; floors do not apply.
        """
        ...

    def list_approvals(self, *, query: ListQuery) -> Page[ApprovalView]:
        """List requests for approval.  Filters: quote_id, decision, requested_by."""
        ...

    def overview_of_customer(self, *, customer_id: UUID, limit: int = 10) -> CustomerQuotesView:
        """The customer's newest quotes that the caller may see."""
        ...

    def get_public_quote(self, *, token: str) -> PublicQuoteView:
        """Answer a quote by its link; needs no caller.  Raises: ``quoting.link_unknown``."""
        ...

    def accept_public_quote(self, *, token: str, name: str, email: str) -> PublicQuoteView:
        """Accept by link, once; needs no caller.  Raises: as ``accept_quote``."""
        ...


class Quoting(ProductCalls, PriceListCalls, QuoteCalls, Protocol):
    """Everything quoting answers."""

    def search(self, *, text: str, limit: int) -> list[SearchHitView]:
        """Find quotes and products by number, title, code or name."""
        ...

    def get_reference(self, *, kind: str, reference_id: UUID) -> ReferenceView:
        """What others may copy of a quote or product.  Raises: ``quoting.<kind>_unknown``."""
        ...
