"""Maps every domain first, so that a record built while tests are collected is like any other."""

import importlib

for service in (
    "identity",
    "crm",
    "sales",
    "quoting",
    "projects",
    "calendar_sync",
    "erp_sync",
):
    importlib.import_module(f"{service}.persistence.mapping")
