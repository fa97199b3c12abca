"""Shared is not a drawer: small, and every module of it has at least two users."""

import re

from tests_tree import ROOT, parsed, product_modules, short

# Blank ones apart.  What every service does alike for merging, privacy, custom fields, reports and
# search stands here once; docs/decisions/0009.
LARGEST_SHARED_LINES = 7_200
EXEMPT = ("contracts", "testing")  # promises have one owner; fixtures are used by tests


def test_shared_stays_small():
    modules = [
        path
        for path in (ROOT / "shared" / "shared").rglob("*.py")
        if path.relative_to(ROOT / "shared" / "shared").parts[0] not in EXEMPT
    ]

    lines = [line for path in modules for line in path.read_text().splitlines() if line.strip()]

    assert len(lines) < LARGEST_SHARED_LINES
    assert len(modules) > 20


def test_every_module_of_shared_is_used():
    sources = {path: path.read_text() for path in product_modules()}
    unused = []
    for path in (ROOT / "shared" / "shared").rglob("*.py"):
        parts = path.relative_to(ROOT / "shared").with_suffix("").parts
        if path.name in ("__init__.py", "host.py") or parts[1] in EXEMPT:
            continue
        users = re.compile(rf"(from|import) {re.escape('.'.join(parts))}\b")
        package = re.compile(
            rf"from {re.escape('.'.join(parts[:-1]))} import [^\n]*\b{parts[-1]}\b"
        )
        if not any(
            users.search(text) or package.search(text)
            for other, text in sources.items()
            if other != path
        ):
            unused.append(short(path))

    assert unused == []


def test_contracts_hold_no_logic():
    import ast

    wrong = [
        short(path)
        for path in (ROOT / "shared" / "shared" / "contracts").rglob("*.py")
        if path.name != "declare.py"
        and any(isinstance(node, ast.If | ast.For | ast.While) for node in ast.walk(parsed(path)))
    ]

    assert wrong == []
