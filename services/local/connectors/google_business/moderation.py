"""Would Google let this text be seen?

Google states none of this as a rule of its API: it is what those report whose replies and posts
were rejected. The names of the violations are ours, except that Google has an enum for them.
"""

import re
from collections.abc import Sequence

_PHONE = re.compile(r"(?:\d[\s().-]*){8,}")
_LINK = re.compile(
    r"https?://|\bwww\.|\b[\w-]+\.(?:com|in|net|org|me|link|shop|store)\b|\S+@\S+\.\w"
)
_INCENTIVE = re.compile(
    r"\d\s*%|\b(?:discount|coupon|voucher|cashback|free gift|gift card|reward)s?\b"
    r"|छूट|मुफ्त|मुफ़्त|कूपन",
    re.IGNORECASE,
)
_WORDS_IN_A_ROW = 5
_TOO_SIMILAR_RATIO = 0.6


def reply_violation(text: str, earlier: Sequence[str]) -> str | None:
    """Return why a reply is rejected; `earlier` are the replies to other reviews."""
    if _PHONE.search(text) or _LINK.search(text):
        return "CONTACT_INFO"
    if _INCENTIVE.search(text):
        return "INCENTIVE"
    if any(similarity_ratio(text, other) >= _TOO_SIMILAR_RATIO for other in earlier):
        return "REPETITIVE_CONTENT"
    return None


def post_violation(text: str) -> str | None:
    """Return why a post is rejected."""
    return "PHONE_NUMBER" if _PHONE.search(text) else None


def similarity_ratio(one: str, other: str) -> float:
    """Return which share of the five-word runs of two texts both have."""
    mine, theirs = _runs(one), _runs(other)
    return len(mine & theirs) / len(mine | theirs)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    count = max(1, len(words) - _WORDS_IN_A_ROW + 1)
    return {tuple(words[start : start + _WORDS_IN_A_ROW]) for start in range(count)}
