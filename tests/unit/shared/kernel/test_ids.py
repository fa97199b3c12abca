"""Ids are UUIDv7 and sort by time."""

import time

from shared.kernel.ids import new_id


def test_an_id_is_a_version_seven_uuid_of_now():
    before = time.time_ns() // 1_000_000
    made = new_id()
    after = time.time_ns() // 1_000_000

    assert made.version == 7
    assert before <= made.int >> 80 <= after


def test_ids_are_all_different():
    assert len({new_id() for _ in range(10_000)}) == 10_000


def test_ids_of_one_process_sort_as_they_were_made():
    made = [new_id() for _ in range(20_000)]

    assert made == sorted(made)
