"""Hands over to the migrations every service shares."""

from crm.persistence.mapping import tables
from shared.persistence.migrations import run_environment

run_environment(tables.metadata)
