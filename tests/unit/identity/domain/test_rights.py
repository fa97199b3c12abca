"""Rights add up, are limited and handed out as the rules say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from identity.domain.errors import GrantTooWide, RightUnknown
from identity.domain.rights import (
    EVERY_RIGHT,
    EVERYTHING,
    FIELD_CLASSES,
    Rights,
    add_up,
    known_field_classes,
    known_grants,
)
from identity.domain.roles import refuse_wider
from shared.kernel.context import SCOPES

SOME_RIGHTS = st.builds(
    Rights,
    st.dictionaries(
        st.sampled_from(["case.view", "case.update", "quote.view"]),
        st.sampled_from(SCOPES[1:]),
    ),
    st.frozensets(st.sampled_from(FIELD_CLASSES)),
)


def test_of_several_roles_the_widest_scope_counts():
    both = add_up(
        [
            Rights({"case.view": "own", "quote.view": "all"}, frozenset({"margin"})),
            Rights({"case.view": "subtree", "quote.view": "unit"}, frozenset({"cost"})),
        ]
    )

    assert both == Rights(
        {"case.view": "subtree", "quote.view": "all"}, frozenset({"cost", "margin"})
    )


def test_without_a_role_nothing_is_allowed():
    assert add_up([]) == Rights({}, frozenset())
    assert add_up([]).scope("case.view") == "none"


@given(SOME_RIGHTS, SOME_RIGHTS)
def test_limited_rights_go_beyond_neither_side(rights, limit):
    narrowed = rights.within(limit)

    assert rights.missing_for(narrowed) == set()
    assert limit.missing_for(narrowed) == set()


@given(SOME_RIGHTS, SOME_RIGHTS)
def test_added_rights_contain_both_sides(one, other):
    both = add_up([one, other])

    assert both.missing_for(one) == both.missing_for(other) == set()


@pytest.mark.parametrize(
    "wanted",
    [
        Rights({"case.view": "all"}),
        Rights({"case.archive": "own"}),
        Rights({"case.view": "own"}, frozenset({"salary"})),
    ],
    ids=["a wider scope", "another right", "another field class"],
)
def test_nobody_grants_more_than_he_holds(wanted):
    holder = Rights({"case.view": "unit"}, frozenset({"cost"}))

    with pytest.raises(GrantTooWide):
        refuse_wider(holder, wanted)


def test_what_one_holds_may_be_granted_narrower():
    refuse_wider(Rights({"case.view": "unit"}), Rights({"case.view": "own"}))
    refuse_wider(EVERYTHING, Rights(dict.fromkeys(EVERY_RIGHT, "all"), frozenset(FIELD_CLASSES)))


def test_a_role_leaves_out_what_it_does_not_grant():
    assert known_grants({"case.view": "none", "quote.view": "own"}) == {"quote.view": "own"}


@pytest.mark.parametrize(
    "grants", [{"case.fly": "all"}, {"unicorn.view": "all"}, {"case.view": "everywhere"}]
)
def test_rights_that_do_not_exist_are_refused(grants):
    with pytest.raises(RightUnknown) as refused:
        known_grants(grants)

    assert refused.value.errors[0].pointer == f"/grants/{next(iter(grants))}"


def test_field_classes_are_known_and_each_named_once():
    assert known_field_classes(["margin", "cost", "margin"]) == ["cost", "margin"]
    with pytest.raises(RightUnknown):
        known_field_classes(["gossip"])
