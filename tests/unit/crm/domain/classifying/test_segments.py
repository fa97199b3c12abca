"""No rule comes back to its own segment."""

import pytest
from crm.domain.classifying.segments import SegmentCycle, refuse_cycle, segments_named
from shared.kernel.ids import new_id


def test_a_rule_may_build_on_others():
    own, first, second = new_id(), new_id(), new_id()
    others = {first: {"segments": str(second)}, second: {"rating": "A"}}
    refuse_cycle(own, {"segments": [str(first), str(second)]}, others)


@pytest.mark.parametrize("name", ["segments", "segment_id", "segments__in", "customer_segment"])
def test_a_rule_that_comes_back_is_refused(name):
    own, other = new_id(), new_id()
    with pytest.raises(SegmentCycle):
        refuse_cycle(own, {name: str(own)}, {})
    with pytest.raises(SegmentCycle):
        refuse_cycle(own, {name: str(other)}, {other: {"segments": [str(own)]}})


def test_only_filters_of_segments_name_segments():
    wanted = new_id()
    rule = {"owner_id": str(new_id()), "segments": f"{wanted},x", "segment": "null"}
    assert segments_named(rule) == {"segments": [wanted], "segment": []}
