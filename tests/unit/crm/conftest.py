"""Lets tests import builders, and maps crm's classes before any record is made."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import support.crm  # noqa: F401
