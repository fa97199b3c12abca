"""Processes load what they need: memory on one machine is scarce."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("modules", "needless"),
    [
        ("gateway.http.serving.server", "sqlalchemy psycopg nameko eventlet"),
        ("crm.__main__ projects.__main__ shared.capabilities.processes", "alembic mako holidays"),
    ],
)
def test_processes_do_not_load_what_others_need(modules, needless):
    program = (
        f"import sys, {', '.join(modules.split())}\n"
        f"print([each for each in {needless.split()} if each in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
