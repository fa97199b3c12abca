"""Rules are the filters of a list, written as JSON."""

import pytest
from shared.kernel.errors import Invalid
from shared.kernel.rules import below, filters_of


def test_values_become_texts_as_a_list_reads_them():
    rule = {"name": "Fjord", "employees__gte": 50, "active": True, "rating": None}
    assert filters_of(rule) == {
        "name": "Fjord",
        "employees__gte": "50",
        "active": "true",
        "rating": "null",
    }


def test_a_list_of_values_stands_for_in():
    assert filters_of({"rating": ["A", "B"]}) == {"rating__in": "A,B"}
    assert filters_of({"rating__in": ["A"]}) == {"rating__in": "A"}


@pytest.mark.parametrize(
    "rule",
    [
        {"name": {"or": []}},
        {"name": []},
        {"name": ["a,b"]},
        {"name": [["a"]]},
        {"rating": ["A"], "rating__in": ["B"]},
        {f"f{n}": 1 for n in range(51)},
    ],
)
def test_what_is_no_filter_is_refused(rule):
    with pytest.raises(Invalid) as refused:
        filters_of(rule)
    assert refused.value.code == "platform.rule_invalid"


def test_a_refusal_points_to_the_filter():
    with pytest.raises(Invalid) as refused:
        filters_of({"name": {}}, pointer="/filter")
    assert refused.value.errors[0].pointer == "/filter/name"
    again = below(refused.value, "/filter")
    assert again.errors == refused.value.errors
