"""One aviary for the whole session, and the routes of the gateway."""

import pytest
from support.canaries import an_aviary


@pytest.fixture(scope="session")
def aviary(street):
    """Somebody in every default role, and records that sing when they leak."""
    return an_aviary(street.url)
