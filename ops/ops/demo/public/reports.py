"""What was read, loaded, taken for something else, and left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Report:
    """
    How loading a data set went.

    ``left_out`` counts rows by file and reason; ``corrected`` maps what a file says to what it was
    taken for, by kind; ``decisions`` are what had to be decided for want of facts.
    """

    read: dict[str, int] = field(default_factory=dict)
    loaded: dict[str, int] = field(default_factory=dict)
    corrected: dict[str, dict[str, str]] = field(default_factory=dict)
    left_out: Counter[tuple[str, str]] = field(default_factory=Counter)
    decisions: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The report as text, one line a fact."""
        lines = ["Rows read"]
        lines += [f"  {name:<22}{count:>7}" for name, count in self.read.items()]
        lines += ["Loaded"]
        lines += [f"  {name:<22}{count:>7}" for name, count in self.loaded.items()]
        for kind, names in self.corrected.items():
            lines += [f"Taken for another {kind}"]
            lines += [f"  {written}  →  {meant}" for written, meant in sorted(names.items())]
        if self.left_out:
            lines += ["Left out"]
            lines += [
                f"  {file:<22}{count:>7}  {why}" for (file, why), count in self.left_out.items()
            ]
        lines += ["Decided"]
        return lines + [f"  {decision}" for decision in self.decisions]
