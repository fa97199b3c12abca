"""Use cases of duplicates: looking for records like one that changed, and dismissing a pair."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from shared.capabilities.policy import require

from crm.application.merging.ports import MergingWork
from crm.application.ports import CrmWork
from crm.domain.merging.scores import best_of, keys_of

FIND_TIMER = "find_duplicates"
# Who types a record in is let finish before it is compared.
_AFTER = timedelta(seconds=2)
_MOST_COMPARED, _MOST_SUGGESTED = 200, 20


def look_later(work: CrmWork, *, kind: str, record_id: UUID) -> None:
    """Compare a record soon, once however often it changes until then."""
    work.schedule(FIND_TIMER, str(record_id), work.now() + _AFTER, {"kind": kind})


def find_duplicates(work: MergingWork, *, kind: str, record_ids: Collection[UUID]) -> None:
    """
    Compare records with those that share a key with them; a bounded number of statements.

    A record that is put away or merged is in no pair.
    """
    if not record_ids:
        return
    mine = work.duplicates.traits_of(kind, list(record_ids))
    keys = {each: keys_of(mine[each]) if each in mine else set() for each in record_ids}
    work.duplicates.keep_keys(kind, keys)
    candidates = work.duplicates.sharing(kind, keys, limit=_MOST_COMPARED)
    others = {each for its in candidates.values() for each in its} - mine.keys()
    known = mine | work.duplicates.traits_of(kind, list(others))
    found = [
        alike
        for each, its in mine.items()
        for alike in best_of(
            its,
            (known[other] for other in candidates.get(each, ()) if other in known),
            most=_MOST_SUGGESTED,
        )
    ]
    work.duplicates.keep_pairs(kind, record_ids, found)


def dismiss_duplicate(work: MergingWork, *, duplicate_id: UUID, kind: str) -> None:
    """
    Say that two records are different; they are not suggested again.

    Raises:
        Forbidden: The caller may not change such records.
    """
    require(work.caller, f"{kind}.update")
    work.duplicates.dismiss(duplicate_id)
