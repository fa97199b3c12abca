"""Whole platforms for the journeys: started by the one command, removed afterwards."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.installation import ROOT, Installation


def pytest_collection_modifyitems(items):
    """Everything here needs the whole platform."""
    for item in items:
        if Path(item.fspath).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.system)


def _installed(folder, *options, **settings):
    installation = Installation(folder, **settings)
    try:
        installation.up("--no-demo", *options)
        yield installation
    finally:
        installation.remove()


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The compact profile, empty."""
    yield from _installed(
        ROOT / ".data" / "test" / f"{tmp_path_factory.getbasetemp().name}-compact",
        OUTBOUND_ALLOW_PRIVATE="true",  # the other systems of these tests run beside it
    )


@pytest.fixture(scope="module")
def installed_in_full(tmp_path_factory):
    """Every process by itself, as in production, empty."""
    folder = ROOT / ".data" / "test" / f"{tmp_path_factory.getbasetemp().name}-full"
    yield from _installed(folder, "--full")
