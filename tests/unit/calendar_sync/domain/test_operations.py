"""Operations and states: what is due, who may work, what failures lead to."""

from datetime import UTC, datetime, timedelta

from calendar_sync.domain.operations import Operation, OperationState, SyncPolicy, SyncState
from shared.kernel.ids import new_id

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
POLICY = SyncPolicy()


def an_operation(**changes):
    facts = {
        "id": new_id(),
        "binding_id": new_id(),
        "activity_id": new_id(),
        "wanted_version": 3,
        "done_version": 0,
        "state": OperationState.PENDING,
    }
    return Operation(**{**facts, **changes})


def test_a_newer_version_wanted_meanwhile_keeps_it_pending():
    assert an_operation().done(2).state == OperationState.PENDING
    assert an_operation().done(3).state == OperationState.DONE


def test_the_mark_of_a_call_stays_until_its_outcome_is_known():
    tried = an_operation().tried(NOW)
    again = tried.tried(NOW + timedelta(hours=1))

    assert (again.tried_at, again.attempts) == (NOW, 2)
    assert again.done(3).tried_at is None
    assert again.refused("refused", "no").state == OperationState.NEEDS_ATTENTION


def test_one_worker_at_a_time_and_a_dead_one_gives_way():
    leased = SyncState(binding_id=new_id()).leased(NOW, POLICY)

    assert not leased.is_free(NOW + timedelta(seconds=59))
    assert leased.is_free(NOW + timedelta(seconds=60))
    assert leased.leased(NOW, POLICY).fence == leased.fence + 1


def test_a_calendar_that_failed_waits_and_one_that_works_forgets():
    until = NOW + timedelta(minutes=1)
    failed = SyncState(binding_id=new_id()).failed("transient", "away", until=until)

    assert not failed.is_free(NOW)
    assert failed.is_free(until)
    assert failed.failures == 1
    finished = failed.finished(NOW)
    assert (finished.failures, finished.last_error_kind, finished.last_synced_at) == (0, None, NOW)


def test_waiting_times_climb_the_ladder():
    waits = [POLICY.wait(failures, 0.5).total_seconds() for failures in (1, 2, 3, 4, 50)]

    assert waits == [10, 60, 600, 3600, 3600]
