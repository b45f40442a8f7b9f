"""What a sentence claims once the model has read it: the rules' types, but for those that it tells better than they."""

from collections.abc import Mapping
from dataclasses import replace

from newsextract.assemble.link_figures import Floats
from newsextract.records.fields import CLAIM_TYPES, ClaimType
from newsextract.records.marks import ClaimMark
from newsextract.rules.phrases import said_in

LEARNED: Mapping[ClaimType, tuple[float, float]] = {
    "attributed": (-0.9, -1.6),
    "event": (-0.5, -1.5),
    "forecast": (0.0, -1.0),
    "statement": (-0.4, -0.4),
}
"""The types that the model decides: above which odds it gives one that the rules did not, and leaves one that they did.

Odds are logarithms. Superlatives, comparisons and figures are told by their words alone. The limits are those that did
best on labelled articles which training left out; readers call fewer things an event than the guidelines do.
"""
_DENIED = -2.0
"""A sentence of which the model confirms no type stays the claim that the rules made it, but below these odds."""
_PLAIN: frozenset[ClaimType] = frozenset({"attributed", "statement"})
"""What tells more than these is no plain statement."""
_READING = "reading"
"""The feature of the review priority that the model gives."""
_MODALITY = "modality."


def judge(text: str, claim: ClaimMark, scores: Floats) -> ClaimMark:
    """Return the mark of a sentence with what the model makes of it: of no type where it claims nothing.

    Args:
        text: the text.
        claim: what the rules say.
        scores: (types and one) of the sentence.
    """
    odds = dict(zip(CLAIM_TYPES, scores[:-1].tolist(), strict=True))
    types = [name for name in CLAIM_TYPES if _holds(name, claim, odds[name])]
    types = types or [name for name in claim.types if odds[name] > _DENIED]
    if not _PLAIN.issuperset(types):
        types = [name for name in types if name != "statement"]
    features = {**claim.features, _READING: round(float(scores[-1]), 3)}
    features |= {name: float(name in types) for name in LEARNED if name in features}
    marked = replace(claim, features=features)
    if tuple(types) == claim.types:
        return marked
    marked = replace(
        marked,
        types=tuple(types),
        rules=_rules(claim, types),
        evidence={name: found for name, found in claim.evidence.items() if name in types},
    )
    if "attributed" not in types:
        return replace(marked, speaker=None, cue=None, content=None, stance=None)
    if "attributed" in claim.types:
        return marked
    return replace(marked, content=said_in(text, claim.start, claim.end), stance="states")  # no rule knows which part


def _holds(name: ClaimType, claim: ClaimMark, odds: float) -> bool:
    told = name in claim.types
    if name not in LEARNED:
        return told
    added, left = LEARNED[name]
    return odds > (left if told else added)


def _rules(claim: ClaimMark, types: list[ClaimType]) -> tuple[str, ...]:
    """Return the rules of the types that stay, the model's for those that it adds, and those of modality."""
    told = dict(zip(claim.types, claim.rules, strict=False))
    rules = [told.get(name, f"link.{name}") for name in types]
    return tuple(dict.fromkeys([*rules, *(rule for rule in claim.rules if rule.startswith(_MODALITY))]))
