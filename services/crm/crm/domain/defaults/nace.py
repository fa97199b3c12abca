"""
Industries of a new organisation: NACE Rev. 2.1 down to classes, as in Norway's SN2025.

Sections and divisions have Norwegian names of our own (shortened); groups and classes, in
``nace_groups.csv``, have Statistics Norway's English names in both languages.  Divisions and
their sections were compared with the same classification.  National subclasses of five digits
are not in the list: a customer may have one, and it counts below its class.
"""

import csv
from collections.abc import Iterator
from importlib.resources import files

from crm.domain.defaults.industries import DIVISIONS, SECTIONS

Industry = tuple[str, str | None, str, str]  # code, code above it, bokmål, English


def industries() -> Iterator[Industry]:
    """Every section, division, group and class, the ones above before the ones below."""
    for code, (name_nb, name_en) in SECTIONS.items():
        yield code, None, name_nb, name_en
    for code, (section, name_nb, name_en) in DIVISIONS.items():
        yield code, section, name_nb, name_en
    text = files("crm.domain.defaults").joinpath("nace_groups.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        yield row["code"], row["parent_code"], row["name_en"], row["name_en"]
