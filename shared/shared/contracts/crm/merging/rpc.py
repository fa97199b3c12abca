"""What crm answers about merging."""

from typing import Protocol
from uuid import UUID

from shared.contracts.crm.merging.views import DuplicateView, MergePreviewView, MergeView
from shared.contracts.crm.views import ContactView, CustomerView
from shared.kernel.paging import ListQuery, Page


class MergingCalls(Protocol):
    """Making one record of two, taking it back, and finding what may be the same."""

    def merge_customer(
        self,
        *,
        customer_id: UUID,
        loser_id: UUID,
        expected_version: int | None = None,
        loser_version: int | None = None,
        fields: dict[str, str] | None = None,
    ) -> CustomerView:
        """
        Make another customer part of this one, in every service; answers the survivor.

        ``fields`` says for a field whether it comes from the ``survivor`` or the ``loser``; for
        others it is the survivor's, or the loser's where the survivor has none.

        Raises: ``crm.customer_same``, ``crm.customer_merged``, ``crm.customer_archived``
        (RuleBroken), ``crm.customer_stale``, ``crm.customer_unknown``,
        ``platform.action_forbidden``.
        """
        ...

    def merge_contact(
        self,
        *,
        contact_id: UUID,
        loser_id: UUID,
        expected_version: int | None = None,
        loser_version: int | None = None,
        fields: dict[str, str] | None = None,
    ) -> ContactView:
        """Make another contact part of this one.  As ``merge_customer``."""
        ...

    def preview_merge(
        self,
        *,
        kind: str,
        record_id: UUID,
        loser_id: UUID,
        fields: dict[str, str] | None = None,
    ) -> MergePreviewView:
        """Say what a merge would do.  Raises what the merge would."""
        ...

    def unmerge_customer(self, *, customer_id: UUID) -> MergeView:
        """
        Take back the merge that made this customer part of another; within 30 days.

        What was added after the merge stays with the survivor; ``kept`` names what was changed.

        Raises: ``crm.customer_not_merged``, ``crm.merge_too_old``, ``crm.merge_not_newest``,
        ``crm.organisation_number_taken``, ``crm.customer_no_taken`` (RuleBroken).
        """
        ...

    def unmerge_contact(self, *, contact_id: UUID) -> MergeView:
        """Take back the merge that made this contact part of another.  As for customers."""
        ...

    def list_merges(self, *, query: ListQuery) -> Page[MergeView]:
        """List merges.  Filters: kind, state, survivor_id, loser_id, merged_by, merged_at."""
        ...

    def list_duplicates(self, *, query: ListQuery) -> Page[DuplicateView]:
        """
        List pairs that may be the same, both within the caller's rights; best first.

        Filters: kind, state (open unless given), score_bp, record_id.
        """
        ...

    def duplicates_of_customer(self, *, customer_id: UUID, query: ListQuery) -> Page[DuplicateView]:
        """List open pairs of one customer."""
        ...

    def dismiss_duplicate(self, *, duplicate_id: UUID) -> DuplicateView:
        """Say that a pair is not the same; it is not suggested again."""
        ...
