"""A gateway in front of the platform, and an administrator of a new organisation."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.street import Street, a_trial


@pytest.fixture(scope="session")
def street(platform, tmp_path_factory):
    """The gateway's process."""
    running = Street(platform, tmp_path_factory.mktemp("gateway"))
    try:
        running.wait_until_ready()
        yield running
    finally:
        running.stop()


@pytest.fixture
def admin(street):
    """The administrator of an organisation nobody else is in."""
    return a_trial(street.url)
