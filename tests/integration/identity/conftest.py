"""What the tests of identity need: an organisation of their own, and a clock to move."""

import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from shared.kernel.clock import FixedClock
from shared.kernel.context import Caller
from support.identity import a_company

NOBODY = Caller(organisation_id="00000000-0000-0000-0000-000000000000", actor_id=None)


@pytest.fixture
def company(rpc):
    """A fresh organisation that signed up."""
    return a_company(rpc)


@pytest.fixture
def work_at(platform):
    """A unit of work of nobody in particular, at an instant of the test's choice."""

    @contextmanager
    def opened(instant):
        with platform.work("identity", NOBODY) as work:
            work.clock = FixedClock(instant)
            yield work

    return opened
