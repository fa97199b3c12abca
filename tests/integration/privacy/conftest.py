"""Fixtures of the tests of privacy: two people who may decide."""

import pytest
from support.privacy import a_colleague


@pytest.fixture
def second(admin):
    """Another administrator of the same organisation."""
    return a_colleague(admin, "administrator")
