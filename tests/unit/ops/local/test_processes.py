"""What runs in which profile."""

import pytest
from ops.local.processes import PREPARE, SERVICES, SYNCING, Profile, processes


def test_compact_hosts_everything_in_four_processes() -> None:
    compact = {process.name: process for process in processes(Profile.COMPACT)}
    assert list(compact) == ["rpc", "worker", "sync", "gateway"]
    assert compact["rpc"].services == SERVICES
    assert compact["sync"].services == SYNCING


def test_full_gives_every_service_its_own_processes() -> None:
    full = {process.name: process for process in processes(Profile.FULL)}
    assert len(full) == 2 * len(SERVICES) + len(SYNCING) + 1
    assert full["calendar-sync-rpc"].services == ("calendar_sync",)
    assert full["erp-sync-sync"].arguments == ("sync", "erp_sync")


@pytest.mark.parametrize("profile", Profile)
def test_services_answer_before_anybody_asks(profile: Profile) -> None:
    for process in processes(profile):
        answering = {each.name for each in processes(profile) if each.arguments[:1] == ("rpc",)}
        expected = {PREPARE} if process.name in answering else answering
        assert set(process.after) == expected
