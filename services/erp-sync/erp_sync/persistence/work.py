"""erp_sync's unit of work."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from uuid import UUID

from shared.capabilities.references import references
from shared.persistence.vault import Vault
from shared.persistence.work import Work

from erp_sync.application.ports import Erps
from erp_sync.domain.jobs import RetryPolicy
from erp_sync.persistence import mapping, tables
from erp_sync.persistence.connections import StoredConnections
from erp_sync.persistence.jobs import StoredJobs
from erp_sync.persistence.links import StoredLinks

__all__ = ["ErpSyncWork", "mapping"]  # importing the mapping is what maps the classes


class ErpSyncWork(Work):
    """One transaction with erp_sync's repositories; adapters are set by ``Works``."""

    metadata = tables.metadata
    vault: Vault
    erps: Erps
    policy: RetryPolicy
    allow_private: bool

    @cached_property
    def connections(self) -> StoredConnections:
        return StoredConnections(self)

    @cached_property
    def jobs(self) -> StoredJobs:
        return StoredJobs(self)

    @cached_property
    def links(self) -> StoredLinks:
        return StoredLinks(self)

    def known_customer(self, customer_id: UUID) -> tuple[int, Mapping[str, Any]] | None:
        """The newest version crm told us of, and the customer as it then was."""
        found = references(self, "customer", [customer_id]).get(customer_id)
        return (found.version, found.data) if found else None
