"""pytest fixtures: the platform on real servers, callers, and waiting for facts."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from shared.kernel.context import Caller
from shared.messaging.topology import SERVICES
from shared.testing import callers
from shared.testing.platform import Platform
from shared.testing.servers import Servers
from shared.testing.waiting import eventually as wait_for

# How fast an example runs is the machine's business, not the rule's.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--services",
        default=",".join(SERVICES),
        help="services to host during integration tests, with commas between",
    )


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by their argument: files hold times, and every runner must name tests alike."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """PostgreSQL and RabbitMQ, given by the environment."""
    claimed = Servers.claim()
    yield claimed
    claimed.release()


@pytest.fixture(scope="session")
def platform(
    servers: Servers, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Platform]:
    """The services' processes, running for the whole session."""
    services = request.config.getoption("--services").split(",")
    running = Platform(servers, tmp_path_factory.mktemp("platform"), services)
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture
def org() -> Caller:
    """An administrator of a fresh organisation: the wall between tests."""
    return callers.an_administrator()


@pytest.fixture
def rpc(platform: Platform) -> Any:
    """``rpc(caller).crm.get_customer(customer_id=…)``; answers plain JSON, raises kernel errors."""
    return platform.rpc


@pytest.fixture
def eventually() -> Any:
    """Wait for a fact: ``eventually(lambda: …)`` returns its first true answer."""
    return wait_for
