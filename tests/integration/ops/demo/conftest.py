"""A platform with a gateway in front, as demo data is loaded into."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[3]))

from ops.demo.calls import Services
from support.street import Street


@pytest.fixture(scope="session")
def street(platform, tmp_path_factory):
    """The gateway's process."""
    running = Street(platform, tmp_path_factory.mktemp("gateway"))
    try:
        running.wait_until_ready()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="session")
def services(platform, street):
    """The connection demo data is loaded through."""
    with Services(platform.environ) as connection:
        yield connection
