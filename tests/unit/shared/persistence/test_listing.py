"""A rule becomes a condition of its list."""

import pytest
from shared.kernel.errors import Invalid
from shared.persistence.listing import Listing
from sqlalchemy import Column, Integer, MetaData, Table, Text, Uuid
from sqlalchemy.dialects import postgresql

birds = Table(
    "birds", MetaData(), Column("id", Uuid), Column("name", Text), Column("eggs", Integer)
)
BIRDS = Listing(birds, filters={"name": birds.c.name, "eggs": birds.c.eggs}, sorts={})


def _sql(rule: dict) -> str:
    literal = {"literal_binds": True}
    return str(BIRDS.condition(rule).compile(dialect=postgresql.dialect(), compile_kwargs=literal))


def test_every_filter_of_a_rule_holds():
    assert _sql({"eggs__gte": 2, "name": ["gull", "tern"]}) == (
        "birds.eggs >= 2 AND birds.name IN ('gull', 'tern')"
    )


def test_a_rule_without_filters_means_every_row():
    assert _sql({}) == "true"


@pytest.mark.parametrize(
    ("rule", "code", "pointer"),
    [
        ({"wings": 2}, "platform.filter_unknown", "/rule/wings"),
        ({"eggs": "many"}, "platform.invalid_fields", "/rule/eggs"),
        ({"name__gte": {}}, "platform.rule_invalid", "/rule/name__gte"),
    ],
)
def test_a_refused_rule_names_its_filter(rule, code, pointer):
    with pytest.raises(Invalid) as refused:
        BIRDS.condition(rule)
    assert refused.value.errors[0].pointer == pointer
    assert refused.value.code == code
