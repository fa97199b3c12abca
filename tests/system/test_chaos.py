"""Parts of the platform die under load, and nothing is lost; a defect on purpose is found."""

import os
import shutil

import pytest
from ops.chaos.preparation import Size
from ops.chaos.report import describe, verdict
from ops.chaos.run import Plan, perform
from ops.machine.layout import Layout
from support.installation import ROOT

SMALL = Size(threads=3, customers=3, quotes=4)


@pytest.fixture
def a_plan(tmp_path_factory):
    folder = ROOT / ".data" / "test" / f"{tmp_path_factory.getbasetemp().name}-chaos"

    def make(**more):
        return Plan(layout=Layout(folder), size=SMALL, **more)

    yield make
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.timeout(300)
def test_nothing_is_lost_or_done_twice_when_processes_are_killed(a_plan):
    outcome = perform(a_plan(seed=11, seconds=20.0), environ=os.environ, say=print)

    assert verdict(outcome) == [], "\n".join(describe(outcome))
    assert outcome.expected.counts["acknowledged"] > 20


@pytest.mark.timeout(300)
def test_acknowledging_before_committing_is_found(a_plan):
    plan = a_plan(seed=12, seconds=20.0, bug="ack_before_commit")

    outcome = perform(plan, environ=os.environ, say=print)

    told = verdict(outcome)
    assert any(line.startswith("messages:") for line in told), "\n".join(describe(outcome))
