"""Queued updates: when they are due, and what each outcome makes of them."""

from datetime import UTC, datetime, timedelta

import pytest
from erp_sync.domain.jobs import Job, JobState, RetryPolicy
from shared.kernel.ids import new_id

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
POLICY = RetryPolicy()


def a_job(**changes):
    facts = {
        "id": new_id(),
        "connection_id": new_id(),
        "entity_kind": "customer",
        "entity_id": new_id(),
        "wanted_version": 3,
        "done_version": 0,
        "state": JobState.QUEUED,
        "attempts": 0,
        "next_at": NOW,
    }
    return Job(**{**facts, **changes})


@pytest.mark.parametrize(
    ("changes", "is_due"),
    [
        ({}, True),
        ({"done_version": 3}, False),
        ({"state": JobState.WAITING, "next_at": NOW + timedelta(seconds=1)}, False),
        ({"state": JobState.WAITING}, True),
        ({"state": JobState.NEEDS_ATTENTION}, False),
        ({"state": JobState.DISCARDED}, False),
        ({"state": JobState.RUNNING, "lease_until": NOW + timedelta(seconds=1)}, False),
        ({"state": JobState.RUNNING, "lease_until": NOW}, True),
    ],
)
def test_a_job_is_due_when_it_is_wanted_and_nobody_has_it(changes, is_due):
    assert a_job(**changes).is_due(NOW) is is_due


def test_a_newer_version_wanted_meanwhile_keeps_the_job_queued():
    job = a_job().taken(NOW, token=new_id(), policy=POLICY)

    assert job.done(2, NOW).state == JobState.QUEUED
    assert job.done(3, NOW).state == JobState.DONE
    assert job.done(3, NOW).lease_token is None


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 10), (1, 60), (2, 600), (3, 3600), (9, 3600)]
)
def test_waiting_times_climb_the_ladder(attempts, seconds):
    failed = a_job(attempts=attempts).failed("away", NOW, policy=POLICY, jitter=0.5)

    assert failed.next_at == NOW + timedelta(seconds=seconds)
    assert (failed.state, failed.attempts) == (JobState.WAITING, attempts + 1)


def test_waiting_times_are_spread_by_a_quarter():
    waits = [POLICY.wait(1, jitter).total_seconds() for jitter in (0, 1)]

    assert waits == [7.5, 12.5]


def test_after_a_day_of_failure_a_person_must_look():
    job = a_job(first_failed_at=NOW - timedelta(hours=24), attempts=20)

    assert job.failed("away", NOW, policy=POLICY, jitter=0).state == JobState.NEEDS_ATTENTION


def test_a_fault_of_the_connection_counts_no_try():
    job = a_job(attempts=2).put_back("throttled", "wait", NOW)

    assert (job.state, job.attempts) == (JobState.QUEUED, 2)


def test_giving_up_means_that_nothing_is_wanted():
    assert not a_job().discarded().is_wanted
