"""What the architecture tests read: the source tree, parsed once."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ("identity", "crm", "sales", "quoting", "projects", "calendar_sync", "erp_sync")
ROOMS = ("domain", "application", "persistence", "adapters", "entrypoints")


def folder_of(service: str) -> Path:
    """The project folder of a service: dashes where its package has underscores."""
    return ROOT / "services" / service.replace("_", "-")


def package_of(service: str) -> Path:
    return folder_of(service) / service


@cache
def product_modules() -> tuple[Path, ...]:
    """Every module that ships: services, gateway, shared, ops; not migrations, not tests."""
    places = [package_of(service) for service in SERVICES]
    places += [ROOT / "gateway" / "gateway", ROOT / "shared" / "shared", ROOT / "ops" / "ops"]
    return tuple(sorted(path for place in places for path in place.rglob("*.py")))


@cache
def modules_of_tests() -> tuple[Path, ...]:
    return tuple(sorted((ROOT / "tests").rglob("test_*.py")))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def short(path: Path) -> str:
    """The path as people write it."""
    return str(path.relative_to(ROOT))


def functions(path: Path) -> list[ast.FunctionDef]:
    """Every function and method of a module, nested ones included."""
    return [node for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef)]


def classes(path: Path) -> list[ast.ClassDef]:
    return [node for node in ast.walk(parsed(path)) if isinstance(node, ast.ClassDef)]


def lines_of(node: ast.FunctionDef | ast.ClassDef) -> int:
    """How many lines the body takes, docstring apart."""
    first = node.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    documentation = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return (node.end_lineno or 0) - node.lineno + 1 - documentation
