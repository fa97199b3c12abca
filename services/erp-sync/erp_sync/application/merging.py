"""Customers that become one: one link each, nothing doubled in any ERP system."""

from typing import Any
from uuid import UUID

from shared.capabilities.merging import merged_into

from erp_sync.application.ports import ErpWork


def rest_second_links(work: Any, kind: str, customer_id: UUID, survivor_id: UUID) -> None:
    """Before rows move: where both customers are linked, the survivor's link is the one used."""
    links: ErpWork = work
    links.links.suspend_second(customer_id, beside=survivor_id)


def use_links_again(work: Any, kind: str, customer_id: UUID) -> None:
    """After rows moved back: whoever stands alone again uses his own link."""
    if not merged_into(work, kind, [customer_id]):
        work.links.resume_last(customer_id)
