"""Hands over to the migrations every service shares."""

from calendar_sync.persistence.tables import metadata
from shared.persistence.migrations import run_environment

run_environment(metadata)
