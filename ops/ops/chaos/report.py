"""A run in words: the seed first, so that it can be repeated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ops.chaos.checker.invariants import lost_and_doubled
from ops.chaos.run import Outcome

SHOWN_BREACHES = 25


def verdict(outcome: Outcome) -> list[str]:
    """Return everything that speaks against the run."""
    more = []
    if outcome.rest_seconds is None:
        more.append("never came to rest")
    if outcome.stuck:
        more.append(f"{outcome.stuck} threads of the load never got their last answer")
    if not outcome.expected.counts["acknowledged"]:
        more.append("nothing was acknowledged: the run proves nothing")
    if not outcome.killed:
        more.append("nobody was killed: the run proves nothing")
    return [*more, *outcome.breaches]


def describe(outcome: Outcome) -> Iterator[str]:
    """Yield the report line by line."""
    plan, found, counts = outcome.plan, outcome.found, outcome.expected.counts
    yield f"seed {plan.seed}, {plan.seconds:.0f} s, {plan.profile} profile"
    kills = Counter(each.victim for each in outcome.killed)
    yield f"killed {len(outcome.killed)}: " + (
        ", ".join(f"{count} × {victim}" for victim, count in sorted(kills.items())) or "nobody"
    )
    yield "requests: " + ", ".join(f"{count} {what}" for what, count in counts.items())
    yield (
        f"customers {len(found.customers)}, quotes accepted {len(outcome.expected.accepted)},"
        f" projects of them {len(found.projects)}, lines in the ERP's file {len(found.journal)}"
    )
    arrivals = ", ".join(f"{service} {len(of)}" for service, of in found.arrivals.items())
    yield f"versions stored by consumers: {arrivals}"
    lost, doubled = lost_and_doubled(outcome.expected, found)
    yield f"lost {lost}, doubled {doubled}"
    rest = outcome.rest_seconds
    yield "came to rest " + (f"after {rest:.1f} s" if rest is not None else "never")
    against = verdict(outcome)
    for line in against[:SHOWN_BREACHES]:
        yield f"  ✗ {line}"
    if len(against) > SHOWN_BREACHES:
        yield f"  ✗ … and {len(against) - SHOWN_BREACHES} more"
    yield f"FAILED: {len(against)} violations" if against else "PASSED"
