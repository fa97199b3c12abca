"""Norway's public holidays, the movable ones computed, from the ``holidays`` package."""

from datetime import date


class NorwegianHolidays:
    """Public holidays of Norway."""

    def between(self, first_on: date, last_on: date) -> frozenset[date]:
        """Public holidays from *first_on* to *last_on*, both included."""
        from holidays.countries import Norway  # here: it holds every country, eleven MiB

        years = range(first_on.year, last_on.year + 1)
        return frozenset(day for day in Norway(years=years) if first_on <= day <= last_on)
