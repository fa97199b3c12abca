"""What the platform is told of a merge, and what is written on the timeline."""

from typing import Any

from shared.capabilities.merging import remember_merge
from shared.contracts.crm.events import CustomerState, CustomerUpdatedV1
from shared.contracts.crm.merge_events import (
    ContactMergedV1,
    ContactUnmergedV1,
    CustomerMergedV1,
    CustomerUnmergedV1,
)

from crm.application.customer_facts import fact_about, tell
from crm.application.customer_links import refuse_taken_numbers
from crm.application.merging.duplicates import look_later
from crm.application.merging.ports import MergingWork
from crm.domain.contacts import Contact
from crm.domain.customers import Customer
from crm.domain.merging.errors import ExternalIdTaken
from crm.domain.merging.merges import Merge
from crm.domain.timeline import TimelineEntry


def merged(
    work: MergingWork, merge: Merge, *, survivor: Any, loser: Any, changed: list[str]
) -> None:
    """Two records became one."""
    _remember(work, merge, loser)
    if isinstance(survivor, Customer):
        _write_down(work, merge, survivor)
        more: dict[str, Any] = {"merge_id": merge.id, "survivor_version": survivor.version}
        work.publish(CustomerMergedV1(**_state_of(loser), **more))
        tell(work, CustomerUpdatedV1, survivor, [*changed, "merged"])
    else:
        work.publish(ContactMergedV1(**_contact_facts(merge, loser)))
        _compare(work, survivor, loser)


def unmerged(work: MergingWork, merge: Merge, *, survivor: Any, loser: Any) -> None:
    """They stand alone again."""
    _remember(work, merge, loser)
    if isinstance(survivor, Customer):
        work.timeline.forget("merge", merge.id)
        more: dict[str, Any] = {"survivor_id": survivor.id, "survivor_version": survivor.version}
        work.publish(CustomerUnmergedV1(**_state_of(loser), merge_id=merge.id, **more))
        tell(work, CustomerUpdatedV1, survivor, ["unmerged"])
    else:
        work.publish(ContactUnmergedV1(**_contact_facts(merge, loser)))
        _compare(work, survivor, loser)


def refuse_taken(work: MergingWork, merge: Merge, survivor: Any, loser: Any) -> None:
    """
    Stop when a third record has a number that would be the loser's again.

    Raises:
        OrganisationNumberTaken, CustomerNoTaken, ExternalIdTaken: see the classes.
    """
    ids = (survivor.id, loser.id)
    if loser.external_id and work.merges.called(merge.kind, loser.external_id, but=ids):
        raise ExternalIdTaken(merge.kind, loser.external_id)
    if not isinstance(survivor, Customer):
        return
    numbers = {
        name: getattr(loser, name)
        for name in ("organisation_number", "customer_no")
        if getattr(loser, name) != getattr(survivor, name)
    }
    refuse_taken_numbers(work, loser, numbers, again=True)


def _compare(work: MergingWork, *contacts: Contact) -> None:
    for each in contacts:
        look_later(work, kind="contact", record_id=each.id)


def _remember(work: Any, merge: Merge, loser: Any) -> None:
    """Late events of other services that name the loser are put with the survivor."""
    into_id, version = loser.merged_into_id, loser.version
    remember_merge(work, merge.kind, loser.id, into_id=into_id, version=version)


def _state_of(customer: Customer) -> dict[str, Any]:
    state = fact_about(CustomerState, customer)
    return {name: getattr(state, name) for name in CustomerState.__struct_fields__}


def _contact_facts(merge: Merge, loser: Contact) -> dict[str, Any]:
    return {
        "contact_id": loser.id,
        "version": loser.version,
        "merge_id": merge.id,
        "survivor_id": merge.survivor_id,
        "merged_into_id": loser.merged_into_id,
    }


def _write_down(work: MergingWork, merge: Merge, survivor: Customer) -> None:
    work.timeline.put(
        TimelineEntry(
            key=f"customer.merged:{merge.id}",
            customer_id=survivor.id,
            at=merge.merged_at,
            kind="customer.merged",
            title=merge.loser_name,
            ref_kind="merge",
            ref_id=merge.id,
            owner_id=survivor.owner_id,
            unit_id=survivor.unit_id,
        )
    )
