"""Processes of projects: ``python -m projects rpc | worker | migrate``."""

from collections.abc import Mapping
from pathlib import Path

from shared.capabilities.merging import MergeFollower
from shared.capabilities.processes import Service, run
from shared.config.env import read

from projects import bootstrap
from projects.config import Settings
from projects.entrypoints.events import ProjectsEvents
from projects.entrypoints.service import ProjectsService
from projects.persistence.holdings import HOLDINGS
from projects.persistence.merging import CRM_IDS
from projects.persistence.tables import metadata


def build(environ: Mapping[str, str]) -> Service:
    """The service as its processes run it."""
    settings = read(Settings, environ)
    return Service(
        name="projects",
        project=Path(__file__).parents[1],
        settings=settings,
        works=bootstrap.works(settings),
        rpc=ProjectsService,
        merges=MergeFollower(CRM_IDS),
        metadata=metadata,
        holdings=HOLDINGS,
        events=[ProjectsEvents()],
        references=("user", "unit", "customer", "case", "product", "custom_field"),
    )


if __name__ == "__main__":
    run("projects")
