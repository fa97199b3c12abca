"""Who may import whom: the contracts of .importlinter hold."""

import subprocess
import sys
from pathlib import Path

from tests_tree import ROOT


def test_import_contracts_hold():
    command = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run([command], cwd=ROOT, capture_output=True, text=True, timeout=120)

    assert done.returncode == 0, done.stdout[-3000:]
