"""
One round for one calendar: claim it, bring over what is pending, give it back.

Every call stands between two transactions.  An operation is marked before its call; whoever
finds the mark asks the calendar first, because nobody knows whether the call arrived.
"""

import random
from datetime import timedelta
from uuid import UUID

from shared.contracts.calendar_sync.events import AccountDegradedV1, AccountRestoredV1

from calendar_sync.application.looking_back import Round, look_back
from calendar_sync.application.ports import (
    CalendarError,
    CalendarForbidden,
    CalendarUnavailable,
    CalendarWork,
    CalendarWorks,
)
from calendar_sync.application.steps import Step, prepare, settle, take_step
from calendar_sync.application.waking import POLL, RETRY, wake
from calendar_sync.domain.accounts import Account, AccountStatus
from calendar_sync.domain.operations import SyncState

_MOST_STEPS = 50  # then the other calendars have their turn
_FAILURES_TO_DEGRADE = 3


def sync_binding(works: CalendarWorks, *, organisation_id: UUID, binding_id: UUID) -> None:
    """Bring one calendar into step, if it is free; run by a sync worker."""
    with works.system(organisation_id) as work:
        claimed = claim_binding(work, binding_id=binding_id)
    if claimed is None:
        return
    error: CalendarError | None = None
    is_over = False
    try:
        _work_on(works, claimed)
        is_over = True
    except (CalendarForbidden, CalendarUnavailable) as raised:
        error, is_over = raised, True
    finally:  # a bug must not keep the calendar claimed; its traceback is the consumer's to log
        with works.system(organisation_id) as work:
            _give_back(work, claimed, error, is_bug=not is_over)


def claim_binding(work: CalendarWork, *, binding_id: UUID) -> Round | None:
    """Claim a calendar; None when somebody has it, it is to wait, or it is disconnected."""
    binding = work.accounts.binding(binding_id)
    account = work.accounts.get(binding.account_id)
    state = work.operations.state(binding_id, lock=True)
    if binding.archived_at is not None or not account.is_usable:
        return None
    if not state.is_free(work.now()) or not work.accounts.is_working(account.user_id):
        _look_again_later(work, state)
        return None
    leased = state.leased(work.now(), work.policy)
    work.operations.put_state(leased)
    return Round(
        organisation_id=work.caller.organisation_id,
        binding_id=binding_id,
        fence=leased.fence,
        calendar=work.calendars.open(account, binding),
        is_new=account.status == AccountStatus.CONNECTING,
    )


def _look_again_later(work: CalendarWork, state: SyncState) -> None:
    """Another worker has it; should that one have died, its lease ends."""
    if state.lease_until is not None and state.lease_until > work.now():
        work.schedule(RETRY, str(state.binding_id), state.lease_until)


def _work_on(works: CalendarWorks, claimed: Round) -> None:
    if claimed.is_new:
        claimed.calendar.check()
    for _ in range(_MOST_STEPS):
        with works.system(claimed.organisation_id) as work:
            step = _next_step(work, claimed)
        if step is None:
            look_back(works, claimed)
            return
        outcome = take_step(claimed.calendar, step)
        with works.system(claimed.organisation_id) as work:
            settle(work, step, outcome)


def _next_step(work: CalendarWork, claimed: Round) -> Step | None:
    """What to call for next; what needs no call is settled on the way."""
    state = work.operations.state(claimed.binding_id, lock=True)
    if state.fence != claimed.fence:
        return None
    work.operations.put_state(state.renewed(work.now(), work.policy))
    binding = work.accounts.binding(claimed.binding_id)
    if binding.archived_at is not None:
        return None
    while (operation := work.operations.next(binding.id)) is not None:
        step = prepare(work, binding, operation)
        if step is not None:
            return step
    return None


def _give_back(
    work: CalendarWork, claimed: Round, error: CalendarError | None, *, is_bug: bool
) -> None:
    account = _account_of(work, claimed)
    state = work.operations.state(claimed.binding_id, lock=True)
    if state.fence != claimed.fence:
        return
    if error is None and not is_bug:
        work.operations.put_state(state.finished(work.now()))
        poll_at = work.now() + timedelta(seconds=work.policy.poll_seconds)
        work.schedule(POLL, str(claimed.binding_id), poll_at)
        _restore(work, account)
        if work.operations.next(claimed.binding_id) is not None:
            wake(work, claimed.binding_id)
        return
    kind, text = (error.kind, str(error)) if error else ("bug", "An error of ours; see the log.")
    failed = state.failed(kind, text, until=None)
    until = work.now() + _wait(work, failed, error)
    work.operations.put_state(state.failed(kind, text, until=until))
    _degrade(work, account, error, failures=failed.failures)
    if account.is_usable:
        work.schedule(RETRY, str(claimed.binding_id), until)


def _account_of(work: CalendarWork, claimed: Round) -> Account:
    binding = work.accounts.binding(claimed.binding_id)
    return work.accounts.get(binding.account_id, lock=True)


def _wait(work: CalendarWork, failed: SyncState, error: CalendarError | None) -> timedelta:
    asked = error.retry_after_seconds if isinstance(error, CalendarUnavailable) else None
    if asked is not None:
        return timedelta(seconds=asked)
    return work.policy.wait(failed.failures, random.random())


def _restore(work: CalendarWork, account: Account) -> None:
    if account.status in (AccountStatus.CONNECTING, AccountStatus.DEGRADED):
        account.status = AccountStatus.ACTIVE
        work.save(account)
        work.publish(
            AccountRestoredV1(
                account_id=account.id, version=account.version, user_id=account.user_id
            )
        )


def _degrade(
    work: CalendarWork, account: Account, error: CalendarError | None, *, failures: int
) -> None:
    """Say that something is wrong: at once about credentials, else after some failures."""
    status = account.status
    if isinstance(error, CalendarForbidden):
        status = AccountStatus.REAUTH_NEEDED
    elif status == AccountStatus.ACTIVE and failures >= _FAILURES_TO_DEGRADE:
        status = AccountStatus.DEGRADED
    if status == account.status or account.archived_at is not None:
        return
    account.status = status
    work.save(account)
    work.publish(
        AccountDegradedV1(
            account_id=account.id,
            version=account.version,
            user_id=account.user_id,
            status=status,
            reason=error.kind if error else "bug",
        )
    )
