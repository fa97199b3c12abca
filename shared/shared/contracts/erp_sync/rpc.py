"""
What other services and the gateway may ask of erp_sync.

Owner: erp_sync.  Every call may also raise ``platform.action_forbidden`` and the ``…_unknown``
and ``…_stale`` codes of the records it names.
"""

from typing import Protocol
from uuid import UUID

from shared.contracts.erp_sync.views import (
    AttemptView,
    ConnectionFields,
    ConnectionView,
    JobView,
    LinkView,
)
from shared.kernel.paging import ListQuery, Page


class ErpSync(Protocol):
    """What erp_sync answers."""

    def create_connection(self, *, fields: ConnectionFields) -> ConnectionView:
        """
        Connect an ERP system; it is tried at once, then every known customer is queued.

        Raises: ``erp_sync.connection_invalid`` (Invalid), ``erp_sync.connection_exists``
        (Conflict: the name is taken).
        """
        ...

    def get_connection(self, *, connection_id: UUID) -> ConnectionView:
        """Answer one connection.  Raises: ``erp_sync.connection_unknown``."""
        ...

    def list_connections(self, *, query: ListQuery) -> Page[ConnectionView]:
        """List connections.  Filters and sorts: name, kind, status, archived, created_at."""
        ...

    def change_connection(
        self, *, connection_id: UUID, expected_version: int, fields: ConnectionFields
    ) -> ConnectionView:
        """
        Change a connection; new credentials are tried at once.

        Raises: ``erp_sync.connection_stale``, ``erp_sync.connection_invalid``.
        """
        ...

    def archive_connection(
        self, *, connection_id: UUID, expected_version: int | None = None
    ) -> ConnectionView:
        """Stop sending anything; links are kept.  Raises: ``erp_sync.connection_stale``."""
        ...

    def restore_connection(self, *, connection_id: UUID) -> ConnectionView:
        """Take an archived connection up again; every known customer is queued."""
        ...

    def test_connection(self, *, connection_id: UUID) -> ConnectionView:
        """Have the sync worker try the connection; the result shows in the connection."""
        ...

    def resync_connection(self, *, connection_id: UUID) -> ConnectionView:
        """Queue every known customer; what is equal there already makes no call."""
        ...

    def list_links(self, *, query: ListQuery) -> Page[LinkView]:
        """List links.  Filters: connection_id, entity_id, external_id.  Sorts: created_at."""
        ...

    def list_jobs(self, *, query: ListQuery) -> Page[JobView]:
        """
        List queued updates.

        Filters: connection_id, entity_id, state, last_error_kind.  Sorts: updated_at, next_at,
        created_at.
        """
        ...

    def get_job(self, *, job_id: UUID) -> JobView:
        """Answer one queued update.  Raises: ``erp_sync.job_unknown``."""
        ...

    def retry_job(self, *, job_id: UUID) -> JobView:
        """Try again now, as if it had never failed.  Raises: ``erp_sync.job_done``."""
        ...

    def discard_job(self, *, job_id: UUID) -> JobView:
        """Give up what is wanted until the record changes again.  Raises: as retry_job."""
        ...

    def list_attempts(self, *, query: ListQuery) -> Page[AttemptView]:
        """List tries.  Filters: job_id, outcome.  Sorts: started_at (newest first)."""
        ...
