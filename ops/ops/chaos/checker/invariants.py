"""The verdict: what the evidence must show, given what the ledger says.  Each breach is a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from ops.chaos.checker.evidence import Evidence
from ops.chaos.checker.folding import Expectation

Breaches = Iterator[str]


def breaches(expected: Expectation, found: Evidence) -> list[str]:
    """Return everything that is wrong; an empty list is a pass."""
    return [line for check in _CHECKS for line in check(expected, found)]


def lost_and_doubled(expected: Expectation, found: Evidence) -> tuple[int, int]:
    """Count writes that were acknowledged and are not there, and effects that came twice."""
    lost = doubled = 0
    for customer_id, customer in expected.customers.items():
        _, number, version = found.customers.get(customer_id, ("", 0, 0))
        lost += max(0, customer.number - number)
        doubled += max(0, version - customer.version - customer.unsettled)
    lost += sum(quote not in found.projects for quote in expected.accepted)
    doubled += sum(count - 1 for count in found.projects.values())
    return lost, doubled


def _ledger_agrees_with_itself(expected: Expectation, _found: Evidence) -> Breaches:
    yield from (f"answers: {mistake}" for mistake in expected.mistakes)
    yield from (f"answers: {refusal}" for refusal in expected.refusals)


def _customers_are_as_acknowledged(expected: Expectation, found: Evidence) -> Breaches:
    for customer_id, customer in expected.customers.items():
        if customer_id not in found.customers:
            yield f"lost: {customer.label} was acknowledged and is not in crm"
            continue
        name, number, version = found.customers[customer_id]
        if not customer.allows(number=number, version=version):
            yield (
                f"lost or doubled: {customer.label} has change {number} in version {version};"
                f" acknowledged are change {customer.number} in version {customer.version}"
            )
        if name != f"{customer.label} nr. {number}":
            yield f"torn: {customer.label} is called {name!r} after change {number}"


def _nothing_came_from_nowhere(expected: Expectation, found: Evidence) -> Breaches:
    labels = Counter(name.rsplit(" nr. ", 1)[0] for name, _, _ in found.customers.values())
    known = Counter(customer.label for customer in expected.customers.values())
    for label, count in labels.items():
        allowed = known[label] + (label in expected.perhaps_created)
        if count > allowed:
            yield f"doubled: {count} customers {label}, acknowledged {known[label]}"
    for quote_id, status in found.quotes.items():
        attempted = quote_id in expected.accepted or quote_id in expected.perhaps_accepted
        if status == "accepted" and not attempted:
            yield f"unexpected: quote {quote_id} is accepted"


def _every_write_is_audited_once(_expected: Expectation, found: Evidence) -> Breaches:
    for customer_id, (name, _, version) in found.customers.items():
        audited = found.audits.get(customer_id, 0)
        if audited != version:
            yield f"audit: {audited} entries about {name}, which has version {version}"


def _accepted_quotes_became_projects(expected: Expectation, found: Evidence) -> Breaches:
    for quote_id, case_id in expected.accepted.items():
        if found.quotes.get(quote_id) != "accepted":
            yield f"lost: quote {quote_id} is {found.quotes.get(quote_id)}, not accepted"
        if found.cases.get(case_id) != "won":
            yield f"not applied: case {case_id} is {found.cases.get(case_id)}, not won"
    accepted = {quote for quote, status in found.quotes.items() if status == "accepted"}
    for quote_id in accepted | found.projects.keys():
        count, wanted = found.projects.get(quote_id, 0), int(quote_id in accepted)
        if count != wanted:
            yield f"projects: {count} of quote {quote_id}, which calls for {wanted}"


def _copies_are_equal(_expected: Expectation, found: Evidence) -> Breaches:
    for service, copies in found.copies.items():
        for customer_id, (name, _, version) in found.customers.items():
            copy = copies.get(customer_id)
            if copy != (name, version):
                yield f"copies: {service} has {copy} of {name} version {version}"
        for customer_id in copies.keys() - found.customers.keys():
            yield f"copies: {service} has customer {customer_id}, which crm has not"


def _versions_rise(_expected: Expectation, found: Evidence) -> Breaches:
    for service, arrivals in found.arrivals.items():
        yield from _falls(f"order in {service}", arrivals)
    yield from _falls("order in the ERP", (line[:2] for line in found.journal))


def _falls(where: str, arrivals: Iterable[tuple[str, int]]) -> Breaches:
    last: dict[str, int] = {}
    for customer_id, version in arrivals:
        if version <= last.get(customer_id, 0):
            yield f"{where}: version {version} of {customer_id} after {last[customer_id]}"
        last[customer_id] = max(version, last.get(customer_id, 0))


def _the_erp_has_the_last_word(_expected: Expectation, found: Evidence) -> Breaches:
    stands = {line[0]: (line[2], line[1]) for line in found.journal}
    for customer_id, (name, _, version) in found.customers.items():
        if stands.get(customer_id) != (name, version):
            yield f"ERP: {stands.get(customer_id)} of {name} version {version}"
        job = found.jobs.get(customer_id)
        if job is None or job[:2] != (version, version):
            yield f"ERP: the queued update of {name} version {version} is {job}"


def _every_message_was_handled(_expected: Expectation, found: Evidence) -> Breaches:
    for what, missed in found.unheard.items():
        if missed:
            yield f"messages: {missed} never handled by {what}"


def _nothing_is_left_over(_expected: Expectation, found: Evidence) -> Breaches:
    for what, count in found.leftovers.items():
        if count:
            yield f"left over: {count} in {what}"


_CHECKS: tuple[Callable[[Expectation, Evidence], Breaches], ...] = (
    _ledger_agrees_with_itself,
    _customers_are_as_acknowledged,
    _nothing_came_from_nowhere,
    _every_write_is_audited_once,
    _accepted_quotes_became_projects,
    _copies_are_equal,
    _versions_rise,
    _the_erp_has_the_last_word,
    _every_message_was_handled,
    _nothing_is_left_over,
)
