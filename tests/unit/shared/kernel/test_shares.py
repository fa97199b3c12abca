"""Parts add up to the whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shared.kernel.errors import Invalid
from shared.kernel.shares import percent_text, share_bp, split


@given(
    st.integers(0, 10**9),
    st.lists(st.integers(0, 1000), min_size=1, max_size=20).filter(lambda all_of: sum(all_of) > 0),
)
def test_parts_add_up_and_stay_within_one_of_their_share(total, weights):
    parts = split(total, weights)

    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - total * weight / sum(weights)) < 1


def test_the_earlier_part_gets_what_is_left_over():
    assert split(100, [1, 1, 1]) == [34, 33, 33]


def test_nothing_can_be_split_by_nothing():
    assert split(0, [0, 0]) == [0, 0]
    with pytest.raises(Invalid):
        split(1, [0, 0])


def test_a_share_is_told_in_basis_points():
    assert share_bp(3_425_000, 10_625_000) == 3224
    assert percent_text(3224) == "32.24"
    assert share_bp(1, 0) is None
