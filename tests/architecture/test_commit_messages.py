"""What the commit hook lets through."""

import re
from pathlib import Path

import pytest
import yaml

CONFIGURED = yaml.safe_load((Path(__file__).parents[2] / ".pre-commit-config.yaml").read_text())
HOOKS = {hook["id"]: hook for repo in CONFIGURED["repos"] for hook in repo["hooks"]}
ACCEPTED = re.compile(HOOKS["commit-message"]["entry"], re.MULTILINE)


@pytest.mark.parametrize(
    "message",
    [
        "crm: Refuse acceptance after the last day.\n\nThe reason.\n",
        "erp-sync, calendar-sync: Lease accounts.\n",
    ],
)
def test_an_area_a_sentence_and_a_reason_pass(message):
    assert ACCEPTED.search(message)


@pytest.mark.parametrize(
    "message",
    ["did stuff\n", "crm: fix\n", "crm: No full stop\n\nReason.\n", "Crm: A sentence.\nReason.\n"],
)
def test_anything_else_is_refused(message):
    assert not ACCEPTED.search(message)
