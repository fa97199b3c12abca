"""One run: start a platform, load it, kill parts of it, wait for rest, look at everything."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ops.chaos.checker.evidence import COPYING, Evidence, Scene, as_json, gather, install_log
from ops.chaos.checker.folding import Expectation, fold, read_ledgers
from ops.chaos.checker.invariants import breaches
from ops.chaos.checker.waiting import seconds_to_rest
from ops.chaos.kills import MEAN_PAUSE_SECONDS, WORKER, Killed, Reaper
from ops.chaos.load import Access, drive
from ops.chaos.place import fresh_platform
from ops.chaos.preparation import Prepared, Size, prepare
from ops.chaos.stalls import TableLock
from ops.local.processes import Profile
from ops.machine.layout import Layout
from ops.supervisor.state import read

LAST_KILL_AT = 0.75
FEWEST_KILLS = 8  # expected of a run too short for the usual pauses
SETTLE_SECONDS = 60.0
REST_SECONDS = 60.0
LOST_CAUSE_SECONDS = 10.0  # what was lost never comes


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What kind of run."""

    seed: int
    seconds: float
    layout: Layout
    profile: Profile = Profile.COMPACT
    size: Size = field(default_factory=Size)
    bug: str = ""

    @property
    def ledgers(self) -> Path:
        return self.layout.data / "ledger"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a run showed; *rest_seconds* is None when the platform never came to rest."""

    plan: Plan
    killed: tuple[Killed, ...]
    expected: Expectation
    found: Evidence
    rest_seconds: float | None
    stuck: int
    breaches: list[str] = field(default_factory=list)


def perform(plan: Plan, *, environ: Mapping[str, str], say: Callable[[str], None]) -> Outcome:
    """Run the plan; the platform is stopped afterwards and its data left for whoever looks."""
    say("starting a platform of its own …")
    with fresh_platform(plan.layout, environ=environ, profile=plan.profile, bug=plan.bug) as (
        url,
        variables,
    ):
        install_log(variables["DATABASE_URL_TEMPLATE"])
        prepared = prepare(url, plan.size)
        scene = Scene(
            database_url_template=variables["DATABASE_URL_TEMPLATE"],
            broker_url=variables["BROKER_URL"],
            drop=Path(variables["ERP_FILE_DROP_DIR"]),
            organisation_id=prepared.organisation_id,
        )
        seconds_to_rest(scene, at_most=REST_SECONDS)
        say(f"load and kills for {plan.seconds:.0f} s …")
        stall = TableLock(variables["DATABASE_URL_TEMPLATE"], COPYING)
        killed, stuck = _load_and_kill(plan, url, prepared, stall)
        say("waiting for rest …")
        rest = seconds_to_rest(scene, at_most=LOST_CAUSE_SECONDS if plan.bug else REST_SECONDS)
        found = gather(scene)
    (plan.layout.data / "evidence.json").write_text(as_json(found))
    expected = fold(read_ledgers(plan.ledgers))
    return Outcome(
        plan=plan,
        killed=killed,
        expected=expected,
        found=found,
        rest_seconds=rest,
        stuck=stuck,
        breaches=breaches(expected, found),
    )


def _load_and_kill(
    plan: Plan, url: str, prepared: Prepared, stall: TableLock
) -> tuple[tuple[Killed, ...], int]:
    """Return the kills, and how many threads of the load never got their last answer."""
    began = time.monotonic()
    end = began + plan.seconds
    access = Access(url, prepared.token, prepared.renew, give_up_at=end + SETTLE_SECONDS)
    threads = drive(prepared.shares, access, folder=plan.ledgers, seed=plan.seed, until=end)
    reaper = Reaper(
        seed=plan.seed,
        look=lambda: read(plan.layout),
        # The bug lives in consumers: without their death it does no harm.
        only=(WORKER,) if plan.bug else (),
        stall=stall,
        mean_pause_seconds=min(MEAN_PAUSE_SECONDS, plan.seconds * LAST_KILL_AT / FEWEST_KILLS),
    )
    reaper.run(until=began + plan.seconds * LAST_KILL_AT, stopping=threading.Event())
    for thread in threads:
        thread.join(max(0.0, end + SETTLE_SECONDS + 20.0 - time.monotonic()))
    return tuple(reaper.killed), sum(thread.is_alive() for thread in threads)
