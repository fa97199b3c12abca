"""
Use cases of merging: make one record of two, and take that back.

Rights are asked for on both records; what moves is everything, also what the caller may not see.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.capabilities.custom_fields import shown
from shared.contracts.crm.merging.views import MergePreviewView
from shared.contracts.declare import dump

from crm.application.changing import allow
from crm.application.merging import telling
from crm.application.merging.ports import MergingWork
from crm.domain.contacts import Contact
from crm.domain.customers import Customer
from crm.domain.merging.choices import differing, merged_values, read_choices
from crm.domain.merging.errors import MergeNotNewest
from crm.domain.merging.merges import REVERTIBLE_FOR, Merge, refuse_pair, refuse_unmerged
from crm.domain.merging.scores import likeness

Mergeable = Customer | Contact


@dataclass(frozen=True, kw_only=True)
class Pair:
    """
    Two records to become one, as a caller names them.

    Args:
        fields: Field to ``survivor`` or ``loser``.
    """

    kind: str
    survivor_id: UUID
    loser_id: UUID
    survivor_version: int | None = None
    loser_version: int | None = None
    fields: Mapping[str, str] | None = None


def merge_records(work: MergingWork, pair: Pair) -> Mergeable:
    """
    Make one record of two; answers the survivor.

    Raises:
        SameRecord, AlreadyMerged, RecordArchived, Forbidden, Conflict: see ``Crm.merge_customer``.
    """
    choices = read_choices(pair.kind, pair.fields or {})
    survivor, loser = _pair(work, pair)
    merge = _merge_of(work, pair, survivor, loser, choices)
    before = work.merges.before(merge)
    values = merged_values(pair.kind, survivor, loser, choices)
    loser.merged_into_id, loser.archived_at = survivor.id, work.now()
    work.save(loser)  # first: it gives up its numbers
    _settle_tree(work, survivor, loser, values)
    work.merges.join(merge)
    work.refresh(survivor)
    changed = [name for name, value in values.items() if getattr(survivor, name) != value]
    for name in changed:
        setattr(survivor, name, values[name])
    _settle(work, survivor)
    work.save(survivor)
    work.memberships.settle(pair.kind, survivor)
    work.merges.remember(merge, before)
    work.save(merge)
    telling.merged(work, merge, survivor=survivor, loser=loser, changed=changed)
    return survivor


def preview_merge(work: MergingWork, pair: Pair) -> MergePreviewView:
    """
    Say what a merge would do.

    Raises:
        As ``merge_records``.
    """
    choices = read_choices(pair.kind, pair.fields or {})
    survivor, loser = _pair(work, pair)
    traits = work.duplicates.traits_of(pair.kind, [survivor.id, loser.id])
    alike = likeness(traits[survivor.id], traits[loser.id])
    values = merged_values(pair.kind, survivor, loser, choices)
    values["segments"] = values.pop("segment_ids")
    (values["custom"],) = shown(work, pair.kind, [values["custom"]])
    moving = work.merges.count(pair.kind, loser.id)
    return MergePreviewView(
        survivor_id=survivor.id,
        loser_id=loser.id,
        score=alike.score_bp / 10_000,
        reasons=alike.reasons,
        differing=differing(pair.kind, survivor, loser),
        values=dump(values),
        moving={name: number for name, number in moving.items() if number},
    )


def unmerge_record(work: MergingWork, *, kind: str, loser_id: UUID) -> Merge:
    """
    Take back the merge that made the record part of another.

    What was added since stays with the survivor; fields changed since keep what they say.

    Raises:
        NotMerged, MergeTooOld, MergeNotNewest: see the classes.
        OrganisationNumberTaken, CustomerNoTaken: Somebody else has the number by now.
    """
    loser = _load(work, kind, loser_id)
    allow(work, f"{kind}.merge", loser, kind)
    refuse_unmerged(kind, loser)
    merge_id = work.merges.of_loser(kind, loser_id)
    merge = work.merges.get(merge_id)  # type: ignore[arg-type]
    survivor = _load(work, kind, merge.survivor_id)
    allow(work, f"{kind}.merge", survivor, kind)
    merge.refuse_late(work.now())
    if (newer_id := work.merges.newer_of(merge)) is not None:
        raise MergeNotNewest(merge.id, newer_id=newer_id)
    telling.refuse_taken(work, merge, survivor, loser)
    kept = work.merges.part(merge)
    for each in (survivor, loser):
        work.refresh(each)
        _settle(work, each)
        work.save(each)
    merge.take_back(by=work.caller.actor_id, at=work.now(), kept=kept)
    work.save(merge)
    telling.unmerged(work, merge, survivor=survivor, loser=loser)
    return merge


def _pair(work: MergingWork, pair: Pair) -> tuple[Mergeable, Mergeable]:
    """Both records, in one order everywhere, so that two merges of a pair never lock crosswise."""
    found = {
        each: _load(work, pair.kind, each) for each in sorted({pair.survivor_id, pair.loser_id})
    }
    survivor, loser = found[pair.survivor_id], found[pair.loser_id]
    grant = f"{pair.kind}.merge"
    allow(work, grant, survivor, pair.kind, pair.survivor_version)
    allow(work, grant, loser, pair.kind, pair.loser_version)
    refuse_pair(pair.kind, survivor, loser)
    return survivor, loser


def _load(work: MergingWork, kind: str, record_id: UUID) -> Mergeable:
    if kind == "customer":
        return work.customers.get(record_id, lock=True)
    return work.contacts.get(record_id, lock=True)


def _merge_of(
    work: MergingWork,
    pair: Pair,
    survivor: Mergeable,
    loser: Mergeable,
    choices: dict[str, str],
) -> Merge:
    return Merge(
        kind=pair.kind,
        survivor_id=survivor.id,
        loser_id=loser.id,
        survivor_name=survivor.name,
        loser_name=loser.name,
        choices=choices,
        merged_by=work.caller.actor_id,
        merged_at=work.now(),
        revertible_until=work.now() + REVERTIBLE_FOR,
    )


def _settle_tree(
    work: MergingWork, survivor: Mergeable, loser: Mergeable, values: dict[str, Any]
) -> None:
    """Keep the survivor from standing above itself, paying for itself or being its own partner."""
    if not isinstance(survivor, Customer) or not isinstance(loser, Customer):
        return
    for name in ("invoicing_customer_id", "partner_id"):
        if values[name] in (survivor.id, loser.id):
            values[name] = None
        setattr(survivor, name, values[name])
    parent_id = values["parent_id"]
    if parent_id is not None and loser.id in work.customers.ancestors_of(parent_id):
        parent_id = loser.parent_id
    if parent_id is not None and survivor.id in work.customers.ancestors_of(parent_id):
        parent_id = None
    values["parent_id"] = parent_id
    survivor.parent_id = parent_id
    work.flush()


def _settle(work: MergingWork, record: Mergeable) -> None:
    if isinstance(record, Customer):
        record.settle_addresses()
