"""The checker, given evidence that was tampered with: every kind of damage must be found."""

import ast
from pathlib import Path

import ops.chaos.checker
import pytest
from ops.chaos.checker.evidence import Evidence
from ops.chaos.checker.folding import Expectation, ExpectedCustomer
from ops.chaos.checker.invariants import breaches, lost_and_doubled

COPYING = ("sales", "quoting", "projects", "erp_sync")


def expectation():
    return Expectation(
        customers={
            "a": ExpectedCustomer("Kunde 0-0", 3, 3),
            "b": ExpectedCustomer("Ny 1-1", 1, 1),
        },
        accepted={"q": "s"},
    )


def evidence():
    """What a run without fault leaves."""
    return Evidence(
        customers={"a": ("Kunde 0-0 nr. 3", 3, 3), "b": ("Ny 1-1 nr. 1", 1, 1)},
        audits={"a": 3, "b": 1},
        quotes={"q": "accepted", "r": "sent"},
        cases={"s": "won", "t": "open"},
        projects={"q": 1},
        copies={
            service: {"a": ("Kunde 0-0 nr. 3", 3), "b": ("Ny 1-1 nr. 1", 1)} for service in COPYING
        },
        arrivals={service: [("a", 1), ("b", 1), ("a", 2), ("a", 3)] for service in COPYING},
        unheard={"sales: crm.customer.*": 0},
        journal=[
            ("a", 1, "Kunde 0-0 nr. 1"),
            ("b", 1, "Ny 1-1 nr. 1"),
            ("a", 3, "Kunde 0-0 nr. 3"),
        ],
        jobs={"a": (3, 3, "done"), "b": (1, 1, "done")},
        leftovers={"crm outbox": 0, "queue sales.inbox": 0},
    )


def _lose_an_update(found):
    found.customers["a"] = ("Kunde 0-0 nr. 2", 2, 2)


def _apply_an_update_twice(found):
    found.customers["a"] = ("Kunde 0-0 nr. 3", 3, 4)


def _lose_a_customer(found):
    del found.customers["b"]


def _make_a_customer_twice(found):
    found.customers["c"] = ("Ny 1-1 nr. 1", 1, 1)


def _tear_a_customer(found):
    found.customers["a"] = ("Kunde 0-0 nr. 2", 3, 3)


def _lose_an_audit_entry(found):
    found.audits["a"] = 2


def _open_two_projects(found):
    found.projects["q"] = 2


def _open_no_project(found):
    del found.projects["q"]


def _accept_what_nobody_accepted(found):
    found.quotes["r"] = "accepted"


def _leave_a_case_open(found):
    found.cases["s"] = "open"


def _keep_an_old_copy(found):
    found.copies["quoting"]["a"] = ("Kunde 0-0 nr. 2", 2)


def _keep_a_copy_of_nothing(found):
    found.copies["sales"]["z"] = ("Spøkelse", 1)


def _store_versions_backwards(found):
    found.arrivals["projects"] = [("a", 1), ("a", 3), ("a", 2), ("b", 1)]


def _store_a_version_twice(found):
    found.arrivals["sales"].append(("a", 3))


def _write_to_the_erp_backwards(found):
    found.journal.insert(0, ("a", 2, "Kunde 0-0 nr. 2"))


def _leave_the_erp_behind(found):
    found.journal.pop()


def _leave_an_update_queued(found):
    found.jobs["a"] = (3, 2, "queued")


def _forget_a_message(found):
    found.unheard["sales: crm.customer.*"] = 1


def _leave_a_message_in_a_queue(found):
    found.leftovers["queue sales.inbox"] = 1


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (_lose_an_update, "lost or doubled: Kunde 0-0"),
        (_apply_an_update_twice, "lost or doubled: Kunde 0-0"),
        (_lose_a_customer, "lost: Ny 1-1"),
        (_make_a_customer_twice, "doubled: 2 customers Ny 1-1"),
        (_tear_a_customer, "torn: Kunde 0-0"),
        (_lose_an_audit_entry, "audit: 2 entries"),
        (_open_two_projects, "projects: 2 of quote q"),
        (_open_no_project, "projects: 0 of quote q"),
        (_accept_what_nobody_accepted, "unexpected: quote r"),
        (_leave_a_case_open, "not applied: case s"),
        (_keep_an_old_copy, "copies: quoting"),
        (_keep_a_copy_of_nothing, "copies: sales has customer z"),
        (_store_versions_backwards, "order in projects: version 2 of a after 3"),
        (_store_a_version_twice, "order in sales: version 3 of a after 3"),
        (_write_to_the_erp_backwards, "order in the ERP: version 1 of a after 2"),
        (_leave_the_erp_behind, "ERP: ('Kunde 0-0 nr. 1', 1)"),
        (_leave_an_update_queued, "ERP: the queued update"),
        (_forget_a_message, "messages: 1 never handled"),
        (_leave_a_message_in_a_queue, "left over: 1 in queue sales.inbox"),
    ],
)
def test_damage_of_every_kind_is_found(damage, told):
    found = evidence()
    damage(found)

    lines = breaches(expectation(), found)

    assert [line for line in lines if line.startswith(told)], lines


def test_a_run_without_fault_passes():
    assert breaches(expectation(), evidence()) == []


def test_an_unanswered_creation_may_be_there_or_not():
    expected, found = expectation(), evidence()
    del expected.customers["b"]
    expected.perhaps_created.add("Ny 1-1")

    assert breaches(expected, found) == []


def test_a_refused_request_is_a_breach():
    expected = expectation()
    expected.refusals.append("update was refused with 412")

    assert breaches(expected, evidence()) == ["answers: update was refused with 412"]


def test_lost_and_doubled_writes_are_counted():
    found = evidence()
    _lose_an_update(found)
    _open_two_projects(found)

    assert lost_and_doubled(expectation(), found) == (1, 1)


def test_the_checker_shares_no_code_with_what_it_checks():
    own = ("ops.chaos.checker",)
    allowed = ("psycopg", "pika", *own)
    for path in Path(ops.chaos.checker.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            name = node.module if isinstance(node, ast.ImportFrom) else None
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else [name]
            for each in filter(None, names):
                top = each.partition(".")[0]
                assert each.startswith(allowed) or top not in ("shared", "ops", "gateway"), each
