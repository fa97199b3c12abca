"""Use cases of duplicates: looking for records like one that changed, and dismissing a pair."""

from datetime import timedelta
from uuid import UUID

from shared.capabilities.policy import require

from crm.application.merging.ports import MergingWork
from crm.application.ports import CrmWork
from crm.domain.merging.scores import keys_of, likeness

FIND_TIMER = "find_duplicates"
# Who types a record in is let finish before it is compared.
_AFTER = timedelta(seconds=2)
_MOST_COMPARED, _MOST_SUGGESTED = 200, 20


def look_later(work: CrmWork, *, kind: str, record_id: UUID) -> None:
    """Compare a record soon, once however often it changes until then."""
    work.schedule(FIND_TIMER, str(record_id), work.now() + _AFTER, {"kind": kind})


def find_duplicates(work: MergingWork, *, kind: str, record_id: UUID) -> None:
    """
    Compare one record with those that share a key with it; work is bounded however many there are.

    A record that is put away or merged is in no pair.
    """
    mine = work.duplicates.traits_of(kind, [record_id]).get(record_id)
    keys = keys_of(mine) if mine else set()
    work.duplicates.keep_keys(kind, record_id, keys)
    found = {}
    if mine is not None:
        others = work.duplicates.sharing(kind, record_id, keys, limit=_MOST_COMPARED)
        for other_id, its in work.duplicates.traits_of(kind, others).items():
            if (alike := likeness(mine, its)).is_suggested:
                found[other_id] = alike
    best = sorted(found, key=lambda each: (-found[each].score_bp, each))[:_MOST_SUGGESTED]
    work.duplicates.keep_pairs(kind, record_id, {each: found[each] for each in best})


def dismiss_duplicate(work: MergingWork, *, duplicate_id: UUID, kind: str) -> None:
    """
    Say that two records are different; they are not suggested again.

    Raises:
        Forbidden: The caller may not change such records.
    """
    require(work.caller, f"{kind}.update")
    work.duplicates.dismiss(duplicate_id)
