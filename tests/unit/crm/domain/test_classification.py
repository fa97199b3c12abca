"""Maintained lists and what a new organisation finds in them."""

import pytest
from crm.domain.classification import code_from, complete_names, industry_parts, read_list_value
from crm.domain.defaults.industries import DIVISIONS, EVERYDAY_NAMES, SECTIONS
from crm.domain.values.problems import Problems
from shared.kernel.errors import Invalid


def test_every_division_stands_under_a_section_and_every_word_means_one():
    assert {section for section, *_ in DIVISIONS.values()} == set(SECTIONS)
    assert set(EVERYDAY_NAMES.values()) <= {*SECTIONS, *DIVISIONS}
    assert len(DIVISIONS) == 87


@pytest.mark.parametrize(
    ("name", "code"),
    [("Stor kunde", "stor_kunde"), ("Økonomi & Æra", "okonomi_aera"), ("日本", "value")],
)
def test_a_code_is_made_from_a_name(name, code):
    assert code_from(name) == code


def test_one_language_stands_for_the_other():
    problems = Problems()
    values = read_list_value({"names": {"en": "Gold"}}, problems)
    complete_names(values, problems)

    assert values == {"name_en": "Gold", "name_nb": "Gold", "code": "gold"}


def test_a_change_of_one_language_leaves_the_other():
    assert read_list_value({"names": {"en": "Gold"}}, Problems()) == {"name_en": "Gold"}
    assert read_list_value({"name": "Gull"}, Problems()) == {"name_nb": "Gull", "name_en": "Gull"}


def test_a_value_has_a_name_in_a_language_we_speak():
    problems = Problems()
    complete_names({}, problems)
    read_list_value({"names": {"de": "Gold"}}, problems)

    with pytest.raises(Invalid) as refusal:
        problems.stop("crm.list_value_invalid")
    assert len(refusal.value.errors) == 2


def test_a_detailed_industry_is_known_by_those_above_it():
    assert industry_parts("62.010") == ["62.010", "62.01", "62.0", "62"]
    assert industry_parts("62") == ["62"]
    assert industry_parts("K") == ["K"]
