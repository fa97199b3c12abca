"""When two records may be the same: pairs whose score is known, and rules that always hold."""

from itertools import product

import pytest
from crm.domain.merging.scores import Traits, best_of, domain_of, keys_of, likeness, plain_name
from shared.kernel.ids import new_id


def customer(name, *, number=None, postal_code=None, domain=None):
    facts = {"postal_code": postal_code, "domain": domain}
    return Traits(
        id=new_id(),
        kind="customer",
        name=name,
        sure=frozenset([number] if number else []),
        facts={key: frozenset([value] if value else []) for key, value in facts.items()},
    )


NAMES = ("Fjord Rådgivning AS", "fjord radgivning", "Norsk Stål ASA", "Øst Øl Oy", "AS", "")


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Fjord Rådgivning AS", "fjord radgivning"),
        ("FJORD  RÅDGIVNING A/S", "fjord radgivning"),
        ("Bj. Ø. Müller & Sønn ApS", "bj o muller sonn"),
        ("Kone Oyj", "kone"),
        ("Ericsson, AB", "ericsson"),
        ("O'Brien Ltd.", "obrien"),
        ("AS", "as"),
        ("", ""),
    ],
)
def test_a_name_is_compared_without_form_accents_and_punctuation(name, plain):
    assert plain_name(name) == plain
    assert plain_name(plain_name(name)) == plain_name(name)


@pytest.mark.parametrize(
    ("one", "other", "score_bp"),
    [
        # The same organisation number settles it, whatever else differs.
        (customer("A AS", number="1"), customer("Helt Annet", number="1"), 10_000),
        # The same name, postal code and domain.
        (
            customer("Nord AS", postal_code="0155", domain="nord.no"),
            customer("NORD", postal_code="0155", domain="nord.no"),
            10_000,
        ),
        # Nothing known but the name: 0.97 twice.
        (customer("Nord AS"), customer("Nord"), 9_409),
        # Another postal code and another domain: 0.85 twice.
        (
            customer("Nord", postal_code="0155", domain="nord.no"),
            customer("Nord", postal_code="5003", domain="sor.no"),
            7_225,
        ),
        # The textbook pair of Jaro–Winkler, 0.9611, beside two unknown facts.
        (customer("Martha"), customer("Marhta"), 9_043),
    ],
)
def test_golden_pairs_have_their_score(one, other, score_bp):
    assert likeness(one, other).score_bp == score_bp


def test_likeness_is_the_same_in_both_directions_and_whole_with_itself():
    every = [
        customer(name, postal_code=code, domain=domain)
        for name, code, domain in product(NAMES, (None, "0155", "5003"), (None, "a.no", "b.no"))
    ]
    for one, other in product(every, every):
        assert likeness(one, other) == likeness(other, one)
        assert 0 <= likeness(one, other).score_bp <= 10_000
    known = customer("Nord AS", postal_code="0155", domain="nord.no")
    assert likeness(known, known).score_bp == 10_000


def test_records_that_are_suggested_share_a_key():
    one = customer("Fjord Rådgivning AS", postal_code="0155")
    for spelling in (
        "Fjord Rådgivning",
        "Fjord Raadgivning A/S",
        "Fjord Rådgivnig",
        "Rådgivning Fjord",
    ):
        other = customer(spelling, postal_code="0155")
        assert keys_of(one) & keys_of(other), spelling


def test_a_domain_anybody_may_have_says_nothing():
    assert domain_of(None, "ola@gmail.com") is None
    assert domain_of("https://www.nord.no/om", None) == "nord.no"
    assert domain_of(None, "post@nord.no") == "nord.no"
    assert domain_of(None, None) is None


def test_the_likest_records_are_suggested_and_no_more_than_asked_for():
    mine = customer("Nord AS", postal_code="0155", domain="nord.no")
    same = customer("NORD", postal_code="0155", domain="nord.no")
    close = customer("Nord ASA", postal_code="0155")
    far = customer("Sørlandet Bygg", postal_code="4611")

    both = best_of(mine, [far, close, same], most=5)
    one = best_of(mine, [far, close, same], most=1)

    assert [{each.first_id, each.second_id} for each in both] == [
        {mine.id, same.id},
        {mine.id, close.id},
    ]
    assert all(each.first_id < each.second_id for each in both)
    assert one == both[:1]
