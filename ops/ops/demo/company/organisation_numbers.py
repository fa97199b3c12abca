"""Organisation numbers that are formally right and belong to nobody."""

from __future__ import annotations

from random import Random

_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
# Numbers that begin with 86 have not been given to anybody; real ones begin with 81–83 and 9.
_SERIES = (86_000_000, 86_999_999)


def organisation_number(random: Random) -> str:
    """
    Nine digits, the last one a check digit.

    Source: modulus 11 with weights 3 2 7 6 5 4 3 2 (Brønnøysund Register Centre).
    """
    while True:
        body = str(random.randint(*_SERIES))
        products = (int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
        check = -sum(products) % 11
        if check < 10:
            return f"{body}{check}"
