"""
When two records may be the same one: one definition, for suggestions and for previews.

An equal organisation number (of contacts: an equal e-mail address) settles it.  Else the names
are compared by Jaro–Winkler and what else is known agrees, differs, or is not known.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from rapidfuzz.distance import JaroWinkler

SUGGESTED_FROM_BP = 8_500
SURE_BP = 10_000

# Factors of what else is known: not knowing weighs a little, disagreeing much.
_AGREES, _UNKNOWN, _DIFFERS = 1.0, 0.97, 0.85
_LEGAL_FORMS = frozenset(
    {"as", "asa", "ans", "da", "enk", "ba", "sa", "sf", "nuf", "stiftelse"}  # Norway
    | {"ab", "hb", "kb", "oy", "oyj", "ky", "aps", "is", "ivs"}  # its neighbours
    | {"ltd", "limited", "plc", "llc", "llp", "inc", "corp", "corporation", "co"}
    | {"gmbh", "ag", "kg", "bv", "nv", "sarl", "srl", "spa"}
)
_EVERYBODYS = frozenset(
    {"gmail.com", "googlemail.com", "hotmail.com", "outlook.com", "live.com", "yahoo.com"}
    | {"icloud.com", "me.com", "hotmail.no", "live.no", "yahoo.no", "online.no"}
    | {"broadpark.no", "getmail.no", "start.no", "frisurf.no"}
)
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ß": "ss", "đ": "d", "ł": "l"})


@dataclass(frozen=True, kw_only=True)
class Traits:
    """
    What a record is compared by.

    Args:
        sure: What settles it: organisation numbers, or e-mail addresses of contacts.
        facts: Of each further kind, such as ``postal_code``, what is known; empty when nothing is.
    """

    id: UUID
    kind: str
    name: str
    sure: frozenset[str] = frozenset()
    facts: dict[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """How alike two records are, 0 to 10 000, and what says so."""

    score_bp: int
    reasons: list[str]

    @property
    def is_suggested(self) -> bool:
        return self.score_bp >= SUGGESTED_FROM_BP


@dataclass(frozen=True, kw_only=True)
class Alike:
    """Two records that may be the same; the smaller id is the first."""

    first_id: UUID
    second_id: UUID
    likeness: Likeness


def best_of(mine: Traits, others: Iterable[Traits], *, most: int) -> list[Alike]:
    """The records most like one, of those that are alike enough to say so."""
    found = [(each.id, likeness(mine, each)) for each in others]
    suggested = [(other, its) for other, its in found if its.is_suggested]
    suggested.sort(key=lambda each: (-each[1].score_bp, each[0]))
    return [
        Alike(first_id=min(mine.id, other), second_id=max(mine.id, other), likeness=its)
        for other, its in suggested[:most]
    ]


def likeness(one: Traits, other: Traits) -> Likeness:
    """Compare two records; the same in both directions."""
    sure_reason = "organisation_number" if one.kind == "customer" else "email"
    if one.sure & other.sure:
        return Likeness(score_bp=SURE_BP, reasons=[sure_reason])
    names = sorted((plain_name(one.name), plain_name(other.name)))
    score, reasons = JaroWinkler.similarity(*names) if all(names) else 0.0, ["name"]
    for name, mine in one.facts.items():
        its = other.facts.get(name, frozenset())
        if not mine or not its:
            score *= _UNKNOWN
        elif mine & its:
            score *= _AGREES
            reasons.append(name)
        else:
            score *= _DIFFERS
    return Likeness(score_bp=round(score * SURE_BP), reasons=reasons)


def plain_name(name: str) -> str:
    """
    A name without legal form, accents, punctuation and case; plain names stay as they are.

    Of a name that is nothing but legal forms, all is kept.
    """
    folded = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    bare = "".join(each for each in folded if not unicodedata.combining(each))
    words = re.sub(r"[^a-z0-9 ]+", " ", re.sub(r"['./]", "", bare)).split()
    kept = [word for word in words if word not in _LEGAL_FORMS] or words
    return " ".join(kept)


def domain_of(website: str | None, email: str | None) -> str | None:
    """The domain a customer is found under; None for one that anybody may have an address at."""
    host = re.sub(r"^[a-z]+://", "", (website or "").casefold()).split("/")[0].split(":")[0]
    domain = host.removeprefix("www.") or (email or "").casefold().rpartition("@")[2]
    return domain if domain and domain not in _EVERYBODYS else None


def keys_of(traits: Traits) -> set[str]:
    """Records that share none of these are not compared."""
    plain = plain_name(traits.name)
    keys = {f"sure:{each}" for each in traits.sure}
    if plain:
        joined = plain.replace(" ", "")
        keys |= {f"name:{joined}", f"start:{joined[:5]}", f"end:{joined[-6:]}"}
        keys.add("words:" + "".join(sorted(plain.split())))
        keys |= {f"postal:{each}:{joined[:2]}" for each in traits.facts.get("postal_code", ())}
    for name in ("domain", "phone"):
        keys |= {f"{name}:{each}" for each in traits.facts.get(name, ())}
    return {key[:200] for key in keys}
