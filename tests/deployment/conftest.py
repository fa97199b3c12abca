"""Lets the tests of deployment import what they share, and gives them secrets to look at."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from deployed import ROOT, OurSecrets


@pytest.fixture(scope="session")
def make_secrets() -> ModuleType:
    """The script k8s/make_secrets.py, which belongs to no package."""
    spec = importlib.util.spec_from_file_location("make_secrets", ROOT / "k8s" / "make_secrets.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def our_secrets(make_secrets: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> OurSecrets:
    """Every secret, made in a folder of its own."""
    folder = tmp_path_factory.mktemp("secrets") / "containers"
    made = make_secrets.make(folder)
    make_secrets.write_for_compose(folder, made)
    return OurSecrets(folder, made)
