"""Runs sales: ``python -m sales rpc | worker | migrate``."""

from collections.abc import Mapping
from pathlib import Path

from shared.capabilities.merging import MergeFollower
from shared.capabilities.processes import Service, run
from shared.config.env import read

from sales import bootstrap
from sales.config import Settings
from sales.entrypoints.events import SalesEvents
from sales.entrypoints.service import SalesService
from sales.persistence.holdings import HOLDINGS
from sales.persistence.merging import CRM_IDS
from sales.persistence.tables import metadata


def build(environ: Mapping[str, str]) -> Service:
    """Everything a process needs to know of sales."""
    settings = read(Settings, environ)
    return Service(
        name="sales",
        works=bootstrap.works(settings),
        settings=settings,
        rpc=SalesService,
        events=[SalesEvents()],
        references=("organisation", "user", "unit", "customer", "product", "custom_field"),
        merges=MergeFollower(CRM_IDS),
        metadata=metadata,
        holdings=HOLDINGS,
        project=Path(__file__).parents[1],
    )


if __name__ == "__main__":
    run("sales")
