"""Misspelt names are understood and noted; strange ones are not."""

import pytest
from ops.demo.public.matching import Names


@pytest.mark.parametrize("written", ["technology", " Technology ", "TECHNOLOGY"])
def test_case_and_spaces_say_nothing(written):
    names = Names(["technology", "finance"])

    assert names.find(written) == "technology"
    assert names.corrected == {}


@pytest.mark.parametrize(("written", "meant"), [("technolgy", "technology"), ("GTXPro", "GTX Pro")])
def test_a_misspelt_name_is_understood_and_noted(written, meant):
    names = Names(["technology", "GTX Pro", "GTX Plus Pro"])

    assert names.find(written) == meant
    assert names.corrected == {written: meant}


@pytest.mark.parametrize("written", ["", "  ", "retail"])
def test_a_strange_name_is_nobody(written):
    names = Names(["technology", "finance"])

    assert names.find(written) is None
    assert names.corrected == {}
