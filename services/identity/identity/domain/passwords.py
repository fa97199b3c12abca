"""What a password must be, and how one is generated."""

import unicodedata

from identity.domain.errors import PasswordWeak

SHORTEST = 8
LONGEST = 128
GENERATED_LENGTH = 16
# No letters or digits that look alike when read from paper.
ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"

_COMMON_ONES = """
    password passord passord1 passord12 passord123 password1 password12 password123 passw0rd
    p@ssw0rd p@ssword 12345678 123456789 1234567890 87654321 11111111 00000000 88888888 12341234
    qwertyui qwertyuiop qwerty123 qwerty12 1q2w3e4r 1qaz2wsx zaq12wsx asdfghjk asdfghjkl zxcvbnm1
    iloveyou sunshine princess football baseball superman trustno1 starwars whatever welcome1
    velkommen velkommen1 sommer2024 sommer2025 sommer2026 vinter2024 vinter2025 vinter2026
    admin123 administrator changeme letmein1 abcd1234 abc12345 aa123456 a1b2c3d4 samspill samspill1
"""
_COMMON = frozenset(_COMMON_ONES.split())


def normal_password(password: str) -> str:
    """The same password however a keyboard composes its letters (NFC)."""
    return unicodedata.normalize("NFC", password)


def check_password(password: str, *, known: tuple[str, ...] = (), pointer: str) -> str:
    """
    Accept a password, normalised to NFC.

    Length counts, not a mixture of signs; common ones and the user's own *known* texts
    (name, e-mail) are refused.

    Units: characters, 8 to 128.

    Raises:
        PasswordWeak: With the reason.

    Source: OWASP ASVS 5.0, 6.2.
    """
    normal = normal_password(password)
    folded = normal.casefold()
    if len(normal) < SHORTEST:
        raise PasswordWeak(pointer, f"is shorter than {SHORTEST} characters")
    if len(normal) > LONGEST:
        raise PasswordWeak(pointer, f"is longer than {LONGEST} characters")
    if folded in _COMMON or len(set(folded)) < 3:
        raise PasswordWeak(pointer, "is among the most common ones")
    if any(folded in (each.casefold(), each.casefold().split("@")[0]) for each in known):
        raise PasswordWeak(pointer, "is the user's own name or address")
    return normal


def from_random(random_bytes: bytes) -> str:
    """
    Spell a generated password.

    Args:
        random_bytes: ``GENERATED_LENGTH`` × 8 bytes from a good source; 64 bits decide each sign,
            which makes the remainder's bias negligible.
    """
    chunks = (random_bytes[i : i + 8] for i in range(0, GENERATED_LENGTH * 8, 8))
    return "".join(ALPHABET[int.from_bytes(each, "big") % len(ALPHABET)] for each in chunks)
