"""Lets the contract tests import what describes the contracts."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
