"""What the tests of the shared mechanisms need."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from support.messages import Broker


@pytest.fixture
def broker(platform):
    """The broker, spoken to by hand."""
    speaking = Broker(platform.servers.broker_url)
    yield speaking
    speaking.close()
