"""The page of capabilities says what the tests say."""

import listed


def test_the_page_is_as_the_tests_say():
    assert listed.page() == listed.PAGE.read_text()


def test_every_number_tested_is_a_capability():
    assert set(listed.tests()) <= set(listed.names())
