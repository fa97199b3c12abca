"""Telling people."""

from uuid import UUID

from crm.application.ports import CrmWork
from crm.domain.notifications.notices import Notice


def notify(
    work: CrmWork,
    *,
    user_id: UUID,
    kind: str,
    ref_kind: str,
    ref_id: UUID,
    key: str = "",
) -> bool:
    """
    Tell *user_id* of something about a record, in the same transaction.

    Nobody is told of what he did himself.  Whether he may see the record is asked when he looks,
    so telling too many people shows nothing to anybody.

    Args:
        kind: One of ``notices.KINDS``.
        ref_kind: ``activity``, ``note`` or ``saved_report``.
        key: Names the happening when there can be several about the record; the same person is
            told of the same happening once.

    Returns:
        Whether he was told now.
    """
    if user_id == work.caller.actor_id:
        return False
    return work.notifications.add(
        Notice(
            user_id=user_id,
            kind=kind,
            key=f"{kind}:{ref_kind}:{ref_id}:{key}",
            ref_kind=ref_kind,
            ref_id=ref_id,
            actor_id=None if work.caller.is_system else work.caller.actor_id,
        )
    )
