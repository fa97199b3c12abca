"""The servers tests use: started for the first, shared, stopped by the last."""

from pathlib import Path

import psycopg
import pytest
from ops.inspection.queues import look
from ops.local.databases import address
from ops.local.throwaway import ThrowawayServers
from ops.machine.binaries import search
from ops.machine.layout import Layout


@pytest.fixture
def own(tmp_path: Path) -> ThrowawayServers:
    """Servers of this test alone, beside those the test run itself uses."""
    binaries = search(tmp_path / "none").binaries()
    assert binaries is not None
    return ThrowawayServers(Layout(tmp_path / "test"), binaries)


def test_runs_share_servers_and_the_last_one_stops_them(own: ThrowawayServers) -> None:
    with own.in_use(keep=False) as first:
        with own.in_use(keep=False) as second:
            assert second == first
        template = first.database_url_template
        with psycopg.connect(address(template, "postgres")) as connection:
            # Names are in Norwegian, and sorting by bytes must not make letters stay large.
            assert connection.execute("SELECT lower('ÆØÅ')").fetchone() == ("æøå",)
        assert look(first.broker_url, ["nobody.declared.this"]) == []
    assert own.stop() is False
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address(template, "postgres"))


def test_kept_servers_stay_until_they_are_stopped(own: ThrowawayServers) -> None:
    with own.in_use(keep=True) as first:
        pass
    with own.in_use(keep=False) as second:
        assert second == first
    assert own.stop() is True
    assert own.stop() is False
