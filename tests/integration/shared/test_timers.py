"""What is due runs once; what fails leaves nothing behind and comes again later."""

from datetime import timedelta

import pytest
from quoting.domain.products import ProductGroup
from shared.messaging.timers import Sweeper


@pytest.fixture
def quoting(platform):
    if "quoting" not in platform.services:
        pytest.skip("quoting is not hosted in this run")
    return platform.service("quoting")


def runs(_item, work):
    work.save(ProductGroup(name="whole"))


def fails(_item, work):
    work.save(ProductGroup(name="half"))
    work.session.add(ProductGroup(name="never saved"))
    raise ValueError("no")


def test_a_due_item_that_fails_is_undone_and_postponed(platform, org, quoting, eventually):
    with platform.work("quoting", org) as work:
        for kind in ("made_to_fail", "made_to_run"):
            work.schedule(kind, "1", work.now() - timedelta(seconds=5))
    sweeper = Sweeper("quoting", quoting.works, {"made_to_fail": fails, "made_to_run": runs})
    left = "SELECT kind, attempts FROM due_items WHERE organisation_id = %s"
    stored = "SELECT name FROM product_groups WHERE organisation_id = %s"
    audited = "SELECT count(*) FROM audit_entries WHERE organisation_id = %s"

    sweeper.start()
    try:
        eventually(
            lambda: platform.rows("quoting", left, org.organisation_id) == [("made_to_fail", 1)]
        )
    finally:
        sweeper.stop()

    assert platform.rows("quoting", stored, org.organisation_id) == [("whole",)]
    assert platform.rows("quoting", audited, org.organisation_id) == [(1,)]
