"""Waking sync workers: they do the work, everything else only says that there is some."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from shared.contracts.calendar_sync.events import BindingOutdatedV1

from calendar_sync.application.ports import CalendarWork

RETRY = "binding_retry"
SWEEP = "sweep"
POLL = "binding_poll"
_SWEEP_KEY = "bindings"


def wake(work: CalendarWork, binding_id: UUID) -> None:
    """
    Tell a sync worker, unless one is at it, was told, or is to wait.

    Whoever is at it looks for more work while he holds this very row; so lock it before the
    work is stored, and call this afterwards.
    """
    state, now = work.operations.state(binding_id, lock=True), work.now()
    if state.woken_at is not None or not state.is_free(now):
        return
    work.operations.put_state(replace(state, woken_at=now))
    _tell(work, binding_id, state.fence)


def wake_again(work: CalendarWork, binding_id: UUID) -> None:
    """Tell a sync worker, whether one was told before or not."""
    state = work.operations.state(binding_id, lock=True)
    work.operations.put_state(replace(state, woken_at=work.now()))
    _tell(work, binding_id, state.fence)


def sweep(work: CalendarWork) -> None:
    """Wake workers for calendars that were forgotten: a lost message, a worker that died."""
    before = work.now() - timedelta(seconds=work.policy.sweep_seconds)
    for binding in work.operations.forgotten(woken_before=before):
        wake_again(work, binding.id)
    keep_sweeping(work)


def keep_sweeping(work: CalendarWork) -> None:
    """Have the worker sweep again."""
    due_at = work.now() + timedelta(seconds=work.policy.sweep_seconds)
    work.schedule(SWEEP, _SWEEP_KEY, due_at)


def _tell(work: CalendarWork, binding_id: UUID, version: int) -> None:
    work.publish(
        BindingOutdatedV1(
            binding_id=binding_id,
            version=version,
            organisation_id=work.caller.organisation_id,
        )
    )
