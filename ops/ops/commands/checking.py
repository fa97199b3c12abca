"""``check``, ``contracts`` and ``lock``: what a change has to pass, without any server."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

import click

from ops.local.processes import SERVICES, folder_name
from ops.machine.faults import Fault
from ops.machine.layout import PROJECT

SERVERLESS_TESTS = ("tests/unit", "tests/architecture", "tests/contract")
AT_ONCE = 2
# Types end long before the tests do: the second core is theirs then.
IN_TWO = ("--numprocesses=2", "--dist=loadfile")

EXPORT = (
    *("uv", "export", "--quiet", "--all-packages", "--all-groups"),
    *("--no-emit-workspace", "--no-header", "--output-file", "requirements.lock"),
)


@dataclass(frozen=True)
class Check:
    """One tool and how it is called; *program* is looked for beside Python."""

    name: str
    program: str
    arguments: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """How a check ended."""

    check: Check
    passed: bool
    seconds: float
    output: str


def checks() -> tuple[Check, ...]:
    """Return all checks, the slowest first."""
    packages = [f"services/{folder_name(service)}/{service}" for service in SERVICES]
    sources = ("shared/shared", "gateway/gateway", "ops/ops", *packages)
    tests = [folder for folder in SERVERLESS_TESTS if (PROJECT / folder).exists()]
    return (
        Check("types", "mypy", sources),
        Check("tests", "pytest", (*tests, *IN_TWO)),
        Check("imports", "lint-imports", ("--no-cache",)),
        Check("lint", "ruff", ("check", ".")),
        Check("format", "ruff", ("format", "--check", ".")),
    )


@click.command()
def check() -> None:
    """Format, lint, types, imports and the tests that need no server."""
    began = time.monotonic()
    failed: list[Verdict] = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = [pool.submit(_run, each) for each in checks()]
        for done in as_completed(running):
            verdict = done.result()
            mark = click.style("✓", fg="green") if verdict.passed else click.style("✗", fg="red")
            click.echo(f"  {mark} {verdict.check.name:<8} {verdict.seconds:6.1f} s")
            if not verdict.passed:
                failed.append(verdict)
    for verdict in failed:
        click.echo(f"\n── {verdict.check.name} ──\n{verdict.output}")
    click.echo(f"{time.monotonic() - began:.0f} s")
    sys.exit(1 if failed else 0)


def _run(check: Check) -> Verdict:
    began = time.monotonic()
    program = Path(sys.executable).parent / check.program
    result = subprocess.run(
        (str(program), *check.arguments),
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return Verdict(
        check=check,
        passed=result.returncode == 0,
        seconds=time.monotonic() - began,
        output=result.stdout + result.stderr,
    )


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def contracts(*, arguments: tuple[str, ...]) -> None:
    """Test what services promise each other (arguments: pytest)."""
    program = Path(sys.executable).parent / "pytest"
    command = (str(program), "tests/contract", *arguments)
    sys.exit(subprocess.run(command, cwd=PROJECT, check=False).returncode)


@click.command()
def lock() -> None:
    """Write requirements.lock anew from every pyproject.toml."""
    # The colours of uv's own messages are of no use in a file or a log.
    environ = dict(os.environ) | {"NO_COLOR": "1"}
    try:
        subprocess.run(EXPORT, cwd=PROJECT, env=environ, check=True)
    except FileNotFoundError:
        raise Fault("uv is not on PATH; install it: pip install uv") from None
    except subprocess.CalledProcessError:
        raise Fault("uv could not resolve the requirements; its words are above.") from None
    addresses = [
        line for line in (PROJECT / "requirements.lock").read_text().splitlines() if "://" in line
    ]
    if addresses:
        raise Fault("requirements.lock must not hold addresses:\n" + "\n".join(addresses))
    click.echo("requirements.lock is up to date.")
