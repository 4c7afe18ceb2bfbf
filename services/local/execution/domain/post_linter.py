"""Which words must not go out in a shop's name, and which should not?

What a channel would turn down, or what insults, is refused. Claims that nobody can prove are the
owner's to answer for: he is warned, and the platform itself never writes them.
"""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from local.execution.domain.contact_data import has_contact_data, has_gap, has_link
from local.execution.domain.post_channel import Channel, ChannelRules
from local.execution.domain.reply_linter import has_abuse

METHOD = "post_linter@1"
_HASHTAG = re.compile(r"(?<!\w)#\w+")
_BEST = re.compile(
    r"\b(?:best|cheapest|lowest|finest|top|no\.?\s?1|number one"
    r"|sabse (?:accha|achha|sasta|badhiya))\b|#\s?1\b|नंबर (?:1|वन)"
    r"|सबसे (?:अच्छ|बढ़िया|सस्त|बेहतरीन)|सर्वश्रेष्ठ",
    re.IGNORECASE,
)
_MEDICAL = re.compile(
    r"\b(?:cures?|heals?|prevents?|immunity|detox|weight loss|anti-?ageing|diabetes|cancer"
    r"|ilaj|ilaaj|side effects?|clinically)\b|इलाज|रोग|बीमारी|इम्युनिटी|मधुमेह",
    re.IGNORECASE,
)
_PROMISE = re.compile(r"\b(?:guaranteed?|100\s?%|risk[- ]free|guarantee)\b|गारंटी", re.IGNORECASE)
_MOST_CAPITALS_RATIO, _FEWEST_LETTERS = 0.6, 20


class Fault(StrEnum):
    """Why a text is refused."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    CONTACT_DATA = "contact_data"
    HASHTAGS = "hashtags"
    ABUSE = "abuse"
    UNFILLED = "unfilled"


class Doubt(StrEnum):
    """What the owner should think about."""

    LINK = "link"
    SUPERLATIVE = "superlative"
    MEDICAL = "medical"
    PROMISE = "promise"
    SHOUTING = "shouting"


DOUBTS: Mapping[Doubt, str] = {
    Doubt.LINK: "holds a link; on Google use the button, a link in the text may be turned down",
    Doubt.SUPERLATIVE: "claims to be the best or the first; say what is special instead",
    Doubt.MEDICAL: "speaks of a cure or of health; such a claim needs a proof",
    Doubt.PROMISE: "promises a certain result; a customer may hold you to it",
    Doubt.SHOUTING: "is mostly capitals; that reads as shouting",
}


def refusals(text: str, channel: Channel, rules: ChannelRules) -> Mapping[Fault, str]:
    """Return why a text cannot go out on a channel, in words for its writer."""
    if not text.strip():
        return {Fault.EMPTY: "says nothing; write a sentence"}
    found: dict[Fault, str] = {}
    if (length := len(text)) > rules.most_characters:
        found[Fault.TOO_LONG] = (
            f"has {length} characters, and {channel} takes {rules.most_characters}; shorten it"
        )
    if channel is Channel.GOOGLE and has_contact_data(text):
        found[Fault.CONTACT_DATA] = (
            "holds a phone number or an address of mail; Google turns it down, use the button"
        )
    tags = len(_HASHTAG.findall(text))
    if rules.most_hashtags is not None and tags > rules.most_hashtags:
        found[Fault.HASHTAGS] = f"has {tags} hashtags, and {channel} takes {rules.most_hashtags}"
    if has_abuse(text):
        found[Fault.ABUSE] = "holds a word of abuse; leave it out"
    if has_gap(text):
        found[Fault.UNFILLED] = "holds a gap that nobody filled; fill it or leave it out"
    return found


def doubts(text: str) -> Sequence[Doubt]:
    """Return what the owner should think about before the text goes out."""
    told = {
        Doubt.LINK: has_link(text),
        Doubt.SUPERLATIVE: bool(_BEST.search(text)),
        Doubt.MEDICAL: bool(_MEDICAL.search(text)),
        Doubt.PROMISE: bool(_PROMISE.search(text)),
        Doubt.SHOUTING: _is_shouted(text),
    }
    return [doubt for doubt, is_due in told.items() if is_due]


def _is_shouted(text: str) -> bool:
    letters = [sign for sign in text if sign.isupper() or sign.islower()]
    capitals = sum(sign.isupper() for sign in letters)
    return len(letters) >= _FEWEST_LETTERS and capitals > _MOST_CAPITALS_RATIO * len(letters)
