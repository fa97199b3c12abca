"""Percentiles and throughput."""

import pytest
from ops.bench.samples import Measured, percentile


@pytest.mark.parametrize(
    ("share", "value"), [(0.5, 50), (0.95, 95), (0.99, 99), (1.0, 100), (0.001, 1)]
)
def test_a_percentile_is_the_nearest_rank(share, value):
    assert percentile(list(range(100, 0, -1)), share) == value


def test_a_percentile_of_one_value_is_that_value():
    assert percentile([7.5], 0.99) == 7.5


@pytest.mark.parametrize(("values", "share"), [([], 0.5), ([1.0], 0.0), ([1.0], 1.1)])
def test_a_percentile_of_nothing_is_refused(values, share):
    with pytest.raises(ValueError):
        percentile(values, share)


def test_errors_do_not_count_as_throughput():
    measured = Measured(case="a case", at_once=1, seconds=2.0, latencies_ms=(10.0, 20.0), errors=98)

    assert measured.throughput == 1.0


def test_a_case_without_answers_has_no_latency():
    assert Measured(case="dead", at_once=1, seconds=1.0, latencies_ms=()).latency(0.5) == 0.0
