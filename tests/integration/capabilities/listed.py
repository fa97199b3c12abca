"""
The table of capabilities: number, name, the tests that follow it, and its state.

Run as a program it writes docs/capabilities.md; a test compares the two.
"""

import ast
import re
import tomllib
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PAGE = ROOT / "docs" / "capabilities.md"

_HEAD = """# Capabilities

Every capability has a stable number. A test named after the number follows it through the public
API; this page is written by `python tests/integration/capabilities/listed.py` and compared with
the tests by `tests/integration/capabilities/test_listed.py`, so it cannot drift.

| No | Capability | State | Tests |
|---|---|---|---|
"""


def names() -> dict[int, str]:
    """Number → name."""
    read = tomllib.loads((HERE / "capabilities.toml").read_text())
    return {int(number): name for number, name in read.items()}


def tests() -> dict[int, list[str]]:
    """Number → tests, each as ``file::function``."""
    found = defaultdict(list)
    for path in sorted(HERE.glob("test_c*.py")):
        for node in ast.parse(path.read_text()).body:
            if not isinstance(node, ast.FunctionDef):
                continue
            if match := re.match(r"test_c(\d+)_", node.name):
                found[int(match[1])].append(f"{path.name}::{node.name}")
    return found


def page() -> str:
    """The page as it ought to be."""
    found = tests()
    rows = [
        f"| C{number} | {name} | {'tested' if found[number] else 'not yet'} | "
        f"{'<br>'.join(f'`{test}`' for test in found[number])} |"
        for number, name in names().items()
    ]
    return _HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page())
