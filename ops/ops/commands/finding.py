"""``where``: prints the rooms in which a noun lives."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from ops.machine.faults import Fault
from ops.machine.layout import PROJECT

HOUSES = ("services", "gateway", "shared", "tests")
PREFIXES = ("", "rpc_", "test_", "test_rpc_")


@click.command()
@click.argument("noun")
def where(*, noun: str) -> None:
    """Print every file about a noun, decided to tested."""
    files = list(files_about(noun, root=PROJECT))
    if not files:
        raise Fault(f"No file is named after {noun!r}.")
    for file in files:
        click.echo(f"{file}{_purpose(PROJECT / file)}")


def files_about(noun: str, *, root: Path) -> Iterable[Path]:
    """Yield the files whose name is the noun, singular or plural, below the houses of *root*."""
    stem = noun.lower().replace("-", "_")
    singular = stem.removesuffix("s")
    nouns = {stem, f"{stem}s", singular, f"{singular.removesuffix('y')}ies"}
    wanted = {f"{prefix}{each}" for prefix in PREFIXES for each in nouns}
    for house in HOUSES:
        for file in sorted((root / house).rglob("*.py")):
            if file.stem in wanted:
                yield file.relative_to(root)


def _purpose(file: Path) -> str:
    """Return the first sentence of the module, dimmed where there is a terminal."""
    first = file.read_text().lstrip().split("\n", 1)[0]
    if not first.startswith('"""') or not sys.stdout.isatty():
        return ""
    return click.style(f"  {first.strip(chr(34))}", dim=True)
