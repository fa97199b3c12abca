"""The README's commands do what it says, in the order it says."""

import re
import subprocess

import pytest
from support.installation import ROOT


@pytest.fixture(scope="module")
def readme():
    return (ROOT / "README.md").read_text()


def test_the_first_walk_of_the_readme_reaches_the_single_view(readme, installed):
    person = installed.sign_up()
    person.post("/customers", {"name": "Nordavind AS", "kinds": ["customer"]})
    walk = next(block for block in re.findall(r"```\n(.*?)```", readme, re.S) if "curl" in block)
    walk = walk.replace("http://127.0.0.1:8080", installed.url)
    walk = walk.replace("<printed e-mail>", person.email).replace(
        "<printed password>", person.password
    )

    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", walk], capture_output=True, text=True, timeout=60
    )

    assert done.returncode == 0, done.stderr
    assert '"profitability"' in done.stdout


def test_every_command_the_readme_names_exists(readme, installed):
    commands = ["down", "status", "logs", "reset", "demo", "check", "bench", "chaos"]

    told = installed.command("--help")

    assert [name for name in commands if f"`{name}`" not in readme] == []
    assert [name for name in commands if f"\n  {name} " not in told] == []


def test_starting_twice_is_harmless(installed):
    before = {process["name"]: process["pid"] for process in installed.status()["processes"]}

    installed.up("--no-demo")

    after = {process["name"]: process["pid"] for process in installed.status()["processes"]}
    assert after == before


def test_every_folder_the_readme_names_is_there(readme):
    folders = re.findall(r"^\| `([a-z0-9-]+)/`", readme, re.M)

    assert folders
    assert [name for name in folders if not (ROOT / name).is_dir()] == []
