"""The file drop needs nothing but a folder."""

import csv

import pytest
from erp_sync.adapters.files import FILE_NAME, FileDrop
from erp_sync.application import ports
from erp_sync.domain import customers
from shared.testing.conformance.erp import ErpConformance


class TestFileDrop(ErpConformance):
    """The suite every adapter runs, and what only files do."""

    ports = ports
    customers = customers

    @pytest.fixture
    def erp(self, tmp_path):
        return FileDrop(tmp_path / "drop")

    def rows(self, tmp_path):
        with (tmp_path / "drop" / FILE_NAME).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def test_a_version_that_is_there_is_not_written_twice(self, erp, tmp_path):
        push = self.a_push(version=3)

        first, again = erp.create(push), FileDrop(tmp_path / "drop").create(push)

        assert first == again
        assert [row["version"] for row in self.rows(tmp_path)] == ["3"]

    def test_an_older_version_never_follows_a_newer_one(self, erp, tmp_path):
        push = self.a_push(version=3)
        erp.create(push)

        erp.create(self.a_push(version=2, of=push, name="Old"))

        assert [row["name"] for row in self.rows(tmp_path)] == ["Fjord Eksempel AS"]

    def test_a_line_a_crash_left_half_written_is_taken_out(self, erp, tmp_path):
        erp.create(self.a_push())
        with (tmp_path / "drop" / FILE_NAME).open("ab") as file:
            file.write(b'"half a li')

        FileDrop(tmp_path / "drop").create(self.a_push(name="Whole AS"))

        assert [row["name"] for row in self.rows(tmp_path)] == ["Fjord Eksempel AS", "Whole AS"]

    def test_a_file_the_reader_took_away_begins_anew(self, erp, tmp_path):
        push = self.a_push()
        made = erp.create(push)
        (tmp_path / "drop" / FILE_NAME).unlink()

        there = erp.read(made.external_id)
        erp.update(there, self.a_push(version=2, of=push, city="Bergen"), {"city": "Bergen"})

        assert [(row["version"], row["city"]) for row in self.rows(tmp_path)] == [("2", "Bergen")]

    def test_no_cell_is_a_formula_and_phone_numbers_stay_as_they_are(self, erp, tmp_path):
        erp.create(self.a_push(name='=HYPERLINK("x")', phone="+47 22 33 44 55"))

        row = self.rows(tmp_path)[0]

        assert row["name"].startswith("'=")
        assert row["phone"] == "+47 22 33 44 55"

    def test_a_folder_that_cannot_be_made_is_unavailable(self, tmp_path):
        (tmp_path / "file").write_text("not a folder")

        with pytest.raises(ports.ErpUnavailable):
            FileDrop(tmp_path / "file" / "drop").probe()
