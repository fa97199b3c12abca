"""Reading logs together and by service."""

from pathlib import Path

import pytest
from ops.inspection.logs import last_entries, log_files
from ops.machine.layout import Layout


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    layout = Layout(tmp_path)
    layout.make()
    layout.log("rpc").write_text(
        '{"service": "crm", "event": "a"}\n{"service":"sales","event":"b"}\n'
    )
    layout.log("gateway").write_text("one\ntwo\nthree\n")
    return layout


def test_one_process_is_shown_as_it_logged(layout: Layout) -> None:
    files = log_files(layout, "gateway")
    assert list(last_entries(files, count=2)) == ["two", "three"]


def test_a_service_is_picked_out_of_the_process_that_hosts_it(layout: Layout) -> None:
    assert list(last_entries(log_files(layout, "crm"), count=9)) == [
        '{"service": "crm", "event": "a"}'
    ]


def test_in_the_full_profile_a_service_has_logs_of_its_own(layout: Layout) -> None:
    layout.log("calendar-sync-worker").write_text("worked\n")
    lines = list(last_entries(log_files(layout, "calendar_sync"), count=9))
    assert lines == ["calendar-sync-worker worked"]


def test_everything_is_labelled(layout: Layout) -> None:
    lines = list(last_entries(log_files(layout, None), count=1))
    assert [line.split()[0] for line in lines] == ["gateway", "rpc"]


def test_an_unknown_name_has_no_log(layout: Layout) -> None:
    assert log_files(layout, "nobody") == []
