"""Where everything the local platform writes lives: one data folder, known here only."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Layout:
    """The folders of one local platform; a second one may live beside it (tests do)."""

    data: Path

    @property
    def postgres(self) -> Path:
        return self.data / "postgres"

    @property
    def rabbitmq(self) -> Path:
        return self.data / "rabbitmq"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def run(self) -> Path:
        return self.data / "run"

    @property
    def secrets(self) -> Path:
        return self.data / "secrets"

    @property
    def packages(self) -> Path:
        return self.data / "packages"

    @property
    def demo(self) -> Path:
        return self.data / "demo.json"

    def make(self) -> None:
        """Create the folders; what is secret or controls processes is for the owner only."""
        self.data.mkdir(parents=True, exist_ok=True)
        self.logs.mkdir(exist_ok=True)
        for private in (self.run, self.secrets):
            private.mkdir(mode=0o700, exist_ok=True)

    def log(self, name: str) -> Path:
        """Return the log file of the process of that name."""
        return self.logs / f"{name}.log"


def layout_in(environ: dict[str, str]) -> Layout:
    """Return the layout in SAMSPILL_DATA_DIR, by default ``.data`` of the project."""
    return Layout(Path(environ.get("SAMSPILL_DATA_DIR") or PROJECT / ".data").resolve())


def throwaway(layout: Layout) -> Layout:
    """Return the layout of the servers tests use."""
    return Layout(layout.data / "test")
