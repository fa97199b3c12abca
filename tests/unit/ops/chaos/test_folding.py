"""Adding up a ledger."""

from pathlib import Path

from ops.chaos.checker.folding import fold, read_ledgers
from ops.chaos.ledger import Ledger


def prepared(customer="c", *, n=1, version=1):
    return {
        "line": "intent", "key": f"p-{customer}", "op": "prepared", "customer": customer,
        "label": f"Kunde {customer}", "n": n, "version": version,
    }  # fmt: skip


def intent(key, op, **facts):
    return {"line": "intent", "key": key, "op": op, **facts}


def result(key, status=200, *, tries=1, **facts):
    return {"line": "result", "key": key, "status": status, "tries": tries, **facts}


def test_acknowledged_updates_raise_number_and_version():
    expected = fold(
        [
            prepared(),
            intent("a", "update", customer="c", n=2),
            result("a", version=2),
            intent("b", "update", customer="c", n=3),
            result("b", version=3, tries=4),
        ]
    )

    assert (expected.customers["c"].number, expected.customers["c"].version) == (3, 3)
    assert expected.counts["acknowledged"] == 2
    assert expected.counts["settled after an unknown try"] == 1
    assert expected.mistakes == []


def test_an_update_nobody_answered_may_or_may_not_be_there():
    expected = fold([prepared(), intent("a", "update", customer="c", n=2)])

    customer = expected.customers["c"]
    assert customer.allows(number=1, version=1)
    assert customer.allows(number=2, version=2)
    assert not customer.allows(number=2, version=3)
    assert not customer.allows(number=3, version=3)
    assert expected.counts["unsettled"] == 1


def test_a_refused_update_changes_nothing_and_is_told():
    expected = fold(
        [
            prepared(),
            intent("a", "update", customer="c", n=2),
            result("a", 412, code="platform.version_stale"),
        ]
    )

    assert expected.customers["c"].allows(number=1, version=1)
    assert expected.counts["refused"] == 1
    assert "412 platform.version_stale" in expected.refusals[0]


def test_an_answer_with_a_version_that_does_not_follow_is_a_mistake():
    expected = fold([prepared(), intent("a", "update", customer="c", n=2), result("a", version=3)])

    assert "answered with version 3" in expected.mistakes[0]


def test_two_creations_answered_with_one_customer_are_a_mistake():
    expected = fold(
        [
            intent("a", "create", label="Ny 1", n=1),
            result("a", 201, customer="x", version=1),
            intent("b", "create", label="Ny 2", n=1),
            result("b", 201, customer="x", version=1),
        ]
    )

    assert expected.mistakes == ["two creations were answered with x"]


def test_accepted_quotes_are_known_with_their_cases():
    expected = fold(
        [
            intent("a", "accept", quote="q", case="s"),
            result("a"),
            intent("b", "accept", quote="r", case="t"),
        ]
    )

    assert expected.accepted == {"q": "s"}
    assert expected.perhaps_accepted == {"r"}


def test_a_ledger_is_read_back_as_it_was_written(tmp_path: Path):
    with Ledger(tmp_path, name="load-0") as ledger:
        ledger.intent("k", op="create", label="Ny", n=1)
        ledger.result("k", status=201, tries=2, customer="x", version=1)

    expected = fold(read_ledgers(tmp_path))

    assert expected.customers["x"].label == "Ny"


def test_a_line_that_was_cut_short_is_no_line(tmp_path: Path):
    with Ledger(tmp_path, name="load-0") as ledger:
        ledger.intent("k", op="create", label="Ny", n=1)
    with (tmp_path / "load-0.jsonl").open("ab") as file:
        file.write(b'{"line": "result", "key": "k", "sta')

    assert fold(read_ledgers(tmp_path)).perhaps_created == {"Ny"}
