"""Lets the contract tests import what describes the contracts, and the builders."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
