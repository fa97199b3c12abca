"""What must be true after a run, computed from the ledger alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Line = Mapping[str, Any]


@dataclass
class ExpectedCustomer:
    """A customer as its acknowledged writes make it."""

    label: str
    number: int
    version: int
    unsettled: int = 0  # updates nobody knows the outcome of

    def allows(self, *, number: int, version: int) -> bool:
        """Tell whether a state can have come of the ledger: each write once or, unsettled, not."""
        more = number - self.number
        return 0 <= more <= self.unsettled and version - self.version == more


@dataclass
class Expectation:
    """Everything the ledger says: customers by id, quotes by id with their case, and counts."""

    customers: dict[str, ExpectedCustomer] = field(default_factory=dict)
    accepted: dict[str, str] = field(default_factory=dict)
    perhaps_accepted: set[str] = field(default_factory=set)
    perhaps_created: set[str] = field(default_factory=set)  # labels
    refusals: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(
            ("attempted", "acknowledged", "refused", "settled after an unknown try", "unsettled"), 0
        )
    )


def read_ledgers(folder: Path) -> Iterator[Line]:
    """Yield the lines of every ledger; a last line cut short was never on the disk."""
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_bytes().splitlines(keepends=True):
            if line.endswith(b"\n"):
                yield json.loads(line)


def fold(lines: Iterable[Line]) -> Expectation:
    """Add up the ledger."""
    found = Expectation()
    intents: dict[str, Line] = {}
    for line in lines:
        if line["line"] == "intent":
            intents[line["key"]] = line
            _intend(found, line)
        else:
            _settle(found, intents.pop(line["key"]), line)
    for open_intent in intents.values():
        if open_intent["op"] != "prepared":
            _leave_open(found, open_intent)
    return found


def _intend(found: Expectation, intent: Line) -> None:
    if intent["op"] == "prepared":
        found.customers[intent["customer"]] = ExpectedCustomer(
            intent["label"], intent["n"], intent["version"]
        )
        if intent["version"] != 1:
            found.mistakes.append(f"{intent['label']} was new with version {intent['version']}")
        return
    found.counts["attempted"] += 1


def _settle(found: Expectation, intent: Line, result: Line) -> None:
    if result["tries"] > 1:
        found.counts["settled after an unknown try"] += 1
    if not 200 <= result["status"] < 300:
        found.counts["refused"] += 1
        found.refusals.append(
            f"{intent['op']} was refused with {result['status']} {result.get('code')}"
            f" at try {result['tries']}: {intent['key']}"
        )
        return
    found.counts["acknowledged"] += 1
    _ACKNOWLEDGED[intent["op"]](found, intent, result)


def _updated(found: Expectation, intent: Line, result: Line) -> None:
    customer = found.customers[intent["customer"]]
    customer.number += 1
    customer.version += 1
    if (intent["n"], result["version"]) != (customer.number, customer.version):
        found.mistakes.append(
            f"{customer.label}: change {intent['n']} was answered with version"
            f" {result['version']}, but {customer.version} follows"
        )


def _created(found: Expectation, intent: Line, result: Line) -> None:
    if result["customer"] in found.customers:
        found.mistakes.append(f"two creations were answered with {result['customer']}")
    found.customers[result["customer"]] = ExpectedCustomer(intent["label"], 1, 1)
    if result["version"] != 1:
        found.mistakes.append(f"{intent['label']} was new with version {result['version']}")


def _accepted(found: Expectation, intent: Line, _result: Line) -> None:
    found.accepted[intent["quote"]] = intent["case"]


_ACKNOWLEDGED = {"update": _updated, "create": _created, "accept": _accepted}


def _leave_open(found: Expectation, intent: Line) -> None:
    found.counts["unsettled"] += 1
    if intent["op"] == "update":
        found.customers[intent["customer"]].unsettled += 1
    elif intent["op"] == "create":
        found.perhaps_created.add(intent["label"])
    else:
        found.perhaps_accepted.add(intent["quote"])
